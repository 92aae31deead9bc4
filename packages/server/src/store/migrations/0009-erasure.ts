/** Plans the erasure of jobs whose documents were deleted before there was any. */
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** As `erasure/periods.ts` had it, milliseconds. */
const jobKeptFor = 1096 * 86_400_000;

export const erasureOfJobs: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`insert into task (kind, key, job_id, due_at, attempts, lease_until)
      select 'erase-job', cast(id as text), null, documents_deleted_at + ${sql.lit(jobKeptFor)}, 0, 0
      from job where documents_deleted_at is not null`.execute(db);
  },
};
