/** Organisations, as whoever runs the service manages them: who is there, with which rights. */
import type {
  NewManager,
  NewOrganisation,
  OperatedOrganisation,
  OrganisationRightsChange,
} from '@segl/protocol/json';
import { planOrganisationErasure } from '../erasure/periods.ts';
import { fieldsInvalid, ServiceError } from '../errors.ts';
import { usualSettings, type Instant, type Organisation } from '../jobs/model.ts';
import type { Transaction } from '../jobs/ports.ts';
import type { User } from '../jobs/user-records.ts';
import { invite, type ManageUsersDeps } from '../organisations/manage-users.ts';
import { isOrganizationNumber } from '../organisations/organization-number.ts';
import { isActive } from '../organisations/rights.ts';
import { readFields } from '../organisations/user-rules.ts';

export type OperatorDeps = ManageUsersDeps;

export function listOrganisations({
  store,
  clock,
}: OperatorDeps): Promise<{ items: OperatedOrganisation[] }> {
  return store.transaction(async (tx) => {
    const items: OperatedOrganisation[] = [];
    for (const organisation of await tx.organisations())
      items.push(await shown(tx, organisation, clock.now()));
    return { items };
  });
}

/** @throws ServiceError FIELDS_INVALID */
export function createOrganisation(
  { store, clock }: OperatorDeps,
  wish: NewOrganisation,
): Promise<OperatedOrganisation> {
  return store.transaction(async (tx) => {
    const now = clock.now();
    const number = wish.number.replaceAll(/\s/g, '');
    const { name } = readFields({ name: wish.name }, now);
    if (!isOrganizationNumber(number)) {
      const detail = 'Nine digits whose last one checks the others';
      throw fieldsInvalid([{ pointer: '/number', code: 'NUMBER_INVALID', detail }]);
    }
    const { sector, apiAccess, contactAddressing } = wish;
    const rights = { sector, apiAccess, contactAddressing };
    if (!(await tx.addOrganisation({ ...usualSettings, ...rights, number, name: name ?? '' }))) {
      const detail = 'There is such an organisation already';
      throw fieldsInvalid([{ pointer: '/number', code: 'EXISTS', detail }]);
    }
    await record(tx, number, 'ORGANISATION_CREATED', now, rights);
    return found(tx, number, now);
  });
}

/** @throws ServiceError ORGANIZATION_NOT_FOUND */
export function changeRights(
  { store, clock }: OperatorDeps,
  number: string,
  { sector, apiAccess, contactAddressing }: OrganisationRightsChange,
): Promise<OperatedOrganisation> {
  const changes = {
    ...(sector !== undefined && { sector }),
    ...(apiAccess !== undefined && { apiAccess }),
    ...(contactAddressing !== undefined && { contactAddressing }),
  };
  return store.transaction(async (tx) => {
    const now = clock.now();
    const organisation = await locked(tx, number);
    await tx.putOrganisation({ ...organisation, ...changes });
    await record(tx, number, 'RIGHTS_CHANGED', now, changes);
    return found(tx, number, now);
  });
}

/**
 * Nobody can send for it or log in to it from then on; what was sent goes on. Again is no error.
 * @throws ServiceError ORGANIZATION_NOT_FOUND
 */
export function setActive(
  { store, clock }: OperatorDeps,
  number: string,
  active: boolean,
): Promise<OperatedOrganisation> {
  return store.transaction(async (tx) => {
    const now = clock.now();
    const { deactivatedAt, ...organisation } = await locked(tx, number);
    if ((deactivatedAt === undefined) !== active) {
      await tx.putOrganisation({ ...organisation, ...(!active && { deactivatedAt: now }) });
      if (!active) await planOrganisationErasure(tx, number, now);
      await record(tx, number, active ? 'REACTIVATED' : 'DEACTIVATED', now, {});
    }
    return found(tx, number, now);
  });
}

/** The first account manager, or another, who is told by email. @throws ServiceError ORGANIZATION_NOT_FOUND, FIELDS_INVALID */
export async function addManager(deps: OperatorDeps, number: string, wish: NewManager): Promise<void> {
  const { store, clock, random, tasks } = deps;
  await store.transaction(async (tx) => {
    const now = clock.now();
    await locked(tx, number);
    const { personalIdentificationNumber = '', name = '', email = '' } = readFields(wish, now);
    const user: User = {
      id: random.uuid(),
      organisation: number,
      ...{ personalIdentificationNumber, name, email },
      role: 'ACCOUNT_MANAGER',
      endsAt: undefined,
      deactivatedAt: undefined,
      createdAt: now,
      lastLoginAt: undefined,
    };
    if ((await tx.userOfPerson(number, personalIdentificationNumber)) !== undefined) {
      const detail = 'This person is a user of the organisation already';
      throw fieldsInvalid([{ pointer: '/personalIdentificationNumber', code: 'ALREADY_USER', detail }]);
    }
    await tx.insertUser(user);
    await record(tx, number, 'USER_ADDED', now, { user: user.id, role: user.role });
    await invite(deps, tx, user, now);
  });
  tasks.wake();
}

async function locked(tx: Transaction, number: string): Promise<Organisation> {
  const organisation = await tx.lockOrganisation(number);
  if (organisation !== undefined) return organisation;
  throw new ServiceError('ORGANIZATION_NOT_FOUND', `There is no organisation ${number} here.`);
}

async function found(tx: Transaction, number: string, now: Instant): Promise<OperatedOrganisation> {
  const organisation = await tx.organisation(number);
  if (organisation === undefined) throw new Error('the organisation was not stored');
  return shown(tx, organisation, now);
}

async function shown(
  tx: Transaction,
  organisation: Organisation,
  now: Instant,
): Promise<OperatedOrganisation> {
  const { number, name, sector, apiAccess, contactAddressing, deactivatedAt } = organisation;
  const managers = (await tx.usersOf(number)).filter(
    (user) => user.role === 'ACCOUNT_MANAGER' && isActive(user, organisation, now),
  );
  return {
    ...{ number, name, sector, apiAccess, contactAddressing },
    managers: managers.length,
    ...(deactivatedAt !== undefined && { deactivatedAt: new Date(deactivatedAt).toISOString() }),
  };
}

/** By the operator, who is no user of any organisation. */
function record(
  tx: Transaction,
  number: string,
  kind: string,
  at: Instant,
  data: Readonly<Record<string, string | boolean>>,
): Promise<void> {
  return tx.appendOrganisationEvent(number, { at, kind, by: undefined, data: { ...data, operator: true } });
}
