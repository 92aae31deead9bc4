/** Certificates that organisations use the API with, and what they were refused lately. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { columns } from './columns.ts';
import { identity } from './identity.ts';

export const apiAccess: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .alterTable('organisation')
      .addColumn('registered_certificates_only', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute();
    await columns(db.schema.createTable('client_certificate'), {
      text: ['organisation', 'sha256', 'subject', 'issuer', 'serial_number'],
      integers: ['not_before', 'not_after', 'seen_at'],
      nullableIntegers: ['last_used_at', 'registered_at', 'revoked_at'],
    })
      .addPrimaryKeyConstraint('client_certificate_pk', ['organisation', 'sha256'])
      .addForeignKeyConstraint('client_certificate_fk', ['organisation'], 'organisation', ['number'])
      .execute();
    await columns(identity(db, db.schema.createTable('api_error'), 'sequence'), {
      text: ['organisation', 'method', 'route', 'code', 'detail'],
      integers: ['at', 'status'],
    })
      .addForeignKeyConstraint('api_error_fk', ['organisation'], 'organisation', ['number'])
      .execute();
    await db.schema
      .createIndex('api_error_latest')
      .on('api_error')
      .columns(['organisation', 'sequence'])
      .execute();
  },
};
