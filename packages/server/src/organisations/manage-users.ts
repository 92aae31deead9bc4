/**
 * Account managers manage the users of their organisation. Each act locks the organisation before it looks who acts, so
 * that two managers who take each other's role away at once do so one after the other.
 */
import type { NewUser, OrganisationUser, UserChange } from '@segl/protocol/json';
import { planUserErasure } from '../erasure/periods.ts';
import { fieldsInvalid, ServiceError } from '../errors.ts';
import type { Instant } from '../jobs/model.ts';
import {
  noJob,
  type Clock,
  type Random,
  type Store,
  type TaskSignal,
  type Transaction,
} from '../jobs/ports.ts';
import type { User, UserChanges } from '../jobs/user-records.ts';
import { requireRight, type SenderCaller } from './actor.ts';
import { managedUntil, readFields } from './user-rules.ts';
import { viewOf } from './user-view.ts';

export interface ManageUsersDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly tasks: TaskSignal;
}

const day = 86_400_000;
/** By an account manager, for one user in a day. */
const mostInvitations = 5;

/** One user of the caller's organisation. */
export interface UserRequest {
  readonly caller: SenderCaller;
  readonly userId: string;
}

/** Lets a person in, who is told by email. @throws ServiceError NOT_A_USER, NOT_PERMITTED, FIELDS_INVALID */
export async function addUser(
  deps: ManageUsersDeps,
  caller: SenderCaller,
  { role, lastDay = '', ...wish }: NewUser,
): Promise<OrganisationUser> {
  const id = deps.random.uuid();
  const added = await managing(deps, caller, async ({ tx, you, now }) => {
    const fields = readFields({ ...wish, lastDay }, now);
    const { personalIdentificationNumber = '', name = '', email = '' } = fields;
    if ((await tx.userOfPerson(caller.organisation, personalIdentificationNumber)) !== undefined) {
      const detail = 'This person is a user of the organisation already; change or reactivate that one';
      throw fieldsInvalid([{ pointer: '/personalIdentificationNumber', code: 'ALREADY_USER', detail }]);
    }
    const user: User = {
      id,
      organisation: caller.organisation,
      ...{ personalIdentificationNumber, name, email, role },
      endsAt: fields.endsAt,
      deactivatedAt: undefined,
      createdAt: now,
      lastLoginAt: undefined,
    };
    await tx.insertUser(user);
    await planUserErasure(tx, user);
    await log(tx, you, 'USER_ADDED', user, now, { role });
    await invite(deps, tx, user, now);
    return viewOf(user, you, now);
  });
  deps.tasks.wake();
  return added;
}

/** @throws ServiceError NOT_A_USER, NOT_PERMITTED, USER_NOT_FOUND, FIELDS_INVALID, LAST_ACCOUNT_MANAGER */
export async function changeUser(
  deps: ManageUsersDeps,
  { caller, userId }: UserRequest,
  { role, ...wish }: UserChange,
): Promise<OrganisationUser> {
  return managing(deps, caller, async ({ tx, you, now }) => {
    const user = await theirs(tx, caller, userId);
    const wished = { ...readFields(wish, now), ...(role !== undefined && { role }) };
    const changes = different(user, wished);
    const what = Object.keys(changes).sort();
    if (what.length === 0) return viewOf(user, you, now);
    const changed = await change(tx, user, changes);
    await log(tx, you, 'USER_CHANGED', user, now, {
      what: what.join(' '),
      ...(changes.role !== undefined && { role: changes.role }),
    });
    return viewOf(changed, you, now);
  });
}

/** From now on the user has no access. Again is no error. @throws ServiceError as {@link changeUser} */
export async function deactivateUser(
  deps: ManageUsersDeps,
  { caller, userId }: UserRequest,
): Promise<OrganisationUser> {
  return managing(deps, caller, async ({ tx, you, now }) => {
    const user = await theirs(tx, caller, userId);
    if (user.deactivatedAt !== undefined) return viewOf(user, you, now);
    const changed = await change(tx, user, { deactivatedAt: now });
    await log(tx, you, 'USER_DEACTIVATED', user, now);
    return viewOf(changed, you, now);
  });
}

