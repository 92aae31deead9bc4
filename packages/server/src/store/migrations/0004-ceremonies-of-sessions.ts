/** Which portal session a ceremony was opened from, so that logging out ends both. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const ceremoniesOfSessions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('ceremony_session').addColumn('portal_session', 'text').execute();
    await db.schema
      .createIndex('ceremony_session_portal')
      .on('ceremony_session')
      .column('portal_session')
      .execute();
  },
};
