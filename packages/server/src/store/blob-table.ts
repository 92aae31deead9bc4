/**
 * Which blobs may be deleted. The same document may belong to many jobs, so a blob goes only when its last use has
 * ended; the row's lock stands between a deletion and a new use of the same content at the same moment.
 */
import type { Kysely } from 'kysely';
import type { Transaction } from '../jobs/ports.ts';
import type { Tables } from './schema.ts';

type Part = Pick<Transaction, 'useBlobs' | 'releaseBlobs' | 'takeReleasedBlob'>;

/** A deletion stays noted for longer than any use can be under way, in milliseconds. */
const remembered = 86_400_000;

export function blobTable(db: Kysely<Tables>, locksRows: boolean): Part {
  return {
    useBlobs: async (hashes) => {
      const gone: string[] = [];
      // In one order everywhere, so that two uses of the same blobs do not wait for each other.
      for (const sha256 of [...new Set(hashes)].sort()) {
        const row = await db
          .insertInto('blob')
          .values({ sha256 })
          .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ released_at: null }))
          .returning('gone_at')
          .executeTakeFirstOrThrow();
        if (row.gone_at !== null) gone.push(sha256);
      }
      if (gone.length > 0)
        await db.updateTable('blob').set({ gone_at: null }).where('sha256', 'in', gone).execute();
      return gone;
    },
    releaseBlobs: async (hashes, now) => {
      for (const sha256 of [...new Set(hashes)].sort()) {
        await db
          .insertInto('blob')
          .values({ sha256, released_at: now })
          .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ released_at: now }))
          .execute();
      }
    },
    takeReleasedBlob: async (now) => {
      await db
        .deleteFrom('blob')
        .where('gone_at', '<', BigInt(now - remembered))
        .where('released_at', 'is', null)
        .execute();
      for (;;) {
        let released = db
          .selectFrom('blob')
          .select('sha256')
          .where('released_at', 'is not', null)
          .orderBy('released_at')
          .limit(1);
        if (locksRows) released = released.forUpdate().skipLocked();
        const row = await released.executeTakeFirst();
        if (row === undefined) return undefined;
        const { sha256 } = row;
        const used = await isReferredTo(db, sha256);
        await db
          .updateTable('blob')
          .set({ released_at: null, gone_at: used ? null : now })
          .where('sha256', '=', sha256)
          .execute();
        if (!used) return sha256;
      }
    },
  };
}

/** Only senders' documents are shared, by jobs and drafts, and logos: no two signatures or sealed documents are alike. */
async function isReferredTo(db: Kysely<Tables>, sha256: string): Promise<boolean> {
  return (await isOfJob(db, sha256)) || (await isOfDraft(db, sha256)) || (await isLogo(db, sha256));
}

async function isLogo(db: Kysely<Tables>, sha256: string): Promise<boolean> {
  const found = await db
    .selectFrom('organisation')
    .select('number')
    .where('logo_sha256', '=', sha256)
    .limit(1)
    .execute();
  return found.length > 0;
}

async function isOfDraft(db: Kysely<Tables>, sha256: string): Promise<boolean> {
  for (const table of ['draft_document', 'upload_chunk'] as const) {
    const found = await db.selectFrom(table).select('sha256').where('sha256', '=', sha256).limit(1).execute();
    if (found.length > 0) return true;
  }
  return false;
}

async function isOfJob(db: Kysely<Tables>, sha256: string): Promise<boolean> {
  const document = await db
    .selectFrom('document')
    .innerJoin('job', 'job.id', 'document.job_id')
    .select('document.job_id')
    .where('document.sha256', '=', sha256)
    .where('job.documents_deleted_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return document !== undefined;
}
