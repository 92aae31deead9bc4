/** Where the person who is logged in may send from. */
import type { Me } from '@segl/protocol/json';
import type { Clock, Store } from '../jobs/ports.ts';
import type { User } from '../jobs/user-records.ts';
import { isActive } from './rights.ts';

/** A visit is noted no more often than this, milliseconds. */
const noteEvery = 3_600_000;

export interface MyOrganisationsDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly operators: ReadonlySet<string>;
}

/** The organisations where the person is an active user, by name. Noted as a visit of each of those users. */
export async function myOrganisations(
  { store, clock, operators }: MyOrganisationsDeps,
  person: { readonly personalIdentificationNumber: string; readonly name: string | undefined },
): Promise<Me> {
  const now = clock.now();
  const number = person.personalIdentificationNumber;
  return store.transaction(async (tx) => {
    const organisations: Me['organisations'] = [];
    for (const user of await tx.usersOfPerson(number)) {
      const organisation = await tx.organisation(user.organisation);
      if (organisation === undefined || !isActive(user, organisation, now)) continue;
      if (isDue(user, now)) await tx.updateUser(user.id, { lastLoginAt: now });
      organisations.push({
        number: organisation.number,
        name: organisation.name,
        ...(organisation.logoSha256 !== undefined && { logo: `/logos/${organisation.number}` }),
        sector: organisation.sector,
        contactAddressing: organisation.contactAddressing,
        role: user.role,
        user: { id: user.id, name: user.name, email: user.email },
      });
    }
    organisations.sort((a, b) => a.name.localeCompare(b.name, 'nb'));
    return {
      ...(person.name !== undefined && { name: person.name }),
      organisations,
      operator: operators.has(number),
    };
  });
}

function isDue({ lastLoginAt }: User, now: number): boolean {
  return lastLoginAt === undefined || now - lastLoginAt >= noteEvery;
}
