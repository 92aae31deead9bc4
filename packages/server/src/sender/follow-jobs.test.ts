import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { company, day, municipality, newJob, newSigner, noon } from '../../test/jobs.ts';
import { byContact, companyCaller, portalWorld, type PortalWorld } from '../../test/portal.ts';
import { addSenders, outcome, type Senders, type SenderName } from '../../test/senders.ts';
import { describeOnEachDatabase } from '../../test/stores.ts';
import { expireJob } from '../jobs/expire-job.ts';
import type { SignatureJob } from '../jobs/model.ts';
import { recordSealed, recordSignature } from '../jobs/record-acts.ts';
import { cancel } from './cancel.ts';
import { deleteFiles, originalDocument, sealedDocument, signature } from './files.ts';
import { moveDeadline } from './move-deadline.ts';
import { remind } from './remind.ts';
import { showJob } from './show-job.ts';
import { search, showList } from './show-list.ts';

const sha256 = 'a'.repeat(64);

describeOnEachDatabase('following jobs in the sender portal', (kind) => {
  let world: PortalWorld;
  let senders: Senders;
  let job: SignatureJob;
  beforeEach(async () => {
    world = await portalWorld(kind);
    senders = await addSenders(world.store);
    job = await world.createActivated({
      caller: companyCaller,
      reference: 'case 7',
      signers: [byContact({ email: 'Kari@example.com' }), byContact({ mobile: '99000002' })],
    });
    await sendAll();
  });
  afterEach(() => world.remove());

  const of = (name: SenderName, jobId = job.id) => ({ caller: senders.as(name), jobId });
  const titles = async (page: Promise<{ items: { title: string }[] }>) =>
    (await page).items.map(({ title }) => title);
  /** As if everything planned until now had been handed over. */
  const sendAll = () =>
    world.store.transaction(async (tx) => {
      for (const { id } of job.signers) {
        for (const told of await tx.notificationsOf(id)) {
          if (told.state === 'PLANNED' && told.dueAt <= world.time)
            await tx.updateNotification(told.id, { state: 'SENT', sentAt: world.time });
        }
      }
    });
  const complete = () =>
    world.store.transaction(async (tx) => {
      for (const signerNumber of [1, 2]) {
        await recordSignature(tx, { jobId: job.id, signerNumber }, { xadesSha256: sha256 }, world.time);
      }
      await recordSealed(tx, job.id, sha256, world.time);
    });

  describe('rights: an act of each on a job of the processor’s', () => {
    const acts: [string, (name: SenderName) => Promise<unknown>][] = [
      ['look', (name) => showJob(world.deps, of(name))],
      ['remind', (name) => remind(world.deps, of(name))],
      [
        'move the deadline',
        (name) =>
          moveDeadline(world.deps, { ...of(name), deadline: job.expiresAt + day, instead: job.expiresAt }),
      ],
      ['cancel', (name) => cancel(world.deps, { ...of(name), message: undefined })],
      ['read a document', (name) => originalDocument(world.deps, { ...of(name), document: 1 })],
      ['fetch a signature', (name) => signature(world.deps, { ...of(name), signer: 1 })],
      ['fetch the signed document', (name) => sealedDocument(world.deps, of(name))],
      ['delete', (name) => deleteFiles(world.deps, of(name))],
    ];
    it.each(acts)('%s', async (act, run) => {
      await world.database.execute(`update job set created_by_user = 'user-processor' where id = ${job.id}`);
      if (['fetch a signature', 'fetch the signed document', 'delete'].includes(act)) await complete();
      world.time += 2 * day;
      for (const stranger of ['colleague', 'elsewhere', 'former'] as const) {
        const refused = stranger === 'colleague' ? 'JOB_NOT_FOUND' : 'NOT_A_USER';
        expect(await outcome(run(stranger)), stranger).toBe(refused);
      }
      expect(await outcome(run('processor')), 'the one who sent it').toBe('done');
      expect(await outcome(run('manager')), 'an account manager').not.toMatch(/NOT_A_USER|JOB_NOT_FOUND/);
    });
  });

  describe('lists', () => {
    it('hold what waits, the nearest deadline first, and what ended, the latest first', async () => {
      const soon = await world.create({
        caller: companyCaller,
        title: 'Soon',
        availableSeconds: 3600n,
        signers: [byContact({ email: 'a@example.com' })],
      });
      expect(await titles(showList(world.deps, senders.as('manager'), { list: 'waiting' }))).toEqual([
        'Soon',
        job.title,
      ]);
      await complete();
      world.time = soon.expiresAt;
      await expireJob(world.deps, soon.id);
      expect(await titles(showList(world.deps, senders.as('manager'), { list: 'waiting' }))).toEqual([]);
      expect(await titles(showList(world.deps, senders.as('manager'), { list: 'signed' }))).toEqual([
        job.title,
      ]);
      expect(await titles(showList(world.deps, senders.as('manager'), { list: 'stopped' }))).toEqual([
        'Soon',
      ]);
    });

    it('show a document processor their own jobs only, and nobody another organisation’s', async () => {
      await world.store.transaction(async (tx) => {
        await tx.insertJob(
          newJob(1, { sender: company.number, createdByUser: 'user-processor', title: 'Own' }),
        );
        await tx.insertJob(newJob(1, { sender: municipality.number, title: 'Foreign' }));
      });
      const waiting = { list: 'waiting' } as const;
      expect(await titles(showList(world.deps, senders.as('processor'), waiting))).toEqual(['Own']);
      expect(await titles(showList(world.deps, senders.as('colleague'), waiting))).toEqual([]);
      expect(await titles(showList(world.deps, senders.as('manager'), waiting))).toHaveLength(2);
      expect(await titles(showList(world.deps, senders.as('manager'), { ...waiting, mine: true }))).toEqual(
        [],
      );
      await expect(showList(world.deps, senders.as('elsewhere'), waiting)).rejects.toMatchObject({
        code: 'NOT_A_USER',
      });
    });

    it('go on where the last page ended, through equal deadlines, each job once', async () => {
      await world.store.transaction(async (tx) => {
        for (let index = 0; index < 120; index += 1)
          await tx.insertJob(newJob(1, { sender: company.number, title: `${index}`, expiresAt: noon + day }));
      });
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await showList(world.deps, senders.as('manager'), {
          list: 'waiting',
          ...(after !== undefined && { after }),
        });
        seen.push(...page.items.map(({ id }) => id));
        after = page.next;
      } while (after !== undefined);
      expect(seen).toHaveLength(121);
      expect(new Set(seen).size).toBe(121);
      await expect(
        showList(world.deps, senders.as('manager'), { list: 'waiting', after: "1' or 1" }),
      ).rejects.toMatchObject({ code: 'FIELDS_INVALID' });
    });
  });

  describe('search', () => {
    it.each([
      ['an email address, however it is written', 'KARI@example.com'],
      ['a mobile number, however it is written', '+47 990 00 002'],
      ['a reference', 'case 7'],
    ])('finds by %s', async (_, text) => {
      await world.createActivated();
      expect(await titles(search(world.deps, senders.as('manager'), { text }))).toEqual([job.title]);
      expect(await titles(search(world.deps, senders.as('processor'), { text }))).toEqual([]);
    });

    it('finds by national identity number, and by what the register knew', async () => {
      const signer = newSigner(1, {
        address: { kind: 'personal-identification-number', value: '14838522190' },
      });
      await world.store.transaction(async (tx) => {
        const byNumber = await tx.insertJob(
          newJob(1, { sender: company.number, title: 'By number', signers: [signer] }),
        );
        await tx.updateSigner(byNumber.signers[0]!.id, { knownContact: { email: 'Known@example.com' } });
      });
      for (const text of ['148385 22190', 'known@example.com'])
        expect(await titles(search(world.deps, senders.as('manager'), { text }))).toEqual(['By number']);
    });

    it('finds by period, in days of Norway', async () => {
      // 2026-11-24T12:00Z.
      const found = (from: string, to: string) =>
        titles(search(world.deps, senders.as('manager'), { from, to }));
      expect(await found('2026-11-24', '2026-11-24')).toHaveLength(1);
      expect(await found('2026-11-25', '2026-11-30')).toEqual([]);
      await expect(search(world.deps, senders.as('manager'), {})).rejects.toMatchObject({
        code: 'FIELDS_INVALID',
      });
    });
  });

  describe('a job', () => {
    it('shows signers, messages and a history that holds', async () => {
      const details = await showJob(world.deps, of('manager'));
      expect(details.signers.map(({ address, active }) => [address, active])).toEqual([
        ['Kari@example.com', true],
        ['99000002', true],
      ]);
      expect(details.signers[0]?.told[0]).toMatchObject({ kind: 'first', channel: 'email', state: 'SENT' });
      expect(details.timeline.map((event) => event.kind)).toEqual(['JOB_CREATED', 'GROUP_ACTIVATED']);
      expect(details.trailHolds).toBe(true);
      await world.database.execute(
        `update audit_event set at = at + 1 where job_id = ${job.id} and sequence = 1`,
      );
      expect((await showJob(world.deps, of('manager'))).trailHolds).toBe(false);
    });

    it('tells that the signed document was fetched, once', async () => {
      await complete();
      await sealedDocument(world.deps, of('manager'));
      const first = (await world.read(job)).downloadedAt;
      world.time += day;
      await sealedDocument(world.deps, of('manager'));
      expect((await world.read(job)).downloadedAt).toBe(first);
      expect(first).toBe(noon);
    });
  });

  describe('reminding', () => {
    it('writes to those who wait, the ways they were told, but not twice within an hour', async () => {
      await expect(remind(world.deps, of('manager'))).rejects.toMatchObject({ code: 'NOT_NOW' });
      world.time += 2 * 3_600_000;
      expect((await showJob(world.deps, of('manager'))).acts.remind).toBe(true);
      expect(await remind(world.deps, of('manager'))).toBe(2);
      await expect(remind(world.deps, of('manager'))).rejects.toMatchObject({ code: 'NOT_NOW' });
      const planned = (await world.notifications(job, 2)).filter(
        ({ kind: what, dueAt }) => what === 'reminder' && dueAt === world.time,
      );
      expect(planned).toMatchObject([{ channel: 'sms', state: 'PLANNED' }]);
    });

    it('sends one text message in the morning, however often it is asked for at night', async () => {
      // 23:00 in Norway.
      world.time = noon + 10 * 3_600_000;
      expect(await remind(world.deps, of('manager'))).toBe(2);
      await sendAll();
      world.time += 2 * 3_600_000;
      expect(await remind(world.deps, of('manager'))).toBe(1);
      await expect(remind(world.deps, { ...of('manager'), signer: 2 })).rejects.toMatchObject({
        code: 'NOT_NOW',
      });
      const morning = noon + 19 * 3_600_000;
      const texts = (await world.notifications(job, 2)).filter(({ dueAt }) => dueAt === morning);
      expect(texts).toMatchObject([{ kind: 'reminder', channel: 'sms', state: 'PLANNED' }]);
    });

    it('leaves alone who has signed', async () => {
      await world.store.transaction((tx) =>
        recordSignature(tx, { jobId: job.id, signerNumber: 1 }, { xadesSha256: sha256 }, world.time),
      );
      world.time += 2 * 3_600_000;
      expect(await remind(world.deps, of('manager'))).toBe(1);
      await expect(remind(world.deps, { ...of('manager'), signer: 1 })).rejects.toMatchObject({
        code: 'NOT_NOW',
      });
    });
  });

  describe('moving the deadline', () => {
    const move = (deadline: number, instead = job.expiresAt) =>
      moveDeadline(world.deps, { ...of('manager'), deadline, instead });

    it('plans anew what is told, and lets the job live until then', async () => {
      const deadline = job.expiresAt + 10 * day;
      await move(deadline);
      const told = await world.notifications(job);
      expect(told.filter(({ state }) => state === 'DROPPED').length).toBeGreaterThan(0);
      expect(told.findLast(({ kind: what }) => what === 'reminder')).toMatchObject({
        state: 'PLANNED',
        dueAt: deadline - 5 * day,
      });
      world.time = job.expiresAt;
      await expireJob(world.deps, job.id);
      expect((await world.read(job)).status).toBe('IN_PROGRESS');
      world.time = deadline;
      await expireJob(world.deps, job.id);
      expect((await world.read(job)).status).toBe('FAILED');
    });

    it('can be undone', async () => {
      await move(job.expiresAt - 5 * day);
      await move(job.expiresAt, job.expiresAt - 5 * day);
      expect(await world.read(job)).toMatchObject({ expiresAt: job.expiresAt, available: job.available });
    });

    it('keeps within an hour from now and 90 days from the beginning, and sees what others did', async () => {
      for (const deadline of [noon + 3_599_999, noon + 90 * day + 1])
        await expect(move(deadline)).rejects.toMatchObject({ code: 'FIELDS_INVALID' });
      await move(noon + 90 * day);
      await expect(move(noon + 3_600_000)).rejects.toMatchObject({ code: 'CHANGED_MEANWHILE' });
      await cancel(world.deps, { ...of('manager'), message: undefined });
      await expect(move(noon + day, noon + 90 * day)).rejects.toMatchObject({ code: 'JOB_ENDED' });
    });
  });

  it('cancels once, with a word to those who were told', async () => {
    await cancel(world.deps, { ...of('manager'), message: ' Feil dokument, vi sender et nytt. ' });
    expect(await showJob(world.deps, of('manager'))).toMatchObject({
      status: 'FAILED',
      cancellationMessage: 'Feil dokument, vi sender et nytt.',
      acts: { cancel: false, remind: false },
    });
    const told = await world.notifications(job);
    expect(told.find(({ kind: what }) => what === 'cancelled')).toMatchObject({ channel: 'email' });
    const { timeline } = await showJob(world.deps, of('manager'));
    expect(timeline.find((event) => event.kind === 'JOB_CANCELLED')).toMatchObject({ by: 'manager' });
    await expect(cancel(world.deps, { ...of('manager'), message: undefined })).rejects.toMatchObject({
      code: 'JOB_ENDED',
    });
  });

  describe('two at the same moment', () => {
    const results = async (...acts: Promise<unknown>[]) => (await Promise.all(acts.map(outcome))).toSorted();

    it('move the deadline: one of them, and the other is told', async () => {
      const move = (days: number) =>
        moveDeadline(world.deps, {
          ...of('manager'),
          deadline: noon + days * day,
          instead: job.expiresAt,
        });
      expect(await results(move(40), move(50))).toEqual(['CHANGED_MEANWHILE', 'done']);
      const { timeline } = await showJob(world.deps, of('manager'));
      expect(timeline.filter((event) => event.kind === 'DEADLINE_MOVED')).toHaveLength(1);
    });

    it('remind: each signer hears once', async () => {
      world.time += 2 * 3_600_000;
      const act = () => remind(world.deps, of('manager'));
      expect(await results(act(), act())).toEqual(['NOT_NOW', 'done']);
    });

    it('cancel and make the last signature: one of them', async () => {
      const sign = (signerNumber: number) =>
        world.store.transaction((tx) =>
          recordSignature(tx, { jobId: job.id, signerNumber }, { xadesSha256: sha256 }, world.time),
        );
      await sign(1);
      const [cancelled, signed] = await Promise.all([
        outcome(cancel(world.deps, { ...of('manager'), message: 'Too late?' })),
        outcome(sign(2)),
      ]);
      const states = (await world.read(job)).signers.map(({ status }) => status);
      if (signed === 'done') {
        expect([cancelled, states]).toEqual(['JOB_ENDED', ['SIGNED', 'SIGNED']]);
        expect((await world.read(job)).cancellationMessage).toBeUndefined();
      } else {
        expect([cancelled, signed, states]).toEqual(['done', 'JOB_ENDED', ['SIGNED', 'CANCELLED']]);
      }
    });
  });

  it('tells no queue of the API about jobs sent from the portal', async () => {
    await world.database.execute(`update job set created_by_user = 'user-processor' where id = ${job.id}`);
    await cancel(world.deps, { ...of('processor'), message: undefined });
    const queue = { sender: company.number, flow: 'portal', name: '' } as const;
    expect(await world.store.polls.lease(queue, Date.now(), Date.now() + 1000, 1000)).toBeUndefined();
  });
});
