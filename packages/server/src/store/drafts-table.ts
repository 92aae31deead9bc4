/** Drafts, their documents and uploads. */
import type { DraftContent, DraftKind } from '@segl/protocol/json';
import type { Kysely } from 'kysely';
import type {
  DraftsTransaction,
  StoredDraft,
  StoredDraftDocument,
  StoredUpload,
} from '../jobs/draft-records.ts';
import { optionalNumber } from './job-rows.ts';
import type { Row, Tables } from './schema.ts';

type Keys = Pick<DraftsTransaction, 'takeKey' | 'answerKey' | 'forgetKeys'>;
type Uploads = Pick<
  DraftsTransaction,
  'insertUpload' | 'upload' | 'uploadsOf' | 'insertUploadChunk' | 'uploadChunks' | 'deleteUpload'
>;
type Drafts = Omit<DraftsTransaction, keyof Keys | keyof Uploads | 'draftIdsOf'>;

export function draftsTable(db: Kysely<Tables>, locksRows: boolean): Omit<DraftsTransaction, 'draftIdsOf'> {
  return { ...drafts(db, locksRows), ...uploads(db), ...keys(db) };
}

function drafts(db: Kysely<Tables>, locksRows: boolean): Drafts {
  const all = () => db.selectFrom('draft').selectAll();
  const one = async (id: string): Promise<StoredDraft | undefined> => {
    const row = await all().where('id', '=', id).executeTakeFirst();
    return row && toDraft(row);
  };
  return {
    insertDraft: async (draft) => {
      await db
        .insertInto('draft')
        .values({
          id: draft.id,
          kind: draft.kind,
          organisation: draft.organisation,
          user_id: draft.user,
          name: draft.name ?? null,
          version: draft.version,
          content: JSON.stringify(draft.content),
          updated_at: draft.updatedAt,
          deleted_at: draft.deletedAt ?? null,
          job_id: draft.jobId ?? null,
        })
        .execute();
    },
    draft: one,
    lockDraft: async (id) => {
      if (locksRows) await db.selectFrom('draft').select('id').where('id', '=', id).forUpdate().execute();
      return one(id);
    },
    updateDraft: async (id, changes) => {
      const { version, content, updatedAt, jobId } = changes;
      await db
        .updateTable('draft')
        .set({
          ...(version !== undefined && { version }),
          ...(content !== undefined && { content: JSON.stringify(content) }),
          ...(updatedAt !== undefined && { updated_at: updatedAt }),
          ...(jobId !== undefined && { job_id: jobId }),
          ...('deletedAt' in changes && { deleted_at: changes.deletedAt ?? null }),
        })
        .where('id', '=', id)
        .execute();
    },
    deleteDraft: async (id) => {
      const uploadsOfIt = db.selectFrom('upload').select('id').where('draft_id', '=', id);
      await db.deleteFrom('upload_chunk').where('upload_id', 'in', uploadsOfIt).execute();
      await db.deleteFrom('upload').where('draft_id', '=', id).execute();
      await db.deleteFrom('draft_document').where('draft_id', '=', id).execute();
      await db.deleteFrom('draft').where('id', '=', id).execute();
    },
    draftsOf: async (organisation, of) => {
      let found = all()
        .where('organisation', '=', organisation)
        .where('kind', '=', of.kind)
        .where('deleted_at', 'is', null)
        .where('job_id', 'is', null);
      if (of.kind === 'draft') found = found.where('user_id', '=', of.user);
      return (await found.orderBy('updated_at', 'desc').orderBy('id').limit(200).execute()).map(toDraft);
    },
    staleDrafts: async ({ deleted, used }) => {
      const rows = await db
        .selectFrom('draft')
        .select('id')
        .where((where) =>
          where.or([
            where('deleted_at', '<', BigInt(deleted)),
            where.and([where('kind', '=', 'draft'), where('updated_at', '<', BigInt(used))]),
          ]),
        )
        .limit(100)
        .execute();
      return rows.map(({ id }) => id);
    },
    insertDraftDocument: async (document) => {
      await db
        .insertInto('draft_document')
        .values({
          id: document.id,
          draft_id: document.draft,
          file_name: document.fileName,
          mime: document.mime,
          sha256: document.sha256,
          size: document.size,
          pages: document.pages,
          added_at: document.addedAt,
        })
        .execute();
    },
    draftDocuments: async (draft) => {
      const rows = await db
        .selectFrom('draft_document')
        .selectAll()
        .where('draft_id', '=', draft)
        .orderBy('added_at')
        .orderBy('id')
        .execute();
      return rows.map(toDocument);
    },
    deleteDraftDocument: async (id) => {
      await db.deleteFrom('draft_document').where('id', '=', id).execute();
    },
  };
}

