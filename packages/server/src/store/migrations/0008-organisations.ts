/** What managing an organisation needs: the log of its changes, and tasks that belong to no job. */
import { PostgresAdapter, sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { columns } from './columns.ts';
import { identity } from './identity.ts';

async function events(db: Kysely<unknown>): Promise<void> {
  await columns(identity(db, db.schema.createTable('organisation_event'), 'sequence'), {
    text: ['organisation', 'kind', 'data'],
    integers: ['at'],
    nullableText: ['by_user'],
  })
    .addForeignKeyConstraint('organisation_event_fk', ['organisation'], 'organisation', ['number'])
    .execute();
  await db.schema
    .createIndex('organisation_event_latest')
    .on('organisation_event')
    .columns(['organisation', 'sequence'])
    .execute();
}

/** SQLite cannot take NOT NULL away, so there the table is made anew. */
async function tasksOfNoJob(db: Kysely<unknown>): Promise<void> {
  if (db.getExecutor().adapter instanceof PostgresAdapter) {
    await db.schema
      .alterTable('task')
      .alterColumn('job_id', (column) => column.dropNotNull())
      .execute();
    return;
  }
  const kept = [
    'id',
    'kind',
    'key',
    'job_id',
    'due_at',
    'attempts',
    'lease_until',
    'last_error',
    'lease_token',
  ];
  await columns(identity(db, db.schema.createTable('task_of_any'), 'id'), {
    text: ['kind', 'key'],
    integers: ['due_at', 'attempts', 'lease_until'],
    nullableText: ['last_error', 'lease_token'],
    nullableIntegers: ['job_id'],
  })
    .addUniqueConstraint('task_key_unique', ['kind', 'key'])
    .addForeignKeyConstraint('task_job_fk', ['job_id'], 'job', ['id'])
    .execute();
  const any = db as Kysely<Record<string, Record<string, unknown>>>;
  await any
    .insertInto('task_of_any')
    .columns(kept)
    .expression((from) => from.selectFrom('task').select(kept))
    .execute();
  await db.schema.dropTable('task').execute();
  await db.schema.alterTable('task_of_any').renameTo('task').execute();
  const index = (name: string, columnNames: string[]) =>
    db.schema.createIndex(name).on('task').columns(columnNames);
  await index('task_due', ['due_at', 'id']).execute();
  await index('task_due_kind', ['kind', 'due_at', 'id']).execute();
  await index('task_stuck', ['id']).where(sql.ref('last_error'), 'is not', null).execute();
}

export const organisations: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createIndex('portal_session_person')
      .on('portal_session')
      .column('personal_identification_number')
      .execute();
    await events(db);
    await tasksOfNoJob(db);
  },
};
