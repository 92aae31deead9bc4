/** Puts organisations in place from plain data, as a sandbox or an installation's configuration has them. */
import type { Organisation, OrganizationNumber } from '../jobs/model.ts';
import type { Blobs, Store } from '../jobs/ports.ts';

export interface OrganisationSeed {
  readonly organisations: readonly (Omit<Organisation, 'logoSha256'> & {
    /** PNG. */
    readonly logo?: Uint8Array;
  })[];
  /** `broker` may send for `sender`; both are among the organisations, here or stored before. */
  readonly brokers: readonly { readonly broker: OrganizationNumber; readonly sender: OrganizationNumber }[];
}

/** Adds what is missing and updates what differs; takes nothing away. */
export async function seedOrganisations(
  { store, blobs }: { readonly store: Store; readonly blobs: Pick<Blobs, 'put'> },
  seed: OrganisationSeed,
): Promise<void> {
  const organisations = await Promise.all(
    seed.organisations.map(async ({ logo, ...organisation }) => ({
      ...organisation,
      ...(logo !== undefined && { logoSha256: await blobs.put(logo) }),
    })),
  );
  await store.transaction(async (tx) => {
    for (const organisation of organisations) await tx.putOrganisation(organisation);
    for (const { broker, sender } of seed.brokers) await tx.allowBroker(broker, sender);
  });
}
