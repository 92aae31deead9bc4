import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { company, noon } from '../../test/jobs.ts';
import { ase } from '../../test/portal.ts';
import { describeOnEachDatabase, type TestDatabase } from '../../test/stores.ts';
import { taskKinds, type Store } from '../jobs/ports.ts';
import { actorIn } from '../organisations/actor.ts';
import {
  addManager,
  changeRights,
  createOrganisation,
  listOrganisations,
  setActive,
  type OperatorDeps,
} from './organisations.ts';

const bakery = {
  number: '310 000 051',
  name: ' Bakeriet\u202e  AS ',
  sector: 'private' as const,
  apiAccess: true,
  contactAddressing: false,
};
const number = '310000051';
const manager = { personalIdentificationNumber: ase, name: 'Åse', email: 'ase@example.com' };

describeOnEachDatabase('organisations, as the operator manages them', (kind) => {
  let database: TestDatabase;
  let store: Store;
  let deps: OperatorDeps;
  beforeEach(async () => {
    database = await kind.create();
    store = await database.open();
    deps = {
      store,
      clock: { now: () => noon, wall: () => noon },
      random: { token: () => randomUUID(), uuid: () => randomUUID() },
      tasks: { wake: () => undefined },
    };
    await store.transaction((tx) => tx.putOrganisation(company));
  });
  afterEach(() => database.remove());

  const events = () => store.read((tx) => tx.organisationEvents(number, 20));
  const acting = () =>
    store.read((tx) => actorIn(tx, { personalIdentificationNumber: ase, organisation: number }, noon));

  it('adds one, and lists all by name', async () => {
    expect(await createOrganisation(deps, bakery)).toEqual({
      number,
      name: 'Bakeriet AS',
      sector: 'private',
      apiAccess: true,
      contactAddressing: false,
      managers: 0,
    });
    expect((await listOrganisations(deps)).items.map((one) => one.name)).toEqual([
      'Bakeriet AS',
      company.name,
    ]);
    expect(await events()).toMatchObject([
      { kind: 'ORGANISATION_CREATED', by: undefined, data: { operator: true, sector: 'private' } },
    ]);
  });

  it.each([
    ['a wrong check digit', { number: '310000052' }, '/number', 'NUMBER_INVALID'],
    ['a number that is there already', { number: company.number }, '/number', 'EXISTS'],
    ['no name', { name: ' ' }, '/name', 'REQUIRED'],
  ])('refuses %s', async (_, change, pointer, code) => {
    await expect(createOrganisation(deps, { ...bakery, ...change })).rejects.toMatchObject({
      code: 'FIELDS_INVALID',
      members: { problems: [{ pointer, code }] },
    });
    expect((await listOrganisations(deps)).items).toHaveLength(1);
  });

  it('is made once by two at the same moment', async () => {
    const outcomes = await Promise.allSettled([
      createOrganisation(deps, bakery),
      createOrganisation(deps, bakery),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await events()).toHaveLength(1);
  });

  it('lets an account manager in, told by email, and not twice', async () => {
    await createOrganisation(deps, bakery);
    await addManager(deps, number, manager);
    expect((await acting()).user.role).toBe('ACCOUNT_MANAGER');
    const lease = { now: Date.now(), until: Date.now() + 60_000 };
    expect(await store.tasks.claim(noon, lease, 10, taskKinds)).toMatchObject([{ kind: 'invite-user' }]);
    await expect(addManager(deps, number, manager)).rejects.toMatchObject({
      members: { problems: [{ pointer: '/personalIdentificationNumber', code: 'ALREADY_USER' }] },
    });
    expect((await listOrganisations(deps)).items).toMatchObject([
      { managers: 1 },
      { number: company.number },
    ]);
  });

  it('changes rights and keeps all else', async () => {
    await createOrganisation(deps, bakery);
    await store.transaction(async (tx) => {
      const organisation = (await tx.organisation(number))!;
      await tx.putOrganisation({ ...organisation, senderAddress: 'post@example.com' });
    });
    const changed = await changeRights(deps, number, { contactAddressing: true });
    expect(changed).toMatchObject({ apiAccess: true, contactAddressing: true, sector: 'private' });
    expect(await store.read((tx) => tx.organisation(number))).toMatchObject({
      senderAddress: 'post@example.com',
    });
  });

  it('shuts users out of one that is deactivated, until it is let in again', async () => {
    await createOrganisation(deps, bakery);
    await addManager(deps, number, manager);
    expect((await setActive(deps, number, false)).deactivatedAt).toBe(new Date(noon).toISOString());
    await setActive(deps, number, false);
    await expect(acting()).rejects.toMatchObject({ code: 'NOT_A_USER' });
    expect(await setActive(deps, number, true)).not.toHaveProperty('deactivatedAt');
    await acting();
    expect((await events()).map((event) => event.kind)).toEqual([
      'REACTIVATED',
      'DEACTIVATED',
      'USER_ADDED',
      'ORGANISATION_CREATED',
    ]);
  });

  it('knows no other organisation', async () => {
    for (const act of [
      () => changeRights(deps, '310000094', {}),
      () => setActive(deps, '310000094', false),
      () => addManager(deps, '310000094', manager),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: 'ORGANIZATION_NOT_FOUND' });
    }
  });
});
