/** Puts organisations in place from plain data, as a sandbox or an installation's configuration has them. */
import { usualSettings, type Organisation, type OrganizationNumber } from '../jobs/model.ts';
import type { Blobs, Clock, Random, Store, Transaction } from '../jobs/ports.ts';
import type { Role } from '../jobs/user-records.ts';

export interface OrganisationSeed {
  readonly organisations: readonly (Pick<
    Organisation,
    'number' | 'name' | 'sector' | 'apiAccess' | 'contactAddressing'
  > & {
    readonly codeBySms?: boolean;
    /** PNG. */
    readonly logo?: Uint8Array;
    readonly users?: readonly {
      readonly personalIdentificationNumber: string;
      readonly name: string;
      readonly email: string;
      readonly role: Role;
    }[];
  })[];
  /** `broker` may send for `sender`; both are among the organisations, here or stored before. */
  readonly brokers: readonly { readonly broker: OrganizationNumber; readonly sender: OrganizationNumber }[];
}

export interface SeedDeps {
  readonly store: Store;
  readonly blobs: Pick<Blobs, 'put'>;
  readonly clock: Clock;
  readonly random: Random;
}

type Seeded = OrganisationSeed['organisations'][number];

/** Adds what is missing. What is there already belongs to its account managers and the operator, and stays as it is. */
export async function seedOrganisations(deps: SeedDeps, seed: OrganisationSeed): Promise<void> {
  const missing = await deps.store.transaction(async (tx) => {
    const known = new Set((await tx.organisations()).map(({ number }) => number));
    return seed.organisations.filter(({ number }) => !known.has(number));
  });
  const organisations = await Promise.all(
    missing.map(async (organisation) => ({
      organisation,
      logo: organisation.logo && (await deps.blobs.put(organisation.logo)),
    })),
  );
  await deps.store.transaction(async (tx) => {
    for (const { organisation, logo } of organisations) await add(deps, tx, organisation, logo);
    const added = new Set(missing.map(({ number }) => number));
    for (const { broker, sender } of seed.brokers) {
      if (added.has(broker) || added.has(sender)) await tx.allowBroker(broker, sender);
    }
  });
}

async function add(
  { clock, random }: Pick<SeedDeps, 'clock' | 'random'>,
  tx: Transaction,
  { logo: _logo, users = [], codeBySms = false, ...organisation }: Seeded,
  logoSha256: string | undefined,
): Promise<void> {
  const { number, name, sector, apiAccess, contactAddressing } = organisation;
  await tx.putOrganisation({
    ...usualSettings,
    ...{ number, name, sector, apiAccess, contactAddressing, codeBySms },
    ...(logoSha256 !== undefined && { logoSha256 }),
  });
  for (const user of users) {
    await tx.insertUser({
      ...user,
      id: random.uuid(),
      organisation: number,
      endsAt: undefined,
      deactivatedAt: undefined,
      createdAt: clock.now(),
      lastLoginAt: undefined,
    });
  }
}
