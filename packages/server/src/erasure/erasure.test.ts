import { afterEach, beforeEach, expect, it } from 'vitest';
import { company, day, municipality } from '../../test/jobs.ts';
import { ase, byContact, companyCaller, portalWorld, type PortalWorld } from '../../test/portal.ts';
import { addSenders, type Senders } from '../../test/senders.ts';
import { describeOnEachDatabase } from '../../test/stores.ts';
import { deleteDocumentsInDueTime } from '../jobs/delete-documents.ts';
import { expireJob } from '../jobs/expire-job.ts';
import type { SignatureJob } from '../jobs/model.ts';
import { setActive } from '../operator/organisations.ts';
import { changeUser, deactivateUser, reactivateUser } from '../organisations/manage-users.ts';
import { createDraft } from '../sender/drafts/drafts.ts';
import { eraseJob } from './erase-job.ts';
import { eraseOrganisation } from './erase-organisation.ts';
import { eraseUser } from './erase-user.ts';

const years = (count: number) => count * 365.25 * day;

describeOnEachDatabase('erasure', (kind) => {
  let world: PortalWorld;
  let senders: Senders;
  beforeEach(async () => {
    world = await portalWorld(kind);
    senders = await addSenders(world.store);
  });
  afterEach(() => world.remove());

  /** What the tasks of the kind are for that are due now. */
  const due = async (task: 'erase-job' | 'erase-user' | 'erase-organisation') => {
    const lease = { now: 0, until: 1 };
    return (await world.store.tasks.claim(world.time, lease, 100, [task])).map(({ key }) => key);
  };
  const user = (id: string) => world.store.read((tx) => tx.user(id));
  const processor = () => ({ caller: senders.as('manager'), userId: senders.users.processor.id });
  const endWithoutDocuments = async (job: SignatureJob) => {
    world.time += 40 * day;
    await expireJob(world.deps, job.id);
    world.time += 60 * day;
    await deleteDocumentsInDueTime(world.deps, job.id);
  };

  it('takes a job with everything about it, three years after its documents', async () => {
    const signers = [byContact({ email: 'kari@example.com' })];
    const [old, other] = await Promise.all([
      world.createActivated({ caller: companyCaller, signers }),
      world.createActivated({ caller: companyCaller, signers }),
    ]);
    await endWithoutDocuments(old);
    const released = (await world.read(old)).documentsDeletedAt!;

    world.time = released + years(3) - day;
    await eraseJob(world.deps, old.id);
    expect(await due('erase-job')).toEqual([]);
    expect((await world.notifications(old)).length).toBeGreaterThan(0);

    world.time = released + years(3) + day;
    expect(await due('erase-job')).toEqual([old.id.toString()]);
    await eraseJob(world.deps, old.id);
    await eraseJob(world.deps, old.id);
    await world.store.transaction(async (tx) => {
      expect(await tx.job(old.id)).toBeUndefined();
      expect(await tx.auditTrail(old.id)).toEqual([]);
      expect(await tx.notificationsOf(old.signers[0]!.id)).toEqual([]);
      expect(await tx.signerLinkOf(old.signers[0]!.id)).toBeUndefined();
      expect((await tx.auditTrail(other.id)).length).toBeGreaterThan(0);
      expect(await tx.signerLinkOf(other.signers[0]!.id)).toBeDefined();
    });
  });

  it('never takes a job that has documents', async () => {
    const job = await world.createActivated();
    world.time += years(30);
    await eraseJob(world.deps, job.id);
    expect(await world.read(job)).toMatchObject({ id: job.id });
  });

  it('makes a user anonymous three years after the access ended, whose jobs stay', async () => {
    await deactivateUser(world.deps, processor());
    const { id } = senders.users.processor;
    world.time += years(3) + day;
    expect(await due('erase-user')).toEqual([id]);
    expect(await eraseUser(world.deps, id)).toBeUndefined();
    expect(await user(id)).toMatchObject({ personalIdentificationNumber: undefined, name: '', email: '' });
  });

  it('waits for a user who was let in again, or whose end was moved', async () => {
    const { id } = senders.users.processor;
    await deactivateUser(world.deps, processor());
    await reactivateUser(world.deps, processor());
    world.time += years(3) + day;
    expect(await eraseUser(world.deps, id)).toBeUndefined();
    expect((await user(id))?.name).toBe('processor');

    const lastDay = new Date(world.time + 10 * day).toISOString().slice(0, 10);
    await changeUser(world.deps, processor(), { lastDay });
    const again = await eraseUser(world.deps, id);
    expect(again?.again).toBeGreaterThan(world.time + years(3));
    expect((await user(id))?.name).toBe('processor');
    world.time = again!.again;
    expect(await due('erase-user')).toEqual([id]);
    await eraseUser(world.deps, id);
    expect((await user(id))?.name).toBe('');
  });

  it('leaves of an organisation its name, three months after it was deactivated', async () => {
    await createDraft(world.deps, senders.as('processor'), { key: undefined });
    await world.store.transaction((tx) => tx.allowBroker(company.number, municipality.number));
    const job = await world.createActivated({
      caller: companyCaller,
      signers: [byContact({ email: 'a@example.com' })],
    });
    await setActive(world.deps, company.number, false);
    world.time += 80 * day;
    await eraseOrganisation(world.deps, company.number);
    expect((await user('user-manager'))?.name).toBe('manager');

    world.time += 20 * day;
    expect(await due('erase-organisation')).toEqual([company.number]);
    await eraseOrganisation(world.deps, company.number);
    await world.store.transaction(async (tx) => {
      const users = await tx.usersOf(company.number);
      expect(
        users.map(({ name, personalIdentificationNumber }) => [name, personalIdentificationNumber]),
      ).toEqual(users.map(() => ['', undefined]));
      expect(await tx.draftIdsOf(company.number)).toEqual([]);
      expect(await tx.mayBrokerFor(company.number, municipality.number)).toBe(false);
      expect(await tx.organisation(company.number)).toMatchObject({ name: company.name });
      expect(await tx.job(job.id)).toMatchObject({ status: 'IN_PROGRESS' });
      expect((await tx.usersOf(municipality.number)).map(({ name }) => name)).toEqual(['elsewhere']);
    });
    expect(await world.store.read((tx) => tx.userOfPerson(company.number, ase))).toBeUndefined();
  });

  it('waits for an organisation that was deactivated anew', async () => {
    await setActive(world.deps, company.number, false);
    await setActive(world.deps, company.number, true);
    world.time += 50 * day;
    await setActive(world.deps, company.number, false);
    world.time += 50 * day;
    const again = await eraseOrganisation(world.deps, company.number);
    expect(again).toEqual({ again: world.time + 42 * day });
    expect((await user('user-manager'))?.name).toBe('manager');
    world.time = again!.again;
    expect(await due('erase-organisation')).toEqual([company.number]);
    expect(await eraseOrganisation(world.deps, company.number)).toBeUndefined();
    expect((await user('user-manager'))?.name).toBe('');
  });

  it('spares an organisation that was opened again', async () => {
    await setActive(world.deps, company.number, false);
    await setActive(world.deps, company.number, true);
    world.time += 100 * day;
    await eraseOrganisation(world.deps, company.number);
    expect((await user('user-manager'))?.name).toBe('manager');
  });
});
