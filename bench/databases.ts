/** The databases that a figure is measured on, each new and empty. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createDatabase,
  findServer,
  noServer,
  startServer,
} from '../packages/server/test/postgres-server.ts';

export interface BenchDatabase {
  readonly name: 'SQLite' | 'PostgreSQL';
  /** Undefined: SQLite in the service's folder. */
  readonly url: string | undefined;
}

/** Measures on SQLite and, where there is one, on PostgreSQL, which writes to the disk as in production. */
export async function onEachDatabase<T>(measure: (database: BenchDatabase) => Promise<T>): Promise<T[]> {
  const onSqlite = await measure({ name: 'SQLite', url: undefined });
  const onPostgres = await withPostgres((url) => measure({ name: 'PostgreSQL', url }));
  return onPostgres === undefined ? [onSqlite] : [onSqlite, onPostgres];
}

/** `SEGL_TEST_DATABASE_URL` names a server; otherwise a private one is started. */
async function withPostgres<T>(work: (url: string) => Promise<T>): Promise<T | undefined> {
  const named = process.env['SEGL_TEST_DATABASE_URL'];
  if (named !== undefined && named !== '') return onNewDatabase(named, work);
  const bin = findServer();
  if (bin === undefined) {
    console.error(`Not measured on PostgreSQL: ${noServer}.`);
    return undefined;
  }
  const server = await startServer(bin);
  return onNewDatabase(server.url, work).finally(server.stop);
}

async function onNewDatabase<T>(server: string, work: (url: string) => Promise<T>): Promise<T> {
  const { url, drop } = await createDatabase(server, 'segl_bench');
  return work(url).finally(drop);
}

/** A folder for the time of that work. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'segl-bench-'));
  return work(folder).finally(() => rm(folder, { recursive: true }));
}
