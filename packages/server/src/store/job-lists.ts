/** Lists of jobs, each read along an index from where the last page ended. */
import { sql, type Kysely, type SelectQueryBuilder } from 'kysely';
import type { JobInList, JobKey, JobListsTransaction, JobsOf, ListPlace } from '../jobs/job-list-records.ts';
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
      const listed = beyond(jobsOf(of).where('job.status', '=', status), [column, 'job.id'], direction, after)
        .orderBy(column, direction)
        .orderBy('job.id', direction)
        .limit(limit);
      return withSigners(db, await listed.selectAll('job').execute());
    },
    searchJobs: async (of, { key, from, before }, { after, limit }) => {
      const jobs = jobsOf(of);
      // The same time stands in both tables; the index of the one that is read first is in the order of its own.
      const [found, column, id] =
        key === undefined
          ? ([jobs, 'job.created_at', 'job.id'] as const)
          : ([withKey(jobs, of, key), 'job_key.created_at', 'job_key.job_id'] as const);
      let listed = beyond(found, [column, id], 'desc', after);
      if (from !== undefined) listed = listed.where(sql.ref(column), '>=', BigInt(from));
      if (before !== undefined) listed = listed.where(sql.ref(column), '<', BigInt(before));
      const page = listed.orderBy(sql.ref(column), 'desc').orderBy(sql.ref(id), 'desc').limit(limit);
      return withSigners(db, await page.selectAll('job').execute());
    },
  };
}

function withKey(jobs: JobQuery, { sender }: JobsOf, { kind, value }: JobKey): JobQuery {
  const found = jobs
    .innerJoin('job_key', 'job_key.job_id', 'job.id')
    .where('job_key.sender', '=', sender)
    .where('job_key.value', '=', value)
    .where('job_key.kind', '=', kind);
  return found;
}

function beyond(
  jobs: JobQuery,
  [column, id]: readonly [string, string],
  direction: 'asc' | 'desc',
  after: ListPlace | undefined,
): JobQuery {
  if (after === undefined) return jobs;
  const place = sql`(${sql.ref(column)}, ${sql.ref(id)})`;
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
