/** Background tasks: queued in the transaction that makes them necessary, claimed with a lease, gone once done. */
import type { Kysely, SelectQueryBuilder } from 'kysely';
import { noJob, type Task, type TaskKind, type TaskQueue, type Transaction } from '../jobs/ports.ts';
import type { Database } from './database.ts';
import type { Row, Tables } from './schema.ts';

/** Queues a task; one with the same kind and key that has not been done yet gets the new due time. */
export function taskTable(db: Kysely<Tables>): Pick<Transaction, 'enqueueTask'> {
  return {
    enqueueTask: async ({ kind, key, jobId, dueAt }) => {
      await db
        .insertInto('task')
        .values({
          kind,
          key,
          job_id: jobId === noJob ? null : jobId,
          due_at: dueAt,
          attempts: 0,
          lease_until: 0,
        })
        .onConflict((conflict) => conflict.columns(['kind', 'key']).doUpdateSet({ due_at: dueAt }))
        .execute();
    },
  };
}

/**
 * The queue as the runner sees it. `token` makes a fresh secret for each claim. Nothing here waits for the disk: what a
 * power failure undoes makes a task run once more at most, which each of them endures.
 */
export function taskQueue(database: Database, token: () => string): TaskQueue {
  return {
    claim: (due, lease, limit, kinds) =>
      database.statements(async (db) => {
        const leaseToken = token();
        const rows = await db
          // Materialized: looked for once, however the update is carried out.
          .with(
            (cte) => cte('free').materialized(),
            () =>
              first(db, kinds, limit, (waiting) => {
                const free = waiting
                  .where('due_at', '<=', BigInt(due))
                  .where('lease_until', '<=', BigInt(lease.now));
                return database.locksRows ? free.forUpdate().skipLocked() : free;
              }),
          )
          .updateTable('task')
          .set((expression) => ({
            lease_token: leaseToken,
            lease_until: lease.until,
            attempts: expression('attempts', '+', 1n),
          }))
          .where('id', 'in', (expression) => expression.selectFrom('free').select('id'))
          .where(database.unflushed)
          .returningAll()
          .execute();
        return rows.map((row) => ({ ...toTask(row), leaseToken })).sort((a, b) => a.dueAt - b.dueAt);
      }),
    complete: (id, leaseToken) =>
      database.statements(async (db) => {
        const done = await db
          .deleteFrom('task')
          .where('id', '=', id)
          .where('lease_token', '=', leaseToken)
          .where(database.unflushed)
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
      database.statements(async (db) => {
        const row = await first(db, kinds, 1, (waiting) =>
          waiting.where('lease_token', 'is', null),
        ).executeTakeFirst();
        return row && Number(row.due_at);
      }),
    nextPlanned: () =>
      database.statements(async (db) => {
        const row = await db
          .selectFrom('task')
          .select('due_at')
          .where('attempts', '=', 0n)
          .orderBy('due_at')
          .limit(1)
          .executeTakeFirst();
        return row && Number(row.due_at);
      }),
    hasten: ({ id, kind }, dueAt) =>
      database.transaction(async (db) => {
        let waiting = db
          .updateTable('task')
          .set({ due_at: dueAt })
          .where('last_error', 'is not', null)
          .where('lease_token', 'is', null);
        if (id !== undefined) waiting = waiting.where('id', '=', id);
        if (kind !== undefined) waiting = waiting.where('kind', '=', kind);
        return Number((await waiting.executeTakeFirst()).numUpdatedRows);
      }),
    stuck: () =>
      database.statements(async (db) => {
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

type Waiting = SelectQueryBuilder<Tables, 'task', Pick<Row<'task'>, 'id' | 'due_at'>>;

/**
 * The first `limit` of these kinds by due time: from the first of each kind, so that the index leads to them however
 * many wait of other kinds.
 */
function first(
  db: Kysely<Tables>,
  kinds: readonly TaskKind[],
  limit: number,
  among: (waiting: Waiting) => Waiting,
) {
  const [kind, ...others] = kinds;
  if (kind === undefined) throw new Error('no kind of task was asked for');
  const of = (one: TaskKind) => {
    const waiting = db.selectFrom('task').select(['id', 'due_at']).where('kind', '=', one);
    const ordered = among(waiting).orderBy('due_at').orderBy('id').limit(limit);
    return db.selectFrom(ordered.as('of_kind')).select(['id', 'due_at']);
  };
  const all = others.reduce((union, other) => union.unionAll(of(other)), of(kind));
  return db
    .selectFrom(all.as('waiting'))
    .select(['id', 'due_at'])
    .orderBy('due_at')
    .orderBy('id')
    .limit(limit);
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
  return database.statements(async (db) => {
    const held = await db
      .updateTable('task')
      .set(values)
      .where('id', '=', id)
      .where('lease_token', '=', leaseToken)
      .where(database.unflushed)
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
    jobId: row.job_id ?? noJob,
    dueAt: Number(row.due_at),
    attempts: Number(row.attempts),
    lastError: row.last_error ?? undefined,
  };
}
