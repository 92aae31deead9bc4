import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { company, day, municipality, noon } from '../../test/jobs.ts';
import { addSenders, outcome, type SenderName, type Senders } from '../../test/senders.ts';
import { describeOnEachDatabase, type TestDatabase } from '../../test/stores.ts';
import { taskKinds, type Store } from '../jobs/ports.ts';
import {
  addUser,
  changeUser,
  deactivateUser,
  inviteAgain,
  reactivateUser,
  type ManageUsersDeps,
} from './manage-users.ts';
import { managedUntil } from './user-rules.ts';
import { listUsers, organisationLog } from './user-view.ts';

const kari = {
  name: '  Kari\u202e  Nordmann ',
  personalIdentificationNumber: '018101 12350',
  email: ' kari@example.org ',
  role: 'DOCUMENT_PROCESSOR' as const,
};

describeOnEachDatabase('managing users', (kind) => {
  let database: TestDatabase;
  let store: Store;
  let senders: Senders;
  let time: number;
  let deps: ManageUsersDeps;
  beforeEach(async () => {
    database = await kind.create();
    store = await database.open();
    time = noon;
    deps = {
      store,
      clock: { now: () => time, wall: () => time },
      random: { token: () => randomUUID(), uuid: () => randomUUID() },
      tasks: { wake: () => undefined },
    };
    await store.transaction(async (tx) => {
      await tx.putOrganisation(municipality);
      await tx.putOrganisation(company);
    });
    senders = await addSenders(store);
  });
  afterEach(() => database.remove());

  const of = (caller: SenderName, userId: string) => ({ caller: senders.as(caller), userId });
  const user = (id: string) => store.read((reading) => reading.user(id));
  const invitations = async () => {
    const lease = { now: Date.now(), until: Date.now() + 60_000 };
    return (await store.tasks.claim(time, lease, 10, taskKinds)).filter(({ kind }) => kind === 'invite-user');
  };
  const log = async () =>
    (await organisationLog(deps, senders.as('manager'))).items.map(({ kind, by, user: whom, data }) => ({
      kind,
      by,
      user: whom,
      data,
    }));

  describe('is for account managers:', () => {
    const acts: [string, (name: SenderName) => Promise<unknown>][] = [
      ['list', (name) => listUsers(deps, senders.as(name))],
      ['log', (name) => organisationLog(deps, senders.as(name))],
      ['add', (name) => addUser(deps, senders.as(name), kari)],
      ['change', (name) => changeUser(deps, of(name, 'user-processor'), { name: 'Ola' })],
      ['deactivate', (name) => deactivateUser(deps, of(name, 'user-colleague'))],
      ['reactivate', (name) => reactivateUser(deps, of(name, 'user-former'))],
      ['invite again', (name) => inviteAgain(deps, of(name, 'user-processor'))],
    ];
    it.each(acts)('%s', async (_, act) => {
      expect(await outcome(act('processor'))).toBe('NOT_PERMITTED');
      expect(await outcome(act('former'))).toBe('NOT_A_USER');
      expect(await outcome(act('elsewhere'))).toBe('NOT_A_USER');
      expect(await outcome(act('manager'))).toBe('done');
    });

    it('who reach no user of another organisation', async () => {
      const theirs = of('manager', 'user-elsewhere');
      for (const act of [deactivateUser, reactivateUser, inviteAgain])
        expect(await outcome(act(deps, theirs))).toBe('USER_NOT_FOUND');
      expect(await outcome(changeUser(deps, theirs, {}))).toBe('USER_NOT_FOUND');
    });
  });

  it('adds a person, tidied, who is invited; and tells the number to nobody', async () => {
    const added = await addUser(deps, senders.as('manager'), { ...kari, lastDay: '2026-12-24' });
    expect(added).toMatchObject({
      name: 'Kari Nordmann',
      email: 'kari@example.org',
      state: 'INVITED',
      personalIdentificationNumber: '018101 *****',
      lastDay: '2026-12-24',
    });
    expect(await user(added.id)).toMatchObject({
      personalIdentificationNumber: '01810112350',
      endsAt: Date.parse('2026-12-25T00:00:00+01:00'),
    });
    expect((await invitations()).map(({ key }) => key.split(' ')[0])).toEqual([added.id]);
    expect(await log()).toEqual([
      { kind: 'USER_ADDED', by: 'manager', user: 'Kari Nordmann', data: { role: 'DOCUMENT_PROCESSOR' } },
    ]);
    const listed = await listUsers(deps, senders.as('manager'));
    expect(JSON.stringify([listed, await log()])).not.toMatch(/\d{11}/);
    expect(listed.items.filter(({ you }) => you).map(({ id }) => id)).toEqual(['user-manager']);
  });

  it('says of every field at once what is wrong with it, and keeps nothing', async () => {
    const wrong = { name: ' ', email: 'kari@', personalIdentificationNumber: '123', lastDay: '2026-02-30' };
    await expect(addUser(deps, senders.as('manager'), { ...kari, ...wrong })).rejects.toMatchObject({
      code: 'FIELDS_INVALID',
      members: {
        problems: [
          { pointer: '/name', code: 'REQUIRED' },
          { pointer: '/email', code: 'EMAIL_INVALID' },
          { pointer: '/personalIdentificationNumber', code: 'NUMBER_INVALID' },
          { pointer: '/lastDay', code: 'DATE_INVALID' },
        ],
      },
    });
    await expect(
      addUser(deps, senders.as('manager'), { ...kari, lastDay: '2026-11-23' }),
    ).rejects.toMatchObject({ members: { problems: [{ pointer: '/lastDay', code: 'DATE_PAST' }] } });
    expect(await invitations()).toEqual([]);
    expect((await listUsers(deps, senders.as('manager'))).items).toHaveLength(4);
  });

  it.each(['processor', 'former'] as const)('adds nobody twice: %s', async (name) => {
    const { personalIdentificationNumber = '' } = senders.users[name];
    const again = addUser(deps, senders.as('manager'), { ...kari, personalIdentificationNumber });
    await expect(again).rejects.toMatchObject({
      members: { problems: [{ pointer: '/personalIdentificationNumber', code: 'ALREADY_USER' }] },
    });
  });

  it('changes what is given only, and logs what', async () => {
    const request = of('manager', 'user-processor');
    const changed = await changeUser(deps, request, { role: 'ACCOUNT_MANAGER', lastDay: '2026-11-24' });
    expect(changed).toMatchObject({ name: 'processor', role: 'ACCOUNT_MANAGER', lastDay: '2026-11-24' });
    expect(await changeUser(deps, request, { lastDay: '', email: 'p@example.org' })).not.toHaveProperty(
      'lastDay',
    );
    await changeUser(deps, request, { email: 'p@example.org' });
    expect(await log()).toMatchObject([
      { kind: 'USER_CHANGED', data: { what: 'email endsAt' } },
      { kind: 'USER_CHANGED', data: { what: 'endsAt role', role: 'ACCOUNT_MANAGER' } },
    ]);
  });

  it('is over for whom it ends, in the next act', async () => {
    expect(await outcome(deactivateUser(deps, of('manager', 'user-processor')))).toBe('done');
    expect((await reactivateUser(deps, of('manager', 'user-processor'))).state).toBe('INVITED');
    await changeUser(deps, of('manager', 'user-processor'), {
      role: 'ACCOUNT_MANAGER',
      lastDay: '2026-11-24',
    });
    expect(await outcome(listUsers(deps, senders.as('processor')))).toBe('done');
    time += day;
    expect(await outcome(listUsers(deps, senders.as('processor')))).toBe('NOT_A_USER');
    const { items } = await listUsers(deps, senders.as('manager'));
    expect(items.find(({ id }) => id === 'user-processor')?.state).toBe('ENDED');
  });

  describe('keeps the last account manager', () => {
    const acts: [string, () => Promise<unknown>][] = [
      ['active', () => deactivateUser(deps, of('manager', 'user-manager'))],
      ['in the role', () => changeUser(deps, of('manager', 'user-manager'), { role: 'DOCUMENT_PROCESSOR' })],
      ['without an end', () => changeUser(deps, of('manager', 'user-manager'), { lastDay: '2030-01-01' })],
    ];
    it.each(acts)('%s, unless there is another', async (_, act) => {
      await changeUser(deps, of('manager', 'user-colleague'), {
        role: 'ACCOUNT_MANAGER',
        lastDay: '2029-01-01',
      });
      expect(await outcome(act())).toBe('LAST_ACCOUNT_MANAGER');
      expect(await user('user-manager')).toMatchObject({ role: 'ACCOUNT_MANAGER', endsAt: undefined });
      await changeUser(deps, of('manager', 'user-colleague'), { lastDay: '' });
      expect(await outcome(act())).toBe('done');
    });

    it('when two remove each other at once', async () => {
      await changeUser(deps, of('manager', 'user-colleague'), { role: 'ACCOUNT_MANAGER' });
      const outcomes = await Promise.all([
        outcome(deactivateUser(deps, of('manager', 'user-colleague'))),
        outcome(changeUser(deps, of('colleague', 'user-manager'), { role: 'DOCUMENT_PROCESSOR' })),
      ]);
      expect(outcomes.toSorted()).toEqual(['done', expect.stringMatching(/^NOT_/)].toSorted());
      const users = await store.read((reading) => reading.usersOf(company.number));
      expect(managedUntil(users)).toBe(Infinity);
    });

    it('when two step down at once, time after time', async () => {
      for (let round = 0; round < 8; round += 1) {
        await store.transaction(async (tx) => {
          for (const id of ['user-manager', 'user-colleague'])
            await tx.updateUser(id, { role: 'ACCOUNT_MANAGER' });
        });
        const outcomes = await Promise.all(
          (['manager', 'colleague'] as const).map((name) =>
            outcome(changeUser(deps, of(name, `user-${name}`), { role: 'DOCUMENT_PROCESSOR' })),
          ),
        );
        expect(outcomes.toSorted()).toEqual(['LAST_ACCOUNT_MANAGER', 'done']);
      }
    });
  });

  it('invites again who has not come, and nobody else', async () => {
    const request = of('manager', 'user-processor');
    await inviteAgain(deps, request);
    await inviteAgain(deps, request);
    expect(await invitations()).toHaveLength(2);
    await store.transaction((tx) => tx.updateUser('user-processor', { lastLoginAt: noon }));
    expect(await outcome(inviteAgain(deps, request))).toBe('NOT_NOW');
    expect(await outcome(inviteAgain(deps, of('manager', 'user-former')))).toBe('NOT_NOW');
  });

  it('invites nobody more than five times in a day', async () => {
    const request = of('manager', 'user-processor');
    for (let count = 0; count < 5; count += 1) await inviteAgain(deps, request);
    expect(await outcome(inviteAgain(deps, request))).toBe('NOT_NOW');
    time += day + 1;
    expect(await outcome(inviteAgain(deps, request))).toBe('done');
  });

  it('pages through the log, latest first', async () => {
    for (let count = 0; count < 30; count += 1) {
      time += day;
      await inviteAgain(deps, of('manager', 'user-processor'));
    }
    const first = await organisationLog(deps, senders.as('manager'));
    const second = await organisationLog(deps, senders.as('manager'), first.next);
    expect([first.items.length, second.items.length, second.next]).toEqual([25, 5, undefined]);
    const ids = [...first.items, ...second.items].map(({ id }) => Number(id));
    expect(ids).toEqual(ids.toSorted((a, b) => b - a));
    expect(new Set(ids).size).toBe(30);
  });
});
