/** Brings a database to the present schema. Run at every start; under a lock, each once, all or nothing. */
import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Tables } from '../schema.ts';
import { directFlow } from './0001-direct-flow.ts';
import { portalFlow } from './0002-portal-flow.ts';
import { queueIndexes } from './0003-queue-indexes.ts';
import { ceremoniesOfSessions } from './0004-ceremonies-of-sessions.ts';
import { senderPortal } from './0005-sender-portal.ts';
import { draftsOfJobs } from './0006-drafts.ts';
import { organisations } from './0008-organisations.ts';
import { erasureOfJobs } from './0009-erasure.ts';
import { apiAccess } from './0010-api-access.ts';

const migrations = {
  '0001-direct-flow': directFlow,
  '0002-portal-flow': portalFlow,
  '0003-queue-indexes': queueIndexes,
  '0004-ceremonies-of-sessions': ceremoniesOfSessions,
  '0005-sender-portal': senderPortal,
  '0006-drafts': draftsOfJobs,
  '0008-organisations': organisations,
  '0009-erasure': erasureOfJobs,
  '0010-api-access': apiAccess,
};

/** Runs the migrations that are still missing and returns their names. Rejects, with nothing changed, when one fails. */
export async function migrate(db: Kysely<Tables>): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined)
    throw error instanceof Error ? error : new Error('migration failed', { cause: error });
  return (results ?? []).map((result) => result.migrationName);
}
