/**
 * Transactions on SQLite, which has one writer. Those that wait together are run one after the other, each in a
 * savepoint of its own, and made durable by one commit: so many small ones share the disk's flush. None is
 * acknowledged before that commit; if it fails, all of them fail.
 */
import { sql, type Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** Keeps the longest stretch on the event loop short; measured, larger groups gain nothing more. */
const largestGroup = 16;

interface Waiting {
  /** Runs the work inside the group; tells how to settle the caller once the group's fate is known. */
  run(db: Kysely<Tables>): Promise<Settle>;
  fail(reason: Error): void;
}
type Settle = () => void;

interface GroupCommit {
  transaction<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** Resolves when everything begun has been settled. Later transactions are refused. */
  close(): Promise<void>;
}

export function groupCommit(database: Kysely<Tables>): GroupCommit {
  const queue: Waiting[] = [];
  let running: Promise<void> | undefined;
  let closed = false;

  const drain = async (): Promise<void> => {
    // What other callers add in this turn of the event loop joins the first group.
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.length > 0) await commitGroup(database, queue);
    running = undefined;
  };

  return {
    transaction: <T>(work: (db: Kysely<Tables>) => Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        if (closed) {
          reject(new Error('the store is closed'));
          return;
        }
        queue.push({
          run: async (db) => {
            const outcome = await inSavepoint(db, work);
            return () => (outcome.ok ? resolve(outcome.value) : reject(outcome.reason));
          },
          fail: reject,
        });
        running ??= drain();
      }),
    close: async () => {
      closed = true;
      await running;
    },
  };
}

async function commitGroup(database: Kysely<Tables>, queue: Waiting[]): Promise<void> {
  const group: Waiting[] = [];
  const settles: Settle[] = [];
  try {
    await database.connection().execute(async (db) => {
      await sql`begin immediate`.execute(db);
      try {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
          group.push(next);
          settles.push(await next.run(db));
          if (group.length >= largestGroup) break;
        }
        await sql`commit`.execute(db);
      } catch (error) {
        // SQLite has rolled back already where it had to (disk full, for instance).
        await sql`rollback`.execute(db).catch(() => undefined);
        throw error;
      }
    });
  } catch (error) {
    // The database could not even begin: the next in line fails with the reason instead of waiting for ever.
    if (group.length === 0) group.push(...queue.splice(0, 1));
    for (const waiting of group) waiting.fail(asError(error));
    return;
  }
  for (const settle of settles) settle();
}

type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: Error };

async function inSavepoint<T>(
  db: Kysely<Tables>,
  work: (db: Kysely<Tables>) => Promise<T>,
): Promise<Outcome<T>> {
  await sql`savepoint work`.execute(db);
  let outcome: Outcome<T>;
  try {
    outcome = { ok: true, value: await work(db) };
  } catch (reason) {
    outcome = { ok: false, reason: asError(reason) };
    await sql`rollback to work`.execute(db);
  }
  await sql`release work`.execute(db);
  return outcome;
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('the work of a transaction failed', { cause: reason });
}
