/** kysely on node:sqlite: one connection, handed to one holder at a time; statements are prepared once. */
import {
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

/** More than the service has different statements; a bound, because lists make statements of many lengths. */
const maxPreparedStatements = 500;

interface Prepared {
  readonly statement: StatementSync;
  readonly returnsRows: boolean;
}

/** Dialect for kysely over an open database. Integers are read as bigint. */
export function nodeSqliteDialect(database: DatabaseSync): Dialect {
  return {
    createAdapter: () => new TransactionalSqliteAdapter(),
    createDriver: () => nodeSqliteDriver(database),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** SQLite rolls schema changes back like any other; kysely's adapter does not count on it. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function nodeSqliteDriver(database: DatabaseSync): Driver {
  const connection = sqliteConnection(database);
  const lock = mutex();
  const exec = (sql: string) => (): Promise<void> => {
    database.exec(sql);
    return Promise.resolve();
  };
  return {
    init: () => Promise.resolve(),
    acquireConnection: async () => {
      await lock.acquire();
      return connection;
    },
    beginTransaction: exec('begin immediate'),
    commitTransaction: exec('commit'),
    rollbackTransaction: exec('rollback'),
    releaseConnection: () => {
      lock.release();
      return Promise.resolve();
    },
    destroy: () => {
      database.close();
      return Promise.resolve();
    },
  };
}

function sqliteConnection(database: DatabaseSync): DatabaseConnection {
  const prepared = new Map<string, Prepared>();
  const prepare = (sql: string): Prepared => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    statement.setReadBigInts(true);
    const made = { statement, returnsRows: statement.columns().length > 0 };
    if (prepared.size >= maxPreparedStatements) prepared.clear();
    prepared.set(sql, made);
    return made;
  };
  const run = <R>(query: CompiledQuery): QueryResult<R> => {
    const { statement, returnsRows } = prepare(query.sql);
    const parameters = query.parameters as SQLInputValue[];
    if (returnsRows) return { rows: statement.all(...parameters) as R[] };
    const { changes, lastInsertRowid } = statement.run(...parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  };
  return {
    executeQuery: <R>(query: CompiledQuery) =>
      new Promise<QueryResult<R>>((resolve) => resolve(run<R>(query))),
    streamQuery: () => {
      throw new Error('streaming of rows is not supported');
    },
  };
}

function mutex(): { acquire(): Promise<void>; release(): void } {
  const waiting: (() => void)[] = [];
  let held = false;
  return {
    acquire: () => {
      if (!held) {
        held = true;
        return Promise.resolve();
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
    release: () => {
      const next = waiting.shift();
      if (next === undefined) held = false;
      else next();
    },
  };
}