function uploads(db: Kysely<Tables>): Uploads {
  return {
    insertUpload: async ({ id, draft, fileName, size, startedAt }) => {
      await db
        .insertInto('upload')
        .values({ id, draft_id: draft, file_name: fileName, size, started_at: startedAt })
        .execute();
    },
    upload: async (id) => {
      const row = await db.selectFrom('upload').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toUpload(row);
    },
    uploadsOf: async (draft) => {
      const rows = await db.selectFrom('upload').selectAll().where('draft_id', '=', draft).execute();
      return rows.map(toUpload);
    },
    insertUploadChunk: async (upload, { offset, size, sha256 }) => {
      const inserted = await db
        .insertInto('upload_chunk')
        .values({ upload_id: upload, position: offset, size, sha256 })
        .onConflict((conflict) => conflict.doNothing())
        .returning('position')
        .executeTakeFirst();
      return inserted !== undefined;
    },
    uploadChunks: async (upload) => {
      const rows = await db
        .selectFrom('upload_chunk')
        .selectAll()
        .where('upload_id', '=', upload)
        .orderBy('position')
        .execute();
      return rows.map((row) => ({
        offset: Number(row.position),
        size: Number(row.size),
        sha256: row.sha256,
      }));
    },
    deleteUpload: async (id) => {
      await db.deleteFrom('upload_chunk').where('upload_id', '=', id).execute();
      await db.deleteFrom('upload').where('id', '=', id).execute();
    },
  };
}

function keys(db: Kysely<Tables>): Keys {
  return {
    takeKey: async (user, key, requestSha256, now) => {
      const taken = await db
        .insertInto('idempotency_key')
        .values({ user_id: user, key, request_sha256: requestSha256, answer: '', created_at: now })
        .onConflict((conflict) => conflict.doNothing())
        .returning('key')
        .executeTakeFirst();
      if (taken !== undefined) return undefined;
      const row = await db
        .selectFrom('idempotency_key')
        .selectAll()
        .where('user_id', '=', user)
        .where('key', '=', key)
        .executeTakeFirstOrThrow();
      return { requestSha256: row.request_sha256, answer: row.answer };
    },
    forgetKeys: async (before) => {
      await db.deleteFrom('idempotency_key').where('created_at', '<', BigInt(before)).execute();
    },
    answerKey: async (user, key, answer) => {
      await db
        .updateTable('idempotency_key')
        .set({ answer })
        .where('user_id', '=', user)
        .where('key', '=', key)
        .execute();
    },
  };
}

function toDraft(row: Row<'draft'>): StoredDraft {
  return {
    id: row.id,
    kind: row.kind as DraftKind,
    organisation: row.organisation,
    user: row.user_id,
    name: row.name ?? undefined,
    version: Number(row.version),
    content: JSON.parse(row.content) as DraftContent,
    updatedAt: Number(row.updated_at),
    deletedAt: optionalNumber(row.deleted_at),
    jobId: row.job_id ?? undefined,
  };
}

function toDocument(row: Row<'draft_document'>): StoredDraftDocument {
  return {
    id: row.id,
    draft: row.draft_id,
    fileName: row.file_name,
    mime: row.mime as StoredDraftDocument['mime'],
    sha256: row.sha256,
    size: Number(row.size),
    pages: Number(row.pages),
    addedAt: Number(row.added_at),
  };
}

function toUpload(row: Row<'upload'>): StoredUpload {
  return {
    id: row.id,
    draft: row.draft_id,
    fileName: row.file_name,
    size: Number(row.size),
    startedAt: Number(row.started_at),
  };
}
