/** Puts organisations in place from plain data, as a sandbox or an installation's configuration has them. */
import type { Organisation, OrganizationNumber } from '../jobs/model.ts';
import type { Store } from '../jobs/ports.ts';

export interface OrganisationSeed {
  readonly organisations: readonly Organisation[];
  /** `broker` may send for `sender`; both are among the organisations, here or stored before. */
  readonly brokers: readonly { readonly broker: OrganizationNumber; readonly sender: OrganizationNumber }[];
}

/** Adds what is missing and updates what differs; takes nothing away. */
export async function seedOrganisations(
  deps: { readonly store: Store },
  seed: OrganisationSeed,
): Promise<void> {
  await deps.store.transaction(async (tx) => {
    for (const organisation of seed.organisations) await tx.putOrganisation(organisation);
    for (const { broker, sender } of seed.brokers) await tx.allowBroker(broker, sender);
  });
}
