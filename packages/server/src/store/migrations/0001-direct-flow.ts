/** Tables of the direct flow, and what every flow needs: organisations, jobs, queues, tasks, audit trail. */
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { columns } from './columns.ts';
import { identity } from './identity.ts';

async function organisations(db: Kysely<unknown>): Promise<void> {
  await columns(db.schema.createTable('organisation'), {
    text: ['number', 'name', 'sector'],
    integers: ['api_access', 'contact_addressing'],
  })
    .addPrimaryKeyConstraint('organisation_pk', ['number'])
    .execute();
  await columns(db.schema.createTable('broker'), { text: ['broker', 'sender'] })
    .addPrimaryKeyConstraint('broker_pk', ['broker', 'sender'])
    .addForeignKeyConstraint('broker_broker_fk', ['broker'], 'organisation', ['number'])
    .addForeignKeyConstraint('broker_sender_fk', ['sender'], 'organisation', ['number'])
    .execute();
}

async function jobs(db: Kysely<unknown>): Promise<void> {
  await columns(identity(db, db.schema.createTable('job'), 'id'), {
    text: [
      'flow',
      'sender',
      'created_by',
      'title',
      'identifier_in_signed_documents',
      'status_retrieval_method',
      'polling_queue',
      'status',
    ],
    integers: ['required_authentication', 'created_at', 'expires_at'],
    nullableText: ['reference', 'description', 'exit_urls', 'pades_sha256'],
    nullableIntegers: ['ended_at', 'handled_at'],
  })
    .addForeignKeyConstraint('job_sender_fk', ['sender'], 'organisation', ['number'])
    .addForeignKeyConstraint('job_created_by_fk', ['created_by'], 'organisation', ['number'])
    .execute();
  await columns(identity(db, db.schema.createTable('signer'), 'id'), {
    text: ['address_kind', 'signature_type', 'on_behalf_of', 'status'],
    integers: ['job_id', 'number', 'signing_order', 'since'],
    nullableText: ['address_value', 'email', 'mobile', 'xades_sha256', 'rejection_reason'],
  })
    .addUniqueConstraint('signer_number_unique', ['job_id', 'number'])
    .addForeignKeyConstraint('signer_job_fk', ['job_id'], 'job', ['id'])
    .execute();
  await columns(db.schema.createTable('document'), {
    text: ['title', 'file_name', 'mime', 'sha256'],
    integers: ['job_id', 'number', 'size', 'pages'],
  })
    .addPrimaryKeyConstraint('document_pk', ['job_id', 'number'])
    .addForeignKeyConstraint('document_job_fk', ['job_id'], 'job', ['id'])
    .execute();
}

async function ceremonies(db: Kysely<unknown>): Promise<void> {
  await columns(db.schema.createTable('redirect_token'), {
    text: ['hash'],
    integers: ['job_id', 'signer_id', 'created_at'],
    nullableIntegers: ['used_at', 'replaced_at'],
  })
    .addPrimaryKeyConstraint('redirect_token_pk', ['hash'])
    .addForeignKeyConstraint('redirect_token_signer_fk', ['signer_id'], 'signer', ['id'])
    .execute();
  await db.schema
    .createIndex('redirect_token_signer')
    .on('redirect_token')
    .columns(['signer_id', 'used_at'])
    .execute();
  await columns(db.schema.createTable('status_query_token'), { text: ['hash'], integers: ['job_id'] })
    .addPrimaryKeyConstraint('status_query_token_pk', ['job_id', 'hash'])
    .addForeignKeyConstraint('status_query_token_job_fk', ['job_id'], 'job', ['id'])
    .execute();
  await columns(db.schema.createTable('ceremony_session'), {
    text: ['id', 'token_hash'],
    integers: ['job_id', 'signer_id', 'created_at', 'expires_at'],
  })
    .addPrimaryKeyConstraint('ceremony_session_pk', ['id'])
    .addForeignKeyConstraint('ceremony_session_signer_fk', ['signer_id'], 'signer', ['id'])
    .execute();
  await columns(identity(db, db.schema.createTable('signing_attempt'), 'sequence'), {
    text: ['id', 'ceremony_id', 'intent', 'state_hash', 'code_verifier', 'state'],
    integers: ['job_id', 'signer_id', 'created_at'],
    nullableText: ['notice', 'evidence'],
  })
    .addUniqueConstraint('signing_attempt_id_unique', ['id'])
    .addUniqueConstraint('signing_attempt_state_unique', ['state_hash'])
    .addForeignKeyConstraint('signing_attempt_signer_fk', ['signer_id'], 'signer', ['id'])
    .execute();
  await db.schema
    .createIndex('signing_attempt_signer')
    .on('signing_attempt')
    .columns(['signer_id', 'sequence'])
    .execute();
}

async function queues(db: Kysely<unknown>): Promise<void> {
  await columns(identity(db, db.schema.createTable('status_change'), 'id'), {
    text: ['sender', 'flow', 'queue', 'snapshot'],
    integers: ['job_id', 'created_at', 'lease_until'],
    nullableIntegers: ['confirmed_at'],
  })
    .addForeignKeyConstraint('status_change_job_fk', ['job_id'], 'job', ['id'])
    .execute();
  await db.schema
    .createIndex('status_change_waiting')
    .on('status_change')
    .columns(['sender', 'flow', 'queue', 'id'])
    .where(sql.ref('confirmed_at'), 'is', null)
    .execute();
  await columns(db.schema.createTable('polling_queue'), {
    text: ['sender', 'flow', 'queue'],
    integers: ['next_permitted_at'],
  })
    .addPrimaryKeyConstraint('polling_queue_pk', ['sender', 'flow', 'queue'])
    .execute();
  await columns(identity(db, db.schema.createTable('task'), 'id'), {
    text: ['kind', 'key'],
    integers: ['job_id', 'due_at', 'attempts', 'lease_until'],
    nullableText: ['last_error', 'lease_token'],
  })
    .addUniqueConstraint('task_key_unique', ['kind', 'key'])
    .addForeignKeyConstraint('task_job_fk', ['job_id'], 'job', ['id'])
    .execute();
  await db.schema.createIndex('task_due').on('task').columns(['due_at', 'id']).execute();
}

async function records(db: Kysely<unknown>): Promise<void> {
  await columns(db.schema.createTable('audit_event'), {
    text: ['kind', 'data', 'hash'],
    integers: ['job_id', 'sequence', 'at'],
  })
    .addPrimaryKeyConstraint('audit_event_pk', ['job_id', 'sequence'])
    .addForeignKeyConstraint('audit_event_job_fk', ['job_id'], 'job', ['id'])
    .execute();
  await columns(db.schema.createTable('setting'), { text: ['name', 'value'] })
    .addPrimaryKeyConstraint('setting_pk', ['name'])
    .execute();
}

export const directFlow: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await organisations(db);
    await jobs(db);
    await ceremonies(db);
    await queues(db);
    await records(db);
  },
};
