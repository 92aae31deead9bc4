/** How each part of the outside world is asked whether it is there. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Blobs, Store } from './jobs/ports.ts';
import type { HealthDeps } from './operator/health.ts';
import type { outsideWorld } from './outside-world.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

export function healthDeps(
  {
    store,
    blobs,
    isPostgres,
  }: { readonly store: Store; readonly blobs: Blobs; readonly isPostgres: boolean },
  { timestamp, eid, mail }: Pick<ReturnType<typeof outsideWorld>, 'timestamp' | 'eid' | 'mail'>,
): HealthDeps {
  return {
    checks: {
      database: () => store.transaction((tx) => tx.setting('any')),
      // Always the same content, so that it is one blob however often it is asked.
      documents: async () => blobs.get(await blobs.put(Buffer.from('segl'))),
      timestamps: () => timestamp(randomBytes(32)),
      eid: () => eid.pageOrigins(),
      mail: mail?.gateway.check && (() => mail.gateway.check?.() ?? Promise.resolve()),
    },
    versions: {
      segl: version,
      node: process.version,
      database: isPostgres ? 'PostgreSQL' : `SQLite ${process.versions['sqlite'] ?? ''}`,
    },
  };
}
