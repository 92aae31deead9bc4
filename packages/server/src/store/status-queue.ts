/** Status changes in their queues: leased by a poll, gone once confirmed; and when the next poll is permitted. */
import type { Kysely } from 'kysely';
import type { QueueName, StatusChange, StatusSnapshot, Transaction } from '../jobs/ports.ts';
import type { Row, Tables } from './schema.ts';

type Part = Pick<
  Transaction,
  | 'insertStatusChange'
  | 'leaseStatusChange'
  | 'confirmStatusChange'
  | 'nextPermittedPoll'
  | 'setNextPermittedPoll'
>;

export function statusQueue(db: Kysely<Tables>, locksRows: boolean): Part {
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
    leaseStatusChange: async (queue, now, leaseUntil) => {
      const { sender, flow, queue: name } = queueColumns(queue);
      let oldest = db
        .selectFrom('status_change')
        .select('id')
        .where('sender', '=', sender)
        .where('flow', '=', flow)
        .where('queue', '=', name)
        .where('confirmed_at', 'is', null)
        .where('lease_until', '<=', BigInt(now))
        .orderBy('id')
        .limit(1);
      if (locksRows) oldest = oldest.forUpdate().skipLocked();
      const found = await oldest.executeTakeFirst();
      if (found === undefined) return undefined;
      const row = await db
        .updateTable('status_change')
        .set({ lease_until: leaseUntil })
        .where('id', '=', found.id)
        .returningAll()
        .executeTakeFirstOrThrow();
      return toStatusChange(row);
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
    nextPermittedPoll: async (queue) => {
      const { sender, flow, queue: name } = queueColumns(queue);
      const row = await db
        .selectFrom('polling_queue')
        .select('next_permitted_at')
        .where('sender', '=', sender)
        .where('flow', '=', flow)
        .where('queue', '=', name)
        .executeTakeFirst();
      return Number(row?.next_permitted_at ?? 0);
    },
    setNextPermittedPoll: async (queue, at) => {
      await db
        .insertInto('polling_queue')
        .values({ ...queueColumns(queue), next_permitted_at: at })
        .onConflict((conflict) =>
          conflict.columns(['sender', 'flow', 'queue']).doUpdateSet({ next_permitted_at: at }),
        )
        .execute();
    },
  };
}

function queueColumns(queue: QueueName) {
  return { sender: queue.sender, flow: queue.flow, queue: queue.name };
}

function toStatusChange(row: Row<'status_change'>): StatusChange {
  return {
    id: row.id,
    jobId: row.job_id,
    snapshot: JSON.parse(row.snapshot) as StatusSnapshot,
    createdAt: Number(row.created_at),
  };
}
