/** Indexes by which the first that is free is found at once, however many wait or are held. */
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const queueIndexes: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.dropIndex('status_change_waiting').execute();
    await db.schema
      .createIndex('status_change_waiting')
      .on('status_change')
      .columns(['sender', 'flow', 'queue', 'lease_until', 'id'])
      .where(sql.ref('confirmed_at'), 'is', null)
      .execute();
    await db.schema.createIndex('task_due_kind').on('task').columns(['kind', 'due_at', 'id']).execute();
    await db.schema
      .createIndex('task_stuck')
      .on('task')
      .column('id')
      .where(sql.ref('last_error'), 'is not', null)
      .execute();
  },
};
