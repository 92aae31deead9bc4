/**
 * Transactions on SQLite, which has one writer. Those that wait together are run one after the other, each in a
 * savepoint of its own, and made durable by one commit: so many small ones share the disk's flush. None is
 * acknowledged before that commit; if it fails, all of them fail. What may be lost when the power fails joins them, or
 * makes groups of its own, which do not wait for the disk.
 */
import { sql, type Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** Keeps the longest stretch on the event loop short; measured, larger groups gain nothing more. */
const largestGroup = 16;

interface Waiting {
  /** It is acknowledged as durable. */
  readonly durable: boolean;
  /** Runs the work inside the group; tells how to settle the caller once the group's fate is known. */
  run(db: Kysely<Tables>): Promise<Settle>;
  fail(reason: Error): void;
}
type Settle = () => void;

interface GroupCommit {
  transaction<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** Each statement by itself, and not necessarily durable. */
  statements<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** Resolves when everything begun has been settled. Later transactions are refused. */
  close(): Promise<void>;
}

type Run = <T>(db: Kysely<Tables>, work: (db: Kysely<Tables>) => Promise<T>) => Promise<Outcome<T>>;

/** `database` flushes every commit. */
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

  const inLine =
    (durable: boolean, run: Run) =>
    <T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T> =>
      new Promise<T>((resolve, reject) => {
        if (closed) {
          reject(new Error('the store is closed'));
          return;
        }
        queue.push({
          durable,
          run: async (db) => {
            const outcome = await run(db, work);
            return () => (outcome.ok ? resolve(outcome.value) : reject(outcome.reason));
          },
          fail: reject,
        });
        running ??= drain();
      });

  return {
    transaction: inLine(true, inSavepoint),
    statements: inLine(false, outcomeOf),
    close: async () => {
      closed = true;
      await running;
    },
  };
}

async function commitGroup(database: Kysely<Tables>, queue: Waiting[]): Promise<void> {
  const group: Waiting[] = [];
  const settles: Settle[] = [];
  const durable = queue.slice(0, largestGroup).some((waiting) => waiting.durable);
  const next = (): Waiting | undefined =>
    group.length < largestGroup && (durable || queue[0]?.durable === false) ? queue.shift() : undefined;
  try {
    await database.connection().execute(async (db) => {
      if (!durable) await sql`pragma synchronous = normal`.execute(db);
      await sql`begin immediate`.execute(db);
      try {
        for (let waiting = next(); waiting !== undefined; waiting = next()) {
          group.push(waiting);
          settles.push(await waiting.run(db));
        }
        await sql`commit`.execute(db);
      } catch (error) {
        // SQLite has rolled back already where it had to (disk full, for instance).
        await sql`rollback`.execute(db).catch(() => undefined);
        throw error;
      } finally {
        if (!durable) await sql`pragma synchronous = full`.execute(db);
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
  const outcome = await outcomeOf(db, work);
  if (!outcome.ok) await sql`rollback to work`.execute(db);
  await sql`release work`.execute(db);
  return outcome;
}

async function outcomeOf<T>(
  db: Kysely<Tables>,
  work: (db: Kysely<Tables>) => Promise<T>,
): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work(db) };
  } catch (reason) {
    return { ok: false, reason: asError(reason) };
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('the work of a transaction failed', { cause: reason });
}
