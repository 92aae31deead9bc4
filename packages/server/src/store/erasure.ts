/** Rows that go for good. */
import type { Kysely } from 'kysely';
import type { Transaction } from '../jobs/ports.ts';
import type { Tables } from './schema.ts';

/** Everything that belongs to one job, in an order in which nothing is referred to by what is left. */
const tablesOfAJob = [
  'task',
  'status_change',
  'status_query_token',
  'job_key',
  'audit_event',
  'document',
] as const;
/** What belongs to a job's signers. */
const tablesOfASigner = [
  'notification',
  'signer_link',
  'signing_attempt',
  'ceremony_session',
  'redirect_token',
] as const;

export function erasure(db: Kysely<Tables>): Pick<Transaction, 'eraseJob' | 'eraseApiAccess' | 'draftIdsOf'> {
  return {
    eraseJob: async (id) => {
      const signers = db.selectFrom('signer').select('id').where('job_id', '=', id);
      for (const table of tablesOfASigner)
        await db.deleteFrom(table).where('signer_id', 'in', signers).execute();
      for (const table of tablesOfAJob) await db.deleteFrom(table).where('job_id', '=', id).execute();
      await db.updateTable('draft').set({ job_id: null }).where('job_id', '=', id).execute();
      await db.deleteFrom('signer').where('job_id', '=', id).execute();
      await db.deleteFrom('job').where('id', '=', id).execute();
    },
    eraseApiAccess: async (number) => {
      for (const table of ['client_certificate', 'api_error'] as const)
        await db.deleteFrom(table).where('organisation', '=', number).execute();
      await db
        .deleteFrom('broker')
        .where((where) => where.or([where('broker', '=', number), where('sender', '=', number)]))
        .execute();
    },
    draftIdsOf: async (organisation) => {
      const rows = await db
        .selectFrom('draft')
        .select('id')
        .where('organisation', '=', organisation)
        .execute();
      return rows.map(({ id }) => id);
    },
  };
}
