/** PostgreSQL, for several nodes. */
import { Kysely, PostgresDialect, sql, type SqlBool } from 'kysely';
import pg from 'pg';
import type { Database } from './database.ts';
import { StoreError } from './errors.ts';
import { migrate } from './migrations/index.ts';
import { preparingPool, TABLE_CHANGED } from './prepared-statements.ts';
import type { Tables } from './schema.ts';

const oldestVersion = 15;
const largestPool = 16;
/** Tries of one transaction that lost against others; each loss means that another one won. */
const mostTries = 20;
/** serialization_failure, deadlock_detected (PostgreSQL, appendix A); and a table that another node has migrated. */
const lostAgainstAnother = new Set(['40001', '40P01', TABLE_CHANGED]);
type TypeId = Parameters<typeof pg.types.getTypeParser>[0];

/**
 * Connects to `url` (`postgres://…`) and brings the schema up to date; several nodes may do so at once.
 * @throws StoreError DATABASE_TOO_OLD below PostgreSQL 15.
 */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: largestPool, types: bigintTypes });
  // A broken idle connection is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparingPool(pool) }) });
  try {
    await checkVersion(kysely);
    await migrate(kysely);
  } catch (error) {
    await kysely.destroy();
    throw error;
  }
  return {
    locksRows: true,
    transaction: (work) =>
      withRetries(() => kysely.transaction().setIsolationLevel('read committed').execute(work)),
    statements: (work) => withRetries(() => work(kysely)),
    unflushed: sql<SqlBool>`set_config('synchronous_commit', 'off', true) = 'off'`,
    close: () => kysely.destroy(),
  };
}

/** The schema has text and int8 only; int8 is read as bigint, as on SQLite. */
const bigintTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: TypeId, format: 'text' | undefined) =>
    oid === pg.types.builtins.INT8
      ? (value: string) => BigInt(value)
      : (pg.types.getTypeParser(oid, format) as unknown)) as pg.CustomTypesConfig['getTypeParser'],
};

async function checkVersion(kysely: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ server_version_num: string }>`show server_version_num`.execute(kysely);
  const major = Math.floor(Number(rows[0]?.server_version_num ?? 0) / 10_000);
  if (major < oldestVersion) {
    throw new StoreError(
      'DATABASE_TOO_OLD',
      `The database is PostgreSQL ${major}; version ${oldestVersion} or newer is needed.`,
    );
  }
}

async function withRetries<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (tries >= mostTries || !lostAgainstAnother.has(code)) throw error;
    }
  }
}
