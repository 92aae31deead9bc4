/** Status changes in their queues: leased by a poll, gone once confirmed; and when the next poll is permitted. */
import type { Kysely, UpdateQueryBuilder } from 'kysely';
import type { QueueName, StatusChange, StatusQueue, StatusSnapshot, Transaction } from '../jobs/ports.ts';
import type { Flow, Instant, JobInAnswers, SignerStatus } from '../jobs/model.ts';
import type { Database } from './database.ts';
import { optionalNumber, toAddress } from './job-rows.ts';
import type { Row, Tables } from './schema.ts';

export function statusChanges(
  db: Kysely<Tables>,
): Pick<Transaction, 'insertStatusChange' | 'confirmStatusChange'> {
  return {
    insertStatusChange: async (queue, jobId, snapshot, now) => {
      await db
        .insertInto('status_change')
        .values({
          ...queueColumns(queue),
          job_id: jobId,
          snapshot: JSON.stringify(snapshot),
          created_at: now,
          lease_until: 0,
        })
        .execute();
    },
    confirmStatusChange: async (jobId, changeId, now) => {
      const row = await db
        .selectFrom('status_change')
        .selectAll()
        .where('id', '=', changeId)
        .where('job_id', '=', jobId)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      await db
        .updateTable('status_change')
        .set({ confirmed_at: now })
        .where('id', '=', changeId)
        .where('confirmed_at', 'is', null)
        .execute();
      return toStatusChange(row);
    },
  };
}

export function statusQueue(database: Database): StatusQueue {
  return {
    lease: (queue, now, leaseUntil, longestPause) =>
      database.statements(async (db) => {
        const lease = db
          .updateTable('status_change')
          .set({ lease_until: leaseUntil })
          .where('id', '=', ({ fn }) => {
            const [lapsed, fresh] = free(database, db, queue, now);
            return fn.coalesce(lapsed, fresh);
          })
          .where((where) => where.not(where.exists(pauses(db, queue, now, now + longestPause))))
          .where(database.unflushed)
          .returningAll();
        return toLeased(await (database.locksRows ? leasedAndRead(db, lease) : leasedThenRead(db, lease)));
      }),
    pause: (queue, now, until) =>
      database.statements(async (db) => {
        const begun = await db
          .insertInto('polling_queue')
          .values({ ...queueColumns(queue), next_permitted_at: until })
          .onConflict((conflict) =>
            conflict
              .columns(['sender', 'flow', 'queue'])
              .doUpdateSet({ next_permitted_at: until })
              .where((where) =>
                where.or([
                  where('polling_queue.next_permitted_at', '<=', BigInt(now)),
                  where('polling_queue.next_permitted_at', '>', BigInt(until)),
                ]),
              )
              .where(database.unflushed),
          )
          .returning('next_permitted_at')
          .executeTakeFirst();
        if (begun !== undefined) return { kind: 'begun', until };
        const held = await pauses(db, queue, now, until).executeTakeFirst();
        return { kind: 'held', until: Number(held?.next_permitted_at ?? until) };
      }),
  };
}

/** In one statement, as each is a journey to the server and back. */
function leasedAndRead(db: Kysely<Tables>, lease: Lease): Promise<LeasedRow[]> {
  return db
    .with('leased', () => lease)
    .selectFrom('leased as change')
    .innerJoin('job', 'job.id', 'change.job_id')
    .innerJoin('signer', 'signer.job_id', 'job.id')
    .select(leasedColumns)
    .orderBy('signer.number')
    .execute();
}

async function leasedThenRead(db: Kysely<Tables>, lease: Lease): Promise<LeasedRow[]> {
  const leased = await lease.executeTakeFirst();
  if (leased === undefined) return [];
  return db
    .selectFrom('status_change as change')
    .innerJoin('job', 'job.id', 'change.job_id')
    .innerJoin('signer', 'signer.job_id', 'job.id')
    .where('change.id', '=', leased.id)
    .select(leasedColumns)
    .orderBy('signer.number')
    .execute();
}

/**
 * The oldest change whose lease has lapsed, and the oldest that was never leased. Each is the first of a stretch of the
 * index, however many changes are held; and as they are handed out by age, the lapsed one is the older of the two.
 */
function free({ locksRows }: Database, db: Kysely<Tables>, queue: QueueName, now: Instant) {
  let of = db.selectFrom('status_change').select('id').where('confirmed_at', 'is', null).limit(1);
  for (const [column, value] of Object.entries(queueColumns(queue))) {
    of = of.where(column as 'queue', '=', value);
  }
  if (locksRows) of = of.forUpdate().skipLocked();
  return [
    of
      .where('lease_until', '>', 0n)
      .where('lease_until', '<=', BigInt(now))
      .orderBy('lease_until')
      .orderBy('id'),
    of.where('lease_until', '=', 0n).orderBy('id'),
  ] as const;
}

/** The queue's pause, if one holds. One that is longer than any was begun before the clock or the pause was changed. */
function pauses(db: Kysely<Tables>, { sender, flow, name }: QueueName, now: Instant, longest: Instant) {
  return db
    .selectFrom('polling_queue')
    .select('next_permitted_at')
    .where('sender', '=', sender)
    .where('flow', '=', flow)
    .where('queue', '=', name)
    .where('next_permitted_at', '>', BigInt(now))
    .where('next_permitted_at', '<=', BigInt(longest));
}

function queueColumns(queue: QueueName) {
  return { sender: queue.sender, flow: queue.flow, queue: queue.name };
}

const leasedColumns = [
  'change.id',
  'change.job_id',
  'change.snapshot',
  'change.created_at',
  'job.flow',
  'job.sender',
  'job.reference',
  'job.status',
  'job.ended_at',
  'job.documents_deleted_at',
  'signer.number',
  'signer.address_kind',
  'signer.address_value',
  'signer.email',
  'signer.mobile',
  'signer.status as signer_status',
] as const;

type ChangeRow = Pick<Row<'status_change'>, 'id' | 'job_id' | 'snapshot' | 'created_at'>;
type LeasedRow = ChangeRow &
  Pick<Row<'job'>, 'flow' | 'sender' | 'reference' | 'status' | 'ended_at' | 'documents_deleted_at'> &
  Pick<Row<'signer'>, 'number' | 'address_kind' | 'address_value' | 'email' | 'mobile'> & {
    signer_status: string;
  };
type Lease = UpdateQueryBuilder<Tables, 'status_change', 'status_change', Row<'status_change'>>;

/** Rows of one change with its job, one for each signer. */
function toLeased(
  rows: readonly LeasedRow[],
): { readonly change: StatusChange; readonly job: JobInAnswers } | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  const job = {
    id: first.job_id,
    flow: first.flow as Flow,
    sender: first.sender,
    reference: first.reference ?? undefined,
    status: first.status as JobInAnswers['status'],
    endedAt: optionalNumber(first.ended_at),
    documentsDeletedAt: optionalNumber(first.documents_deleted_at),
    signers: rows.map((row) => ({
      number: Number(row.number),
      address: toAddress(row),
      status: row.signer_status as SignerStatus,
    })),
  };
  return { change: toStatusChange(first), job };
}

function toStatusChange(row: ChangeRow): StatusChange {
  return {
    id: row.id,
    jobId: row.job_id,
    snapshot: JSON.parse(row.snapshot) as StatusSnapshot,
    createdAt: Number(row.created_at),
  };
}
