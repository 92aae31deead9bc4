/** What the portal flow adds: periods and groups, notifications, links with codes, log-ins; and blobs that may go. */
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { columns } from './columns.ts';
import { identity } from './identity.ts';

async function jobs(db: Kysely<unknown>): Promise<void> {
  const add = async (table: string, column: string, type: 'text' | 'bigint'): Promise<void> => {
    await db.schema.alterTable(table).addColumn(column, type).execute();
  };
  const addNumber = async (table: string, column: string): Promise<void> => {
    await db.schema
      .alterTable(table)
      .addColumn(column, 'bigint', (c) => c.notNull().defaultTo(0))
      .execute();
  };
  await add('organisation', 'logo_sha256', 'text');
  await addNumber('organisation', 'code_by_sms');
  await add('job', 'nonsensitive_title', 'text');
  await addNumber('job', 'activates_at');
  await addNumber('job', 'available');
  await add('job', 'activated_order', 'bigint');
  await add('job', 'documents_deleted_at', 'bigint');
  await sql`update job set activates_at = created_at, available = expires_at - created_at`.execute(db);
  await add('signer', 'notifications', 'text');
  await add('signer', 'known_contact', 'text');
  await db.schema
    .createIndex('signer_of_person')
    .on('signer')
    .columns(['address_value', 'status', 'since'])
    .where(sql.ref('address_kind'), '=', 'personal-identification-number')
    .execute();
  await db.schema.createIndex('document_blob').on('document').column('sha256').execute();
}

async function notifications(db: Kysely<unknown>): Promise<void> {
  await columns(identity(db, db.schema.createTable('notification'), 'id'), {
    text: ['kind', 'channel', 'reference', 'state'],
    integers: ['job_id', 'signer_id', 'due_at'],
    nullableText: ['gateway_reference', 'failure'],
    nullableIntegers: ['sent_at'],
  })
    .addUniqueConstraint('notification_reference_unique', ['reference'])
    .addForeignKeyConstraint('notification_signer_fk', ['signer_id'], 'signer', ['id'])
    .execute();
  await db.schema
    .createIndex('notification_signer')
    .on('notification')
    .columns(['signer_id', 'due_at', 'id'])
    .execute();
  await db.schema
    .createIndex('notification_gateway')
    .on('notification')
    .column('gateway_reference')
    .where(sql.ref('gateway_reference'), 'is not', null)
    .execute();
  await columns(db.schema.createTable('signer_link'), {
    text: ['id', 'token_hash', 'code_hash'],
    integers: ['signer_id', 'job_id', 'code_number', 'wrong_codes'],
  })
    .addPrimaryKeyConstraint('signer_link_pk', ['signer_id'])
    .addUniqueConstraint('signer_link_token_unique', ['token_hash'])
    .addForeignKeyConstraint('signer_link_signer_fk', ['signer_id'], 'signer', ['id'])
    .execute();
}

async function visits(db: Kysely<unknown>): Promise<void> {
  await columns(db.schema.createTable('portal_login'), {
    text: ['id', 'state_hash', 'nonce', 'code_verifier', 'purpose'],
    integers: ['level', 'created_at'],
  })
    .addPrimaryKeyConstraint('portal_login_pk', ['id'])
    .execute();
  await columns(db.schema.createTable('portal_session'), {
    text: ['token_hash', 'personal_identification_number', 'id_token'],
    integers: ['level', 'created_at', 'last_used_at'],
    nullableText: ['name', 'provider_session'],
  })
    .addPrimaryKeyConstraint('portal_session_pk', ['token_hash'])
    .execute();
  await db.schema
    .createIndex('portal_session_provider')
    .on('portal_session')
    .column('provider_session')
    .execute();
}

async function blobs(db: Kysely<unknown>): Promise<void> {
  await columns(db.schema.createTable('blob'), {
    text: ['sha256'],
    nullableIntegers: ['released_at', 'gone_at'],
  })
    .addPrimaryKeyConstraint('blob_pk', ['sha256'])
    .execute();
  await db.schema
    .createIndex('blob_released')
    .on('blob')
    .column('released_at')
    .where(sql.ref('released_at'), 'is not', null)
    .execute();
}

export const portalFlow: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await jobs(db);
    await notifications(db);
    await visits(db);
    await blobs(db);
  },
};
