/** Background tasks: queued in the transaction that makes them necessary, claimed with a lease, gone once done. */
import type { Kysely } from 'kysely';
import type { Task, TaskKind, TaskQueue, Transaction } from '../jobs/ports.ts';
import type { Database } from './database.ts';
import type { Row, Tables } from './schema.ts';

/** Queues a task; one with the same kind and key that has not been done yet gets the new due time. */
export function taskTable(db: Kysely<Tables>): Pick<Transaction, 'enqueueTask'> {
  return {
    enqueueTask: async ({ kind, key, jobId, dueAt }) => {
      await db
        .insertInto('task')
        .values({ kind, key, job_id: jobId, due_at: dueAt, attempts: 0, lease_until: 0 })
        .onConflict((conflict) => conflict.columns(['kind', 'key']).doUpdateSet({ due_at: dueAt }))
        .execute();
    },
  };
}

/** The queue as the runner sees it. `token` makes a fresh secret for each claim. */
export function taskQueue(database: Database, token: () => string): TaskQueue {
  return {
    claim: (due, lease, limit, kinds) =>
      database.transaction(async (db) => {
        let free = db
          .selectFrom('task')
          .select('id')
          .where('kind', 'in', kinds)
          .where('due_at', '<=', BigInt(due))
          .where('lease_until', '<=', BigInt(lease.now))
          .orderBy('due_at')
          .orderBy('id')
          .limit(limit);
        if (database.locksRows) free = free.forUpdate().skipLocked();
        const ids = (await free.execute()).map((row) => row.id);
        if (ids.length === 0) return [];
        const leaseToken = token();
        const rows = await db
          .updateTable('task')
          .set((expression) => ({
            lease_token: leaseToken,
            lease_until: lease.until,
            attempts: expression('attempts', '+', 1n),
          }))
          .where('id', 'in', ids)
          .returningAll()
          .execute();
        return rows.map((row) => ({ ...toTask(row), leaseToken })).sort((a, b) => a.dueAt - b.dueAt);
      }),
    complete: (id, leaseToken) =>
      database.transaction(async (db) => {
        const done = await db
          .deleteFrom('task')
          .where('id', '=', id)
          .where('lease_token', '=', leaseToken)
          .returning('id')
          .executeTakeFirst();
        return done !== undefined;
      }),
    retry: (id, leaseToken, dueAt, reason) =>
      updateHeld(database, id, leaseToken, {
        due_at: dueAt,
        last_error: reason,
        lease_token: null,
        lease_until: 0,
      }),
    postpone: (id, leaseToken, dueAt) =>
      updateHeld(database, id, leaseToken, { due_at: dueAt, attempts: 0, lease_token: null, lease_until: 0 }),
    extend: (id, leaseToken, leaseUntil) => updateHeld(database, id, leaseToken, { lease_until: leaseUntil }),
    nextDue: (kinds) =>
      database.transaction(async (db) => {
        const row = await db
          .selectFrom('task')
          .select((expression) => expression.fn.min('due_at').as('due'))
          .where('kind', 'in', kinds)
          .where('lease_token', 'is', null)
          .executeTakeFirst();
        return row?.due == null ? undefined : Number(row.due);
      }),
    nextPlanned: () =>
      database.transaction(async (db) => {
        const row = await db
          .selectFrom('task')
          .select((expression) => expression.fn.min('due_at').as('due'))
          .where('attempts', '=', 0n)
          .executeTakeFirst();
        return row?.due == null ? undefined : Number(row.due);
      }),
    stuck: () =>
      database.transaction(async (db) => {
        const rows = await db
          .selectFrom('task')
          .selectAll()
          .where('last_error', 'is not', null)
          .orderBy('id')
          .execute();
        return rows.map(toTask);
      }),
  };
}

/** Changes a task that the caller still holds; false when it no longer does. */
function updateHeld(
  database: Database,
  id: bigint,
  leaseToken: string,
  values: {
    due_at?: number;
    attempts?: 0;
    last_error?: string;
    lease_token?: null;
    lease_until: number;
  },
): Promise<boolean> {
  return database.transaction(async (db) => {
    const held = await db
      .updateTable('task')
      .set(values)
      .where('id', '=', id)
      .where('lease_token', '=', leaseToken)
      .returning('id')
      .executeTakeFirst();
    return held !== undefined;
  });
}

function toTask(row: Row<'task'>): Task {
  return {
    id: row.id,
    kind: row.kind as TaskKind,
    key: row.key,
    jobId: row.job_id,
    dueAt: Number(row.due_at),
    attempts: Number(row.attempts),
    lastError: row.last_error ?? undefined,
  };
}
