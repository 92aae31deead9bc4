import { afterEach, beforeEach, expect, it } from 'vitest';
import { company, municipality, newJob, noon } from '../../test/jobs.ts';
import { ase, ola } from '../../test/portal.ts';
import { describeOnEachDatabase, type TestDatabase } from '../../test/stores.ts';
import type { Store } from '../jobs/ports.ts';
import type { User } from '../jobs/user-records.ts';
import { actorIn, requireRight, requireSeen } from './actor.ts';
import type { OrganisationAct } from './rights.ts';

function user(id: string, changes: Partial<User> = {}): User {
  return {
    id,
    organisation: company.number,
    personalIdentificationNumber: ase,
    name: 'Åse',
    email: 'ase@example.com',
    role: 'ACCOUNT_MANAGER',
    endsAt: undefined,
    deactivatedAt: undefined,
    createdAt: noon,
    lastLoginAt: undefined,
    ...changes,
  };
}

describeOnEachDatabase('who acts in the sender portal', (kind) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await kind.create();
    store = await database.open();
    await store.transaction(async (tx) => {
      await tx.putOrganisation(municipality);
      await tx.putOrganisation(company);
      await tx.insertUser(user('manager'));
      await tx.insertUser(
        user('processor', { personalIdentificationNumber: ola, name: 'Ola', role: 'DOCUMENT_PROCESSOR' }),
      );
    });
  });
  afterEach(() => database.remove());

  const as = (personalIdentificationNumber: string, organisation = company.number) => ({
    personalIdentificationNumber,
    organisation,
  });
  const acting = (caller: ReturnType<typeof as>, now = noon) =>
    store.read((reading) => actorIn(reading, caller, now));

  it('is a user of the organisation, and of no other', async () => {
    expect((await acting(as(ola))).user.id).toBe('processor');
    for (const caller of [as(ola, municipality.number), as('23875840266'), as(ase, '999999999')]) {
      await expect(acting(caller)).rejects.toMatchObject({ code: 'NOT_A_USER' });
    }
  });

  it.each<[string, Partial<User>]>([
    ['deactivated', { deactivatedAt: noon }],
    ['at the end date', { endsAt: noon }],
    ['anonymous', { personalIdentificationNumber: undefined }],
  ])('is nobody any more who is %s, from the next act on', async (_, changes) => {
    expect((await acting(as(ase))).user.id).toBe('manager');
    await store.transaction((tx) => tx.updateUser('manager', changes));
    await expect(acting(as(ase))).rejects.toMatchObject({ code: 'NOT_A_USER' });
  });

  it('is nobody in an organisation that was deactivated', async () => {
    await store.transaction((tx) => tx.putOrganisation({ ...company, deactivatedAt: noon }));
    await expect(acting(as(ase))).rejects.toMatchObject({ code: 'NOT_A_USER' });
  });

  it('has the rights of the role as it is now', async () => {
    const may = async (number: string) => {
      const rights: OrganisationAct[] = [];
      const all: OrganisationAct[] = [
        'create-jobs',
        'use-templates',
        'manage-users',
        'manage-settings',
        'manage-api-access',
      ];
      for (const act of all) {
        const tried = store.read((reading) => requireRight(reading, as(number), act, noon));
        await tried.then(
          () => rights.push(act),
          (error: unknown) => expect(error).toMatchObject({ code: 'NOT_PERMITTED' }),
        );
      }
      return rights;
    };
    expect(await may(ase)).toHaveLength(5);
    expect(await may(ola)).toEqual(['create-jobs', 'use-templates']);
    await store.transaction((tx) => tx.updateUser('manager', { role: 'DOCUMENT_PROCESSOR' }));
    expect(await may(ase)).toEqual(['create-jobs', 'use-templates']);
  });

  it('sees the organisation’s jobs as a manager, their own as a processor', async () => {
    const [own, byApi, ofOthers] = await store.transaction(async (tx) => [
      await tx.insertJob(newJob(1, { sender: company.number, createdByUser: 'processor' })),
      await tx.insertJob(newJob(1, { sender: company.number })),
      await tx.insertJob(newJob(1, { sender: municipality.number, createdByUser: 'processor' })),
    ]);
    const seen = async (number: string) => {
      const actor = await acting(as(number));
      return [own, byApi, ofOthers, undefined].map((job) => {
        try {
          return requireSeen(actor, job) === job;
        } catch (error) {
          expect(error).toMatchObject({ code: 'JOB_NOT_FOUND' });
          return false;
        }
      });
    };
    expect(await seen(ase)).toEqual([true, true, false, false]);
    expect(await seen(ola)).toEqual([true, false, false, false]);
    const stored = await store.read((reading) => reading.job(own.id));
    expect(stored?.createdByUser).toBe('processor');
  });

  it('is one person at most for each organisation', async () => {
    await expect(store.transaction((tx) => tx.insertUser(user('again')))).rejects.toThrow();
    await store.transaction((tx) => tx.insertUser(user('elsewhere', { organisation: municipality.number })));
    const everywhere = await store.read((reading) => reading.usersOfPerson(ase));
    expect(everywhere.map(({ id }) => id)).toEqual(['elsewhere', 'manager']);
  });
});
