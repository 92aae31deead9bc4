import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { directRequest } from '../../test/direct.ts';
import { company, day, municipality, noon } from '../../test/jobs.ts';
import {
  ase,
  byContact,
  companyCaller,
  lookedUp,
  ola,
  portalRequest,
  portalWorld,
  type PortalWorld,
} from '../../test/portal.ts';
import { describeOnEachDatabase } from '../../test/stores.ts';
import { activateGroup } from './activate-group.ts';
import { cancelJob } from './cancel-job.ts';
import { createDirectJob } from './create-direct-job.ts';
import { createPortalJob } from './create-portal-job.ts';
import { deleteDocuments, deleteDocumentsInDueTime } from './delete-documents.ts';
import { expireJob } from './expire-job.ts';
import type { SignatureJob } from './model.ts';
import { pollStatusChange } from './poll-status-change.ts';
import { recordSealed, recordSignature } from './record-acts.ts';

const hour = 3_600_000;
const xadesOf = (signer: number): string => String(signer).repeat(64);
const pades = 'c'.repeat(64);

describeOnEachDatabase('the portal flow', (kind) => {
  let world: PortalWorld;
  beforeEach(async () => {
    world = await portalWorld(kind);
  });
  afterEach(() => world.remove());

  const of = (job: SignatureJob) => ({ sender: job.sender, jobId: job.id, flow: job.flow });
  const sign = (job: SignatureJob, signerNumber: number) =>
    world.store.transaction((tx) =>
      recordSignature(
        tx,
        { jobId: job.id, signerNumber },
        { xadesSha256: xadesOf(signerNumber) },
        world.time,
      ),
    );
  const statuses = async (job: SignatureJob) => (await world.read(job)).signers.map(({ status }) => status);
  const told = async (job: SignatureJob, signer = 1) =>
    (await world.notifications(job, signer))
      .filter(({ state }) => state !== 'DROPPED')
      .map(({ kind: what, channel, dueAt }) => [what, channel, (dueAt - noon) / day]);
  const refused = async (code: string, creating: Promise<unknown>, message?: RegExp) => {
    await expect(creating).rejects.toMatchObject({ code });
    if (message !== undefined) await expect(creating).rejects.toThrow(message);
  };

  describe('creation', () => {
    it('keeps what was asked for, and queues activation and expiry', async () => {
      const job = await world.create({
        nonSensitiveTitle: 'Brev fra kommunen',
        activationTime: new Date(noon + day),
        availableSeconds: 3600n,
        signers: [lookedUp(ase, { order: 3 }), lookedUp(ola, { order: 9 })],
      });
      expect(await world.read(job)).toEqual(job);
      expect(job).toMatchObject({
        flow: 'portal',
        nonSensitiveTitle: 'Brev fra kommunen',
        activatesAt: noon + day,
        available: hour,
        expiresAt: noon + day + hour,
        requiredAuthentication: 4,
        identifierInSignedDocuments: 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME',
      });
      expect(await world.dueTasks(job)).toEqual([]);
      world.time = noon + day;
      expect(await world.dueTasks(job)).toMatchObject([{ kind: 'activate', key: `${job.id}:3` }]);
    });

    it('begins at once when the activation time is past', async () => {
      const job = await world.create({ activationTime: new Date(noon - day) });
      expect(job).toMatchObject({ activatesAt: noon, expiresAt: noon + 30 * day });
    });

    it.each([
      ['0 seconds', { availableSeconds: 0n }, 'MANIFEST_INVALID', /available-seconds/],
      ['more than 90 days', { availableSeconds: 7_776_001n }, 'MANIFEST_INVALID', /7776000/],
      ['order 10', { signers: [lookedUp(ase, { order: 10 })] }, 'MANIFEST_INVALID', /order of signer 1/],
      ['activation in two years', { activationTime: new Date(noon + 800 * day) }, 'MANIFEST_INVALID', /year/],
      ['the same person twice', { signers: [lookedUp(ase), lookedUp(ase)] }, 'SIGNER_INVALID', /signer 2/],
      [
        "an identifier of the sender's",
        { signers: [lookedUp('', { address: { kind: 'signer-identifier', value: 'x' } })] },
        'SIGNER_INVALID',
        /direct jobs/,
      ],
      [
        'no address at all',
        { signers: [lookedUp(ase, { notifications: { kind: 'addresses' } })] },
        'SIGNER_INVALID',
        /email address or a mobile/,
      ],
      [
        'an address with a line break',
        {
          signers: [lookedUp(ase, { notifications: { kind: 'addresses', email: 'a@b.no\r\nBcc: c@d.no' } })],
        },
        'SIGNER_INVALID',
        /email address that no message/,
      ],
      [
        'a number nobody has',
        { signers: [lookedUp(ase, { notifications: { kind: 'addresses', mobile: '12' } })] },
        'SIGNER_INVALID',
        /mobile number/,
      ],
      [
        'a look-up for somebody on behalf of OTHER',
        { signers: [lookedUp(ase, { onBehalfOf: 'OTHER' })] },
        'NOT_ALLOWED_FOR_SECTOR',
        /on behalf of OTHER/,
      ],
      [
        'contact addressing without the right',
        { signers: [byContact({ email: 'kari@example.com' })] },
        'CONTACT_ADDRESSING_NOT_ALLOWED',
        /signer 1/,
      ],
      [
        'a look-up by a private organisation',
        { caller: companyCaller, signers: [lookedUp(ase)] },
        'NOT_ALLOWED_FOR_SECTOR',
        /private organisations must give/,
      ],
    ] as const)('refuses %s', async (_what, changes, code, message) => {
      await refused(code, world.create(changes), message);
    });

    it('refuses what this installation cannot send or look up', async () => {
      const deps = { ...world.deps, channels: new Set(['email'] as const), canLookUp: false };
      const onlySms = { ...lookedUp(ase), notifications: { kind: 'addresses', mobile: '99000001' } as const };
      await refused(
        'CHANNEL_NOT_AVAILABLE',
        createPortalJob(deps, portalRequest({ signers: [onlySms] })),
        /email only/,
      );
      await refused('CHANNEL_NOT_AVAILABLE', createPortalJob(deps, portalRequest()), /no contact register/);
    });

    it('lets a private organisation address by email and SMS', async () => {
      const job = await world.create({
        caller: companyCaller,
        signers: [byContact({ email: 'kari@example.com', mobile: '990 00 002' })],
      });
      expect(job).toMatchObject({
        sender: company.number,
        identifierInSignedDocuments: 'DATE_OF_BIRTH_AND_NAME',
        signers: [{ address: { kind: 'contact', email: 'kari@example.com', mobile: '990 00 002' } }],
      });
    });
  });

  describe('activation', () => {
    it('plans for what the register knows, in whose language', async () => {
      const job = await world.createActivated({ signers: [lookedUp(ase)] });
      expect(job.activatedOrder).toBe(0);
      expect(job.signers[0]?.knownContact).toEqual({
        email: 'ase@example.com',
        mobile: '+4799000001',
        language: 'nn',
      });
      expect(await told(job)).toEqual([
        ['first', 'email', 0],
        ['reminder', 'email', 25],
      ]);
    });

    it('sends SMS too where the sender asked for it', async () => {
      const job = await world.createActivated({
        signers: [lookedUp(ase, { notifications: { kind: 'lookup', sms: true } })],
      });
      expect(await told(job)).toEqual([
        ['first', 'email', 0],
        ['reminder', 'email', 25],
        ['reminder', 'sms', 28],
      ]);
    });

    it('does nothing twice, and nothing before its time', async () => {
      const job = await world.create({ activationTime: new Date(noon + day) });
      await activateGroup(world.deps, job.id);
      expect(await world.notifications(job)).toEqual([]);
      world.time = noon + day;
      await activateGroup(world.deps, job.id);
      await activateGroup(world.deps, job.id);
      expect(await world.notifications(job)).toHaveLength(2);
      expect(world.lookUps).toBe(1);
    });

    it.each([
      ['opted out', { reserved: true, email: 'x@example.com' }, 'RESERVED'],
      ['without contact details', { reserved: false }, 'CONTACT_INFORMATION_MISSING'],
      ['not registered', undefined, 'CONTACT_INFORMATION_MISSING'],
    ] as const)('ends the job when somebody is %s', async (_what, contact, status) => {
      if (contact === undefined) world.registered.delete(ola);
      else world.registered.set(ola, contact);
      const job = await world.createActivated({ signers: [lookedUp(ase), lookedUp(ola)] });
      expect(await statuses(job)).toEqual(['NOT_APPLICABLE', status]);
      expect(await world.read(job)).toMatchObject({ status: 'FAILED' });
      expect(await world.notifications(job)).toEqual([]);
      const poll = await pollStatusChange(world.deps, { sender: job.sender, flow: 'portal', name: '' });
      expect(poll).toMatchObject({ kind: 'change', change: { snapshot: { jobStatus: 'FAILED' } } });
    });

    it('waits while the register cannot be asked; the signer can sign meanwhile', async () => {
      world.registerIsDown = true;
      const job = await world.create({ signers: [lookedUp(ase), lookedUp(ola)] });
      await expect(activateGroup(world.deps, job.id)).rejects.toMatchObject({
        code: 'TEMPORARILY_UNAVAILABLE',
      });
      expect(await statuses(job)).toEqual(['WAITING', 'WAITING']);
      await sign(job, 1);
      world.registerIsDown = false;
      await activateGroup(world.deps, job.id);
      expect(await told(job, 1), 'has signed').toEqual([]);
      expect((await told(job, 2)).map(([what]) => what)).toEqual(['first', 'reminder']);
    });

    it('gives a signer who is addressed by contact details a link that is kept as hashes only', async () => {
      const job = await world.createActivated({
        caller: companyCaller,
        signers: [byContact({ email: 'kari@example.com' })],
      });
      const link = await world.store.transaction((tx) => tx.signerLinkOf(job.signers[0]!.id));
      expect(link).toMatchObject({ codeNumber: 1, wrongCodes: 0 });
      expect(link?.tokenHash).toMatch(/^[0-9a-f]{64}$/);
      expect(link?.codeHash).toMatch(/^[0-9a-f]{64}$/);
    });
  });

  describe('a chain', () => {
    const chained = { signers: [lookedUp(ase, { order: 1 }), lookedUp(ola, { order: 2 })] };

    it('begins its next group at once, looks it up then, and gives it the whole period', async () => {
      const job = await world.createActivated(chained);
      expect(world.lookUps).toBe(1);
      expect(await told(job, 2)).toEqual([]);
      world.time = noon + 20 * day;
      await sign(job, 1);
      expect(await world.read(job)).toMatchObject({ expiresAt: noon + 50 * day, activatedOrder: 1 });
      await activateGroup(world.deps, job.id);
      expect(await world.read(job)).toMatchObject({ activatedOrder: 2 });
      expect(await told(job, 2)).toEqual([
        ['first', 'email', 20],
        ['reminder', 'email', 45],
      ]);
      world.time = noon + 30 * day;
      await expireJob(world.deps, job.id);
      expect(await statuses(job), 'the first period is over, the second is not').toEqual([
        'SIGNED',
        'WAITING',
      ]);
      world.time = noon + 50 * day;
      await expireJob(world.deps, job.id);
      expect(await statuses(job)).toEqual(['SIGNED', 'EXPIRED']);
    });

    it('fails when somebody has opted out before their first notification', async () => {
      const job = await world.createActivated(chained);
      await sign(job, 1);
      world.registered.set(ola, { reserved: true });
      await activateGroup(world.deps, job.id);
      expect(await statuses(job)).toEqual(['SIGNED', 'RESERVED']);
    });
  });

  describe('cancellation', () => {
    it('ends the job for all who wait, and tells those who were told', async () => {
      const job = await world.createActivated({
        signers: [lookedUp(ase, { order: 1 }), lookedUp(ola, { order: 2 })],
      });
      const [first] = await world.notifications(job);
      await world.store.transaction((tx) => tx.updateNotification(first!.id, { state: 'SENT' }));
      await cancelJob(world.deps, of(job));
      expect(await statuses(job)).toEqual(['CANCELLED', 'CANCELLED']);
      expect((await told(job, 1)).map(([what]) => what)).toContain('cancelled');
      expect(await told(job, 2)).toEqual([]);
      await refused('JOB_ENDED', cancelJob(world.deps, of(job)));
    });

    it('comes too late once everybody has signed, and is for portal jobs of the sender only', async () => {
      const job = await world.createActivated();
      await refused('JOB_NOT_FOUND', cancelJob(world.deps, { ...of(job), sender: company.number }));
      await refused('JOB_NOT_FOUND', cancelJob(world.deps, { ...of(job), flow: 'direct' }));
      await sign(job, 1);
      await refused('JOB_ENDED', cancelJob(world.deps, of(job)));
      expect(await statuses(job)).toEqual(['SIGNED']);
    });
  });

  describe('deletion', () => {
    const complete = async () => {
      const job = await world.createActivated();
      await sign(job, 1);
      await world.store.transaction((tx) => recordSealed(tx, job.id, pades, world.time));
      return world.read(job);
    };
    const isKept = (job: SignatureJob) =>
      world.deps.blobs.size(job.documents[0]!.sha256).then(
        () => true,
        () => false,
      );

    it('is allowed from 24 hours after completion, again and again', async () => {
      const job = await complete();
      await refused('DELETION_NOT_ALLOWED', deleteDocuments(world.deps, of(job)));
      world.time += 24 * hour;
      await deleteDocuments(world.deps, of(job));
      expect(await isKept(job)).toBe(false);
      expect(await world.read(job)).toMatchObject({ documentsDeletedAt: world.time });
      await deleteDocuments(world.deps, of(job));
    });

    it('is never allowed for a job that failed', async () => {
      const job = await world.createActivated();
      await cancelJob(world.deps, of(job));
      world.time += 48 * hour;
      await refused('DELETION_NOT_ALLOWED', deleteDocuments(world.deps, of(job)));
    });

    it('comes 40 days after completion by itself', async () => {
      const job = await complete();
      world.time += 40 * day;
      expect((await world.dueTasks(job)).map((task) => task.kind)).toContain('delete-documents');
      await deleteDocumentsInDueTime(world.deps, job.id);
      expect(await isKept(job)).toBe(false);
    });

    it('comes when the sender wanted it at completion, whatever it wants later', async () => {
      const keep = (keptDays: number) =>
        world.store.transaction(async (tx) => {
          const sender = await tx.organisation(municipality.number);
          await tx.putOrganisation({ ...sender!, keptDays });
        });
      await keep(3);
      const job = await complete();
      await keep(40);
      world.time += 3 * day - 1;
      expect(await deleteDocumentsInDueTime(world.deps, job.id)).toEqual({ again: world.time + 1 });
      expect(await isKept(job)).toBe(true);
      world.time += 1;
      expect((await world.dueTasks(job)).map((task) => task.kind)).toContain('delete-documents');
      await deleteDocumentsInDueTime(world.deps, job.id);
      expect(await isKept(job)).toBe(false);
    });

    it('leaves a document that another job has', async () => {
      const [job, other] = [await complete(), await world.createActivated()];
      world.time += 24 * hour;
      await deleteDocuments(world.deps, of(job));
      expect(await isKept(other)).toBe(true);
      await sign(other, 1);
      await world.store.transaction((tx) => recordSealed(tx, other.id, 'd'.repeat(64), world.time));
      world.time += 24 * hour;
      await deleteDocuments(world.deps, of(other));
      expect(await isKept(other)).toBe(false);
    });

    it('and a new use of the same document at the same moment leave the document', async () => {
      for (let round = 0; round < 40; round += 1) {
        const job = await complete();
        world.time += 24 * hour;
        const [, other] = await Promise.all([
          deleteDocuments(world.deps, of(job)),
          round % 2 === 0
            ? world.create()
            : createDirectJob(world.deps, directRequest()).then((made) => made.job),
        ]);
        expect(await isKept(other)).toBe(true);
      }
    });
  });
});
