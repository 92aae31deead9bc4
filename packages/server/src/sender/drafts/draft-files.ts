/** The files of a draft: reading one and taking one away. */
import { ServiceError } from '../../errors.ts';
import type { StoredDraftDocument } from '../../jobs/draft-records.ts';
import { requireRight } from '../../organisations/actor.ts';
import { lockedDraft, visible, type DraftDeps, type DraftRequest } from './drafts.ts';

export interface DraftFileRequest extends DraftRequest {
  readonly document: string;
}

/** @throws ServiceError NOT_A_USER, DRAFT_NOT_FOUND, DOCUMENT_NOT_AVAILABLE */
export function draftFile(
  { store, clock }: DraftDeps,
  { caller, id, document }: DraftFileRequest,
): Promise<StoredDraftDocument> {
  return store.transaction(async (tx) => {
    const actor = await requireRight(tx, caller, 'create-jobs', clock.now());
    await visible(tx, actor, id);
    const found = (await tx.draftDocuments(id)).find((one) => one.id === document);
    if (found !== undefined) return found;
    throw new ServiceError('DOCUMENT_NOT_AVAILABLE', 'There is no such document in the draft.');
  });
}

/** One that is gone already is no error. @throws ServiceError NOT_A_USER, DRAFT_NOT_FOUND */
export function removeDraftFile({ store, clock }: DraftDeps, request: DraftFileRequest): Promise<void> {
  return store.transaction(async (tx) => {
    const now = clock.now();
    const { draft } = await lockedDraft(tx, request, now);
    const found = (await tx.draftDocuments(draft.id)).find(({ id }) => id === request.document);
    if (found === undefined) return;
    await tx.deleteDraftDocument(found.id);
    await tx.releaseBlobs([found.sha256], now);
    const documents = draft.content.documents.filter(({ id }) => id !== found.id);
    await tx.updateDraft(draft.id, { content: { ...draft.content, documents }, updatedAt: now });
  });
}
