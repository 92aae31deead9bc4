/** Stores for tests: each test that takes one runs on SQLite and on PostgreSQL, on an empty database of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, inject } from 'vitest';
import { openStore, type StoreLocation } from '../src/store/index.ts';
import type { Store } from '../src/jobs/ports.ts';
import { createDatabase, onServer } from './postgres-server.ts';
// Says what is injected.
import type {} from './postgres.ts';

export interface TestDatabase {
  readonly location: StoreLocation;
  /** Opens a store on it; on PostgreSQL several may be open at once, as several nodes. */
  open(): Promise<Store>;
  /** Runs a statement as another process would. */
  execute(statement: string): Promise<void>;
  /** Lets the leases of nodes that died run out, as they do after a minute. */
  endLeases(): Promise<void>;
  /** Closes what was opened and removes the database. */
  remove(): Promise<void>;
}

export interface DatabaseKind {
  readonly name: 'SQLite' | 'PostgreSQL';
  create(): Promise<TestDatabase>;
}

/** Runs `tests` once for each database; PostgreSQL is skipped, with the reason in the name, where there is none. */
export function describeOnEachDatabase(name: string, tests: (kind: DatabaseKind) => void): void {
  describe(`${name} on SQLite`, () => tests({ name: 'SQLite', create: createSqlite }));
  const postgres = inject('postgres');
  if ('missing' in postgres) {
    describe.skip(`${name} on PostgreSQL: skipped, ${postgres.missing}`, () => undefined);
    process.stderr.write(`SKIPPED ${name} on PostgreSQL: ${postgres.missing}\n`);
    return;
  }
  describe(`${name} on PostgreSQL`, () =>
    tests({ name: 'PostgreSQL', create: () => createPostgres(postgres.url) }));
}

export function createSqlite(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'segl-store-'));
  return Promise.resolve(
    testDatabase({ path: join(folder, 'segl.db') }, () => {
      rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    }),
  );
}

async function createPostgres(server: string): Promise<TestDatabase> {
  const { url, drop } = await createDatabase(server, 'segl_test');
  return testDatabase({ url }, drop, () => onServer(url, 'update task set lease_until = 0'));
}

function execute(location: StoreLocation, statement: string): Promise<void> {
  if ('url' in location) return onServer(location.url, statement);
  const file = new DatabaseSync(location.path);
  file.exec(statement);
  file.close();
  return Promise.resolve();
}

function testDatabase(
  location: StoreLocation,
  drop: () => Promise<void>,
  // SQLite has one node: when it opens the file, nobody else holds a task.
  endLeases: () => Promise<void> = () => Promise.resolve(),
): TestDatabase {
  const opened: Store[] = [];
  return {
    location,
    open: async () => {
      const store = await openStore(location);
      opened.push(store);
      return store;
    },
    execute: (statement) => execute(location, statement),
    endLeases,
    remove: async () => {
      await Promise.all(opened.map((store) => store.close()));
      await drop();
    },
  };
}
