import type { Instant } from '../../jobs/model.ts';
import type { Transaction } from '../../jobs/ports.ts';

/** Nothing is left of the draft: its documents and uploads go with it. */
export async function discardDraft(tx: Transaction, id: string, now: Instant): Promise<void> {
  const documents = await tx.draftDocuments(id);
  const chunks: string[] = [];
  for (const upload of await tx.uploadsOf(id))
    chunks.push(...(await tx.uploadChunks(upload.id)).map(({ sha256 }) => sha256));
  await tx.deleteDraft(id);
  await tx.releaseBlobs([...documents.map(({ sha256 }) => sha256), ...chunks], now);
}
