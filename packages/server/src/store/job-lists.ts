/** Lists of jobs, each read along an index from where the last page ended. */
import { sql, type Kysely, type SelectQueryBuilder } from 'kysely';
import type { JobInList, JobListsTransaction, JobsOf, ListPlace } from '../jobs/job-list-records.ts';
import type { SignatureJob } from '../jobs/model.ts';
import { optionalNumber, toAddress } from './job-rows.ts';
import type { Row, Tables } from './schema.ts';

type JobQuery = SelectQueryBuilder<Tables, 'job', object>;

export function jobLists(db: Kysely<Tables>): JobListsTransaction {
  const jobsOf = ({ sender, user }: JobsOf): JobQuery => {
    const jobs = db.selectFrom('job').where('job.sender', '=', sender);
    return user === undefined ? jobs : jobs.where('job.created_by_user', '=', user);
  };
  return {
    listJobs: async (of, status, { after, limit }) => {
      const running = status === 'IN_PROGRESS';
      const column = running ? 'job.expires_at' : 'job.ended_at';
      const direction = running ? 'asc' : 'desc';
      const listed = beyond(jobsOf(of).where('job.status', '=', status), column, direction, after)
        .orderBy(column, direction)
        .orderBy('job.id', direction)
        .limit(limit);
      return withSigners(db, await listed.selectAll('job').execute());
    },
    searchJobs: async (of, { key, from, before }, { after, limit }) => {
      let found = jobsOf(of);
      if (key !== undefined) {
        const ids = db
          .selectFrom('job_key')
          .select('job_id')
          .where('value', '=', key.value)
          .where('kind', '=', key.kind);
        found = found.where('job.id', 'in', ids);
      }
      if (from !== undefined) found = found.where('job.created_at', '>=', BigInt(from));
      if (before !== undefined) found = found.where('job.created_at', '<', BigInt(before));
      const listed = beyond(found, 'job.created_at', 'desc', after)
        .orderBy('job.created_at', 'desc')
        .orderBy('job.id', 'desc')
        .limit(limit);
      return withSigners(db, await listed.selectAll('job').execute());
    },
  };
}

function beyond(
  jobs: JobQuery,
  column: 'job.expires_at' | 'job.ended_at' | 'job.created_at',
  direction: 'asc' | 'desc',
  after: ListPlace | undefined,
): JobQuery {
  if (after === undefined) return jobs;
  const place = sql`(${sql.ref(column)}, ${sql.ref('job.id')})`;
  const last = sql`(${BigInt(after.at)}, ${after.id})`;
  return jobs.where(
    direction === 'asc' ? sql<boolean>`${place} > ${last}` : sql<boolean>`${place} < ${last}`,
  );
}

async function withSigners(db: Kysely<Tables>, jobs: readonly Row<'job'>[]): Promise<readonly JobInList[]> {
  if (jobs.length === 0) return [];
  const signers = await db
    .selectFrom('signer')
    .select(['job_id', 'number', 'address_kind', 'address_value', 'email', 'mobile', 'status'])
    .where(
      'job_id',
      'in',
      jobs.map(({ id }) => id),
    )
    .orderBy('number')
    .execute();
  const signersOf = Map.groupBy(signers, ({ job_id }) => job_id);
  return jobs.map((row) => ({
    id: row.id,
    flow: row.flow as SignatureJob['flow'],
    sender: row.sender,
    ...(row.created_by_user !== null && { createdByUser: row.created_by_user }),
    title: row.title,
    reference: row.reference ?? undefined,
    status: row.status as SignatureJob['status'],
    createdAt: Number(row.created_at),
    activatesAt: Number(row.activates_at),
    expiresAt: Number(row.expires_at),
    endedAt: optionalNumber(row.ended_at),
    signers: (signersOf.get(row.id) ?? []).map((signer) => ({
      number: Number(signer.number),
      address: toAddress(signer),
      status: signer.status as JobInList['signers'][number]['status'],
    })),
  }));
}
