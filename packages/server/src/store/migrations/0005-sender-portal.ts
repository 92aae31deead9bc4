/** What the sender portal adds: users, what organisations decide themselves, and how jobs are found. */
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { usualSettings } from '../../jobs/model.ts';
import { columns } from './columns.ts';

async function organisations(db: Kysely<unknown>): Promise<void> {
  const organisation = db.schema.alterTable('organisation');
  await organisation.addColumn('sender_address', 'text').execute();
  await organisation.addColumn('language', 'text', (c) => c.notNull().defaultTo('nb')).execute();
  await organisation.addColumn('long_term_storage', 'bigint', (c) => c.notNull().defaultTo(0)).execute();
  await organisation.addColumn('kept_days', 'bigint', (c) => c.notNull().defaultTo(40)).execute();
  await organisation
    .addColumn('notification_choices', 'text', (c) =>
      c.notNull().defaultTo(JSON.stringify(usualSettings.notificationChoices)),
    )
    .execute();
  await organisation.addColumn('deactivated_at', 'bigint').execute();
}

async function users(db: Kysely<unknown>): Promise<void> {
  await columns(db.schema.createTable('sender_user'), {
    text: ['id', 'organisation', 'name', 'email', 'role'],
    integers: ['created_at'],
    nullableText: ['personal_identification_number'],
    nullableIntegers: ['ends_at', 'deactivated_at', 'last_login_at'],
  })
    .addPrimaryKeyConstraint('sender_user_pk', ['id'])
    .addUniqueConstraint('sender_user_person_unique', ['personal_identification_number', 'organisation'])
    .addForeignKeyConstraint('sender_user_organisation_fk', ['organisation'], 'organisation', ['number'])
    .execute();
  await db.schema
    .createIndex('sender_user_organisation')
    .on('sender_user')
    .columns(['organisation', 'name'])
    .execute();
  await db.schema
    .alterTable('portal_login')
    .addColumn('room', 'text', (c) => c.notNull().defaultTo('signer'))
    .execute();
}

async function jobs(db: Kysely<unknown>): Promise<void> {
  const job = db.schema.alterTable('job');
  await job.addColumn('created_by_user', 'text').execute();
  await job.addColumn('kept_for', 'bigint').execute();
  await job.addColumn('cancellation_message', 'text').execute();
  await job.addColumn('downloaded_at', 'bigint').execute();
  const index = (name: string, columnNames: string[]) =>
    db.schema.createIndex(name).on('job').columns(columnNames);
  await index('job_list', ['sender', 'status', 'expires_at', 'id']).execute();
  await index('job_list_ended', ['sender', 'status', 'ended_at', 'id']).execute();
  await index('job_created', ['sender', 'created_at', 'id']).execute();
  await index('job_of_user', ['created_by_user', 'status', 'expires_at', 'id'])
    .where(sql.ref('created_by_user'), 'is not', null)
    .execute();
  await index('job_of_user_created', ['created_by_user', 'created_at', 'id'])
    .where(sql.ref('created_by_user'), 'is not', null)
    .execute();
  await index('job_of_user_ended', ['created_by_user', 'status', 'ended_at', 'id'])
    .where(sql.ref('created_by_user'), 'is not', null)
    .execute();
}

async function jobKeys(db: Kysely<unknown>): Promise<void> {
  await columns(db.schema.createTable('job_key'), {
    text: ['sender', 'kind', 'value'],
    integers: ['created_at', 'job_id'],
  })
    .addPrimaryKeyConstraint('job_key_pk', ['sender', 'value', 'kind', 'created_at', 'job_id'])
    .addForeignKeyConstraint('job_key_job_fk', ['job_id'], 'job', ['id'])
    .execute();
  await db.schema.createIndex('job_key_job').on('job_key').column('job_id').execute();
  await sql`insert into job_key (sender, kind, value, created_at, job_id)
    select job.sender, key.kind, key.value, job.created_at, job.id from job join (
      select 'reference' as kind, reference as value, id as job_id from job where reference is not null
      union select address_kind, address_value, job_id from signer
        where address_kind = 'personal-identification-number'
      union select 'email', lower(email), job_id from signer where email is not null
      union select 'mobile', case when mobile like '+%' then mobile else '+47' || mobile end, job_id
        from signer where mobile is not null
    ) as key on key.job_id = job.id`.execute(db);
}

export const senderPortal: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await organisations(db);
    await users(db);
    await jobs(db);
    await jobKeys(db);
  },
};
