/** Users and the log as account managers see them. */
import type { OrganisationLog, OrganisationUser } from '@segl/protocol/json';
import type { Instant } from '../jobs/model.ts';
import type { Clock, Store } from '../jobs/ports.ts';
import type { User } from '../jobs/user-records.ts';
import { requireRight, type SenderCaller } from './actor.ts';
import { lastDayOf, stateOf } from './user-rules.ts';

const pageLength = 25;

/** The birth-date part is enough to tell two people of one name apart. */
function masked(personalIdentificationNumber = ''): string {
  return `${personalIdentificationNumber.slice(0, 6)} *****`;
}

export function viewOf(user: User, you: User, now: Instant): OrganisationUser {
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    role: user.role,
    personalIdentificationNumber: masked(user.personalIdentificationNumber),
    state: stateOf(user, now),
    ...(user.endsAt !== undefined && { lastDay: lastDayOf(user.endsAt) }),
    createdAt: time(user.createdAt),
    ...(user.lastLoginAt !== undefined && { lastLoginAt: time(user.lastLoginAt) }),
    you: user.id === you.id,
  };
}

/** By name; those who were made anonymous are nobody's users any more. @throws ServiceError NOT_A_USER, NOT_PERMITTED */
export async function listUsers(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  caller: SenderCaller,
): Promise<{ items: OrganisationUser[] }> {
  const now = clock.now();
  return store.transaction(async (tx) => {
    const { user: you } = await requireRight(tx, caller, 'manage-users', now);
    const users = await tx.usersOf(caller.organisation);
    return {
      items: users
        .filter(({ personalIdentificationNumber }) => personalIdentificationNumber !== undefined)
        .map((user) => viewOf(user, you, now)),
    };
  });
}

/** @param after `next` of the page before. @throws ServiceError NOT_A_USER, NOT_PERMITTED */
export async function organisationLog(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  caller: SenderCaller,
  after?: string,
): Promise<OrganisationLog> {
  const before = after === undefined ? undefined : BigInt(after);
  return store.transaction(async (tx) => {
    await requireRight(tx, caller, 'manage-users', clock.now());
    const events = await tx.organisationEvents(caller.organisation, pageLength + 1, before);
    const names = new Map((await tx.usersOf(caller.organisation)).map(({ id, name }) => [id, name]));
    const page = events.slice(0, pageLength);
    const last = page.at(-1);
    return {
      items: page.map(({ sequence, at, kind, by, data: { user, ...data } }) => {
        const [who, whom] = [names.get(by ?? ''), names.get(String(user ?? ''))];
        return {
          id: String(sequence),
          at: time(at),
          kind,
          ...(who !== undefined && { by: who }),
          ...(whom !== undefined && { user: whom }),
          data,
        };
      }),
      ...(events.length > pageLength && last !== undefined && { next: String(last.sequence) }),
    };
  });
}

function time(instant: Instant): string {
  return new Date(instant).toISOString();
}
