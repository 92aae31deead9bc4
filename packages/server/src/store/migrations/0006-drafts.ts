/** Jobs in the making. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { columns } from './columns.ts';

async function drafts(db: Kysely<unknown>): Promise<void> {
  await columns(db.schema.createTable('draft'), {
    text: ['id', 'kind', 'organisation', 'user_id', 'content'],
    integers: ['version', 'updated_at'],
    nullableText: ['name'],
    nullableIntegers: ['deleted_at', 'job_id'],
  })
    .addPrimaryKeyConstraint('draft_pk', ['id'])
    .addForeignKeyConstraint('draft_user_fk', ['user_id'], 'sender_user', ['id'])
    .execute();
  await db.schema
    .createIndex('draft_list')
    .on('draft')
    .columns(['organisation', 'kind', 'user_id', 'updated_at'])
    .execute();
  await db.schema.createIndex('draft_used').on('draft').column('updated_at').execute();
  await columns(db.schema.createTable('draft_document'), {
    text: ['id', 'draft_id', 'file_name', 'mime', 'sha256'],
    integers: ['size', 'pages', 'added_at'],
  })
    .addPrimaryKeyConstraint('draft_document_pk', ['id'])
    .addForeignKeyConstraint('draft_document_draft_fk', ['draft_id'], 'draft', ['id'])
    .execute();
  await db.schema.createIndex('draft_document_draft').on('draft_document').column('draft_id').execute();
  await db.schema.createIndex('draft_document_blob').on('draft_document').column('sha256').execute();
}

async function uploads(db: Kysely<unknown>): Promise<void> {
  await columns(db.schema.createTable('upload'), {
    text: ['id', 'draft_id', 'file_name'],
    integers: ['size', 'started_at'],
  })
    .addPrimaryKeyConstraint('upload_pk', ['id'])
    .addForeignKeyConstraint('upload_draft_fk', ['draft_id'], 'draft', ['id'])
    .execute();
  await db.schema.createIndex('upload_draft').on('upload').column('draft_id').execute();
  await columns(db.schema.createTable('upload_chunk'), {
    text: ['upload_id', 'sha256'],
    integers: ['position', 'size'],
  })
    .addPrimaryKeyConstraint('upload_chunk_pk', ['upload_id', 'position'])
    .addForeignKeyConstraint('upload_chunk_upload_fk', ['upload_id'], 'upload', ['id'])
    .execute();
  await db.schema.createIndex('upload_chunk_blob').on('upload_chunk').column('sha256').execute();
}

async function keys(db: Kysely<unknown>): Promise<void> {
  await columns(db.schema.createTable('idempotency_key'), {
    text: ['user_id', 'key', 'request_sha256', 'answer'],
    integers: ['created_at'],
  })
    .addPrimaryKeyConstraint('idempotency_key_pk', ['user_id', 'key'])
    .execute();
  await db.schema.createIndex('idempotency_key_age').on('idempotency_key').column('created_at').execute();
}

export const draftsOfJobs: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await drafts(db);
    await uploads(db);
    await keys(db);
  },
};
