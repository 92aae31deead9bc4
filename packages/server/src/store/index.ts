/** Opens the store: SQLite beside the service, or PostgreSQL. The two differ in nothing that a caller can see. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Reading, Store, Transaction } from '../jobs/ports.ts';
import { allOrNothing } from './all-or-nothing.ts';
import { auditTable } from './audit-table.ts';
import { blobTable } from './blob-table.ts';
import { ceremonyTables, tokenTables } from './ceremony-tables.ts';
import type { Database } from './database.ts';
import { StoreError } from './errors.ts';
import { apiAccessTables } from './api-access-tables.ts';
import { draftsTable } from './drafts-table.ts';
import { erasure } from './erasure.ts';
import { jobLists } from './job-lists.ts';
import { jobsTable } from './jobs-table.ts';
import { notificationsTable } from './notifications-table.ts';
import { organisationRecords } from './organisation-records-table.ts';
import { organisationsTable } from './organisations-table.ts';
import { linkTable, placesQueries, visitTables } from './portal-tables.ts';
import { openPostgres } from './postgres.ts';
import type { Tables } from './schema.ts';
import { settingsTable } from './settings-table.ts';
import { openSqlite } from './sqlite.ts';
import { usersTable } from './users-table.ts';
import { statusChanges, statusQueue } from './status-queue.ts';
import { taskQueue, taskTable } from './task-queue.ts';

/** `path`: a SQLite file, made where absent. `url`: `postgres://…`. */
export type StoreLocation = { readonly path: string } | { readonly url: string };

/**
 * Opens the store and brings its schema up to date.
 * @throws StoreError DATA_IN_USE, DATABASE_TOO_OLD, DATABASE_URL_INVALID
 */
export async function openStore(location: StoreLocation): Promise<Store> {
  const database = await openDatabase(location);
  const alone = outermost();
  return {
    transaction: alone<Transaction>((work) =>
      database.transaction((db) => allOrNothing(transactionOn(db, database.locksRows), work)),
    ),
    read: alone<Reading>((work) => database.statements((db) => work(readingOn(db, database.locksRows)))),
    polls: statusQueue(database),
    tasks: taskQueue(database, randomUUID),
    close: () => database.close(),
  };
}

function openDatabase(location: StoreLocation): Promise<Database> {
  if ('path' in location) return openSqlite(location.path);
  if (!/^postgres(ql)?:\/\//.test(location.url)) {
    throw new StoreError(
      'DATABASE_URL_INVALID',
      'The database URL must begin with postgres:// or postgresql://.',
    );
  }
  return openPostgres(location.url);
}

function transactionOn(db: Kysely<Tables>, locksRows: boolean): Transaction {
  return {
    ...organisationsTable(db),
    ...organisationRecords(db, locksRows),
    ...apiAccessTables(db),
    ...usersTable(db),
    ...jobsTable(db, locksRows),
    ...jobLists(db),
    ...draftsTable(db, locksRows),
    ...erasure(db),
    ...tokenTables(db),
    ...ceremonyTables(db),
    ...statusChanges(db),
    ...notificationsTable(db),
    ...linkTable(db),
    ...visitTables(db),
    ...placesQueries(db),
    ...blobTable(db, locksRows),
    ...taskTable(db),
    ...auditTable(db, locksRows),
    ...settingsTable(db),
  };
}

function readingOn(db: Kysely<Tables>, locksRows: boolean): Reading {
  return {
    ...organisationsTable(db),
    ...organisationRecords(db, locksRows),
    ...apiAccessTables(db),
    ...usersTable(db),
    ...jobsTable(db, locksRows),
    ...jobLists(db),
    ...notificationsTable(db),
    ...linkTable(db),
    ...ceremonyTables(db),
    ...auditTable(db, locksRows),
  };
}

type Begin<Reader> = <T>(work: (reader: Reader) => Promise<T>) => Promise<T>;

/**
 * What was begun inside a transaction or another reading would wait for it for ever on SQLite: an error says so on both
 * databases.
 */
function outermost(): <Reader>(run: Begin<Reader>) => Begin<Reader> {
  const current = new AsyncLocalStorage<{ open: boolean }>();
  return (run) => (work) => {
    if (current.getStore()?.open === true) {
      return Promise.reject(new Error('a transaction was begun inside another; pass `tx` on instead'));
    }
    return run(async (reader) => {
      const marker = { open: true };
      try {
        return await current.run(marker, () => work(reader));
      } finally {
        marker.open = false;
      }
    });
  };
}
