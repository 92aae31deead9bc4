/** The organisations of a configuration, for a database that no service has opened yet. */
import type { Store } from '../packages/server/src/jobs/ports.ts';
import { usualSettings } from '../packages/server/src/jobs/model.ts';
import type { PlainConfig } from './plain-config.ts';

export function seedOrganisations(store: Store, organisations: PlainConfig['organisations']): Promise<void> {
  return store.transaction(async (tx) => {
    for (const { brokerFor: _, users: _users, ...organisation } of organisations) {
      await tx.putOrganisation({ ...usualSettings, ...organisation });
    }
  });
}
