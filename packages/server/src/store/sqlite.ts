/** The embedded database: one file, one process, every commit flushed to the disk. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql, type SqlBool } from 'kysely';
import { lockData } from './data-lock.ts';
import type { Database } from './database.ts';
import { groupCommit } from './group-commit.ts';
import { migrate } from './migrations/index.ts';
import type { Tables } from './schema.ts';
import { nodeSqliteDialect } from './sqlite-dialect.ts';

/** How long a write waits for a foreign reader's checkpoint or backup before it fails, in milliseconds. */
const busyTimeout = 5000;

/**
 * Opens (and makes, where absent) the database file at `path` and brings it to the present schema.
 * @throws StoreError DATA_IN_USE when another process has it open.
 */
export async function openSqlite(path: string): Promise<Database> {
  mkdirSync(dirname(path), { recursive: true });
  const lock = lockData(path);
  try {
    const file = new DatabaseSync(path, { timeout: busyTimeout, enableForeignKeyConstraints: true });
    // WAL with FULL: a commit that returned has survived power loss (sqlite.org/wal.html, "Performance").
    file.exec('pragma journal_mode = wal; pragma synchronous = full; pragma trusted_schema = off');
    const kysely = new Kysely<Tables>({ dialect: nodeSqliteDialect(file) });
    await migrate(kysely).catch(async (error: unknown) => {
      await kysely.destroy();
      throw error;
    });
    // Nobody else can have this database open, so whoever held a task is dead: it need not wait for its lease to end.
    file.exec('update task set lease_token = null, lease_until = 0 where lease_token is not null');
    const commits = groupCommit(kysely);
    return {
      locksRows: false,
      transaction: (work) => commits.transaction(work),
      statements: (work) => commits.statements(work),
      unflushed: sql<SqlBool>`true`,
      close: async () => {
        await commits.close();
        await kysely.destroy();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