/** Undoes {@link deactivateUser}. @throws ServiceError NOT_A_USER, NOT_PERMITTED, USER_NOT_FOUND */
export async function reactivateUser(
  deps: ManageUsersDeps,
  { caller, userId }: UserRequest,
): Promise<OrganisationUser> {
  return managing(deps, caller, async ({ tx, you, now }) => {
    const user = await theirs(tx, caller, userId);
    if (user.deactivatedAt === undefined) return viewOf(user, you, now);
    const changed = await change(tx, user, { deactivatedAt: undefined });
    await log(tx, you, 'USER_REACTIVATED', user, now);
    return viewOf(changed, you, now);
  });
}

/**
 * Sends the invitation once more.
 * @throws ServiceError NOT_A_USER, NOT_PERMITTED, USER_NOT_FOUND, NOT_NOW (came already, or may not come)
 */
export async function inviteAgain(deps: ManageUsersDeps, { caller, userId }: UserRequest): Promise<void> {
  await managing(deps, caller, async ({ tx, you, now }) => {
    const user = await theirs(tx, caller, userId);
    if (
      user.lastLoginAt !== undefined ||
      user.deactivatedAt !== undefined ||
      (user.endsAt ?? Infinity) <= now
    ) {
      throw new ServiceError('NOT_NOW', 'Only users who may log in and never have are invited.');
    }
    if ((await invitationsSince(tx, user, now - day)) >= mostInvitations) {
      throw new ServiceError(
        'NOT_NOW',
        `At most ${mostInvitations} invitations are sent to a user in a day.`,
      );
    }
    await log(tx, you, 'USER_INVITED_AGAIN', user, now);
    await invite(deps, tx, user, now);
  });
  deps.tasks.wake();
}

async function invitationsSince(tx: Transaction, user: User, since: Instant): Promise<number> {
  const events = await tx.organisationEvents(user.organisation, 200);
  return events.filter(
    ({ kind, at, data }) => kind === 'USER_INVITED_AGAIN' && at > since && data['user'] === user.id,
  ).length;
}

interface Managing {
  readonly tx: Transaction;
  readonly you: User;
  readonly now: Instant;
}

function managing<T>(
  { store, clock }: ManageUsersDeps,
  caller: SenderCaller,
  act: (managing: Managing) => Promise<T>,
): Promise<T> {
  return store.transaction(async (tx) => {
    const now = clock.now();
    await tx.lockOrganisation(caller.organisation);
    const { user: you } = await requireRight(tx, caller, 'manage-users', now);
    return act({ tx, you, now });
  });
}

async function theirs(tx: Transaction, { organisation }: SenderCaller, userId: string): Promise<User> {
  const user = await tx.user(userId);
  if (user?.organisation === organisation && user.personalIdentificationNumber !== undefined) return user;
  throw new ServiceError('USER_NOT_FOUND', 'The organisation has no such user.');
}

function different(user: User, wished: UserChanges): UserChanges {
  const changed = Object.entries(wished).filter(([name, value]) => user[name as keyof User] !== value);
  return Object.fromEntries(changed);
}

/** No change may leave the organisation without an account manager sooner than it would have been. */
async function change(tx: Transaction, user: User, changes: UserChanges): Promise<User> {
  const before = await tx.usersOf(user.organisation);
  const changed = { ...user, ...changes };
  const after = before.map((one) => (one.id === user.id ? changed : one));
  if (managedUntil(after) < managedUntil(before)) {
    throw new ServiceError(
      'LAST_ACCOUNT_MANAGER',
      'An organisation needs an account manager without an end date; make somebody else one first.',
    );
  }
  await tx.updateUser(user.id, changes);
  await planUserErasure(tx, changed);
  return changed;
}

/** Tells a new user by email, as a task. */
export async function invite(
  { random }: Pick<ManageUsersDeps, 'random'>,
  tx: Transaction,
  user: User,
  now: Instant,
): Promise<void> {
  // A key of its own: one that waits still does not swallow this one.
  await tx.enqueueTask({ kind: 'invite-user', key: `${user.id} ${random.uuid()}`, jobId: noJob, dueAt: now });
}

async function log(
  tx: Transaction,
  by: User,
  kind: string,
  user: User,
  at: Instant,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  await tx.appendOrganisationEvent(user.organisation, {
    at,
    kind,
    by: by.id,
    data: { user: user.id, ...more },
  });
}
