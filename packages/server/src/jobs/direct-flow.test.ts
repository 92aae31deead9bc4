import { FormatError } from '@segl/formats/errors';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { company, day, municipality, noon } from '../../test/jobs.ts';
import {
  broker,
  directRequest,
  directWorld,
  outsider,
  signerByNumber,
  type DirectWorld,
} from '../../test/direct.ts';
import { describeOnEachDatabase } from '../../test/stores.ts';
import { authorizeCaller } from '../organisations/access.ts';
import { findPades, findXades } from './artifacts.ts';
import { firstBrokenEvent } from './audit.ts';
import { confirmStatus } from './confirm-status.ts';
import { createDirectJob, type DirectJobRequest } from './create-direct-job.ts';
import { directJobStatus } from './direct-job-status.ts';
import { leaveCeremony } from './exit-url.ts';
import { expireJob } from './expire-job.ts';
import type { SignatureJob } from './model.ts';
import { pollStatusChange } from './poll-status-change.ts';
import { taskKinds, type QueueName } from './ports.ts';
import { recordRejection, recordSealed, recordSignature } from './record-acts.ts';
import { renewRedirectUrl } from './renew-redirect-url.ts';
import { sha256Hex } from './secrets.ts';

const xades = { xadesSha256: 'b'.repeat(64) };
const pades = 'c'.repeat(64);
const twoSigners = [signerByNumber('12345678910'), signerByNumber('12345678911')];

describeOnEachDatabase('direct flow', (kind) => {
  let world: DirectWorld;
  let queue: QueueName;
  beforeAll(async () => {
    world = await directWorld(kind);
  });
  afterAll(() => world.remove());
  // The tests share the database; each has its own queue.
  beforeEach((test) => {
    world.time = noon;
    queue = { sender: municipality.number, flow: 'direct', name: test.task.id };
  });

  const create = async (changes: Partial<DirectJobRequest> = {}): Promise<SignatureJob> =>
    (await createDirectJob(world.deps, directRequest(changes))).job;
  const createPolled = () =>
    create({ signers: twoSigners, statusRetrievalMethod: 'POLLING', pollingQueue: queue.name });
  const of = (job: SignatureJob) => ({ sender: job.sender, jobId: job.id, flow: 'direct' as const });
  const read = (job: SignatureJob) => world.store.transaction((tx) => tx.job(job.id));
  const sign = (job: SignatureJob, signerNumber = 1, now = world.time) =>
    world.store.transaction((tx) => recordSignature(tx, { jobId: job.id, signerNumber }, xades, now));
  const seal = (job: SignatureJob) =>
    world.store.transaction((tx) => recordSealed(tx, job.id, pades, world.time));
  const poll = () => pollStatusChange(world.deps, queue);
  const dueTasks = async (job: SignatureJob, now: number) =>
    (await world.store.tasks.claim(now, { now: Date.now(), until: Date.now() + 3_600_000 }, 1000, taskKinds))
      .filter(({ jobId }) => jobId === job.id)
      .map((task) => task.kind);

  describe('creating', () => {
    it('stores job, documents, links, expiry and audit event', async () => {
      const request = directRequest({ signers: twoSigners });
      const { job, redirectTokens } = await createDirectJob(world.deps, request);
      expect(await read(job)).toEqual(job);
      expect(job).toMatchObject({ createdAt: noon, expiresAt: noon + 30 * day, status: 'IN_PROGRESS' });
      expect(await world.deps.blobs.get(job.documents[0]!.sha256)).toEqual(
        Buffer.from(request.documents[0]!.bytes),
      );
      for (const { signerNumber, token } of redirectTokens) {
        const found = await world.store.transaction((tx) => tx.useRedirectToken(sha256Hex(token), noon));
        expect(found).toMatchObject({ kind: 'usable', signerId: job.signers[signerNumber - 1]!.id });
      }
      expect(await dueTasks(job, job.expiresAt - 1)).toEqual([]);
      expect(await dueTasks(job, job.expiresAt)).toEqual(['expire']);
      const trail = await world.store.transaction((tx) => tx.auditTrail(job.id));
      expect(trail.map((event) => event.kind)).toEqual(['JOB_CREATED']);
      expect(JSON.stringify(trail)).not.toContain('12345678910');
      expect(firstBrokenEvent(job.id, trail)).toBeUndefined();
    });

    it('lets a broker send for those who allow it, and nobody else', async () => {
      const job = await create({ caller: { organization: broker.number, sender: municipality.number } });
      expect(job).toMatchObject({ sender: municipality.number, createdBy: broker.number });
      const from = (organization: string, sender: string) =>
        authorizeCaller(world.deps, { organization, sender }, '0'.repeat(64));
      await expect(from(broker.number, company.number)).rejects.toMatchObject({
        code: 'BROKER_NOT_AUTHORIZED',
      });
      await expect(from(broker.number, '999999999')).rejects.toMatchObject({ code: 'BROKER_NOT_AUTHORIZED' });
      await expect(from(municipality.number, broker.number)).rejects.toMatchObject({
        code: 'BROKER_NOT_AUTHORIZED',
      });
      await expect(from(outsider.number, outsider.number)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' });
      await expect(from('999999999', '999999999')).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' });
    });

    const pdf = directRequest().documents[0]!;
    it.each<[string, Partial<DirectJobRequest>]>([
      ['MANIFEST_INVALID', { title: '' }],
      ['MANIFEST_INVALID', { title: 'x'.repeat(81) }],
      ['MANIFEST_INVALID', { description: 'x'.repeat(221) }],
      ['MALFORMED_REQUEST', { reference: 'x'.repeat(51) }],
      ['MANIFEST_INVALID', { documents: [] }],
      ['MANIFEST_INVALID', { documents: Array.from({ length: 21 }, () => pdf) }],
      [
        'DOCUMENTS_TOO_LARGE',
        { documents: [pdf, { ...pdf, fileName: 'b.pdf', bytes: new Uint8Array(10_485_760) }] },
      ],
      ['SIGNER_INVALID', { signers: [] }],
      [
        'SIGNER_INVALID',
        { signers: Array.from({ length: 11 }, (_, n) => signerByNumber(`123456789${10 + n}`)) },
      ],
      ['SIGNER_INVALID', { signers: [signerByNumber('12345678910'), signerByNumber('12345678910')] }],
      ['SIGNER_INVALID', { signers: [signerByNumber('1234567891')] }],
      ['POLLING_QUEUE_INVALID', { pollingQueue: 'a' }],
      ['POLLING_QUEUE_INVALID', { pollingQueue: 'a'.repeat(101), statusRetrievalMethod: 'POLLING' }],
      ['EXIT_URL_NOT_ALLOWED', { exitUrls: { ...directRequest().exitUrls, error: 'javascript:alert(1)' } }],
      [
        'NOT_ALLOWED_FOR_SECTOR',
        { caller: { organization: company.number, sender: company.number }, requiredAuthentication: 3 },
      ],
    ])('refuses with %s', async (code, changes) => {
      const before = await create();
      await expect(create(changes)).rejects.toMatchObject({ code });
      const after = await create();
      expect(after.id, 'nothing stored between').toBe(before.id + 1n);
    });

    it('says which document is refused and why, and stores none', async () => {
      const puts: unknown[] = [];
      const deps = {
        ...world.deps,
        blobs: {
          ...world.deps.blobs,
          put: (content: Uint8Array) => Promise.resolve(String(puts.push(content))),
        },
        inspector: {
          inspect: () => Promise.reject(new FormatError('PDF_ENCRYPTED', 'The PDF is encrypted.')),
        },
      };
      const creating = createDirectJob(deps, directRequest());
      await expect(creating).rejects.toMatchObject({ code: 'DOCUMENT_REFUSED' });
      await expect(creating).rejects.toThrow(/søknad\.pdf.*encrypted.*PDF_ENCRYPTED/);
      expect(puts).toEqual([]);
    });
  });

  it("shows another sender's job to nobody", async () => {
    const job = await create();
    const other = { sender: company.number, jobId: job.id, flow: 'direct' as const };
    const gone = { code: 'JOB_NOT_FOUND' };
    await expect(renewRedirectUrl(world.deps, { ...other, signerNumber: 1 })).rejects.toMatchObject(gone);
    await expect(directJobStatus(world.deps, { ...other, token: 'x' })).rejects.toMatchObject(gone);
    await expect(confirmStatus(world.deps, { ...other, changeId: undefined })).rejects.toMatchObject(gone);
    await expect(findPades(world.deps, other)).rejects.toMatchObject(gone);
    await expect(findXades(world.deps, { ...other, signerNumber: 1 })).rejects.toMatchObject(gone);
  });

  it('renews a redirect-url while the signer can act', async () => {
    const job = await create({ signers: twoSigners });
    const { token } = await renewRedirectUrl(world.deps, { ...of(job), signerNumber: 2 });
    const found = await world.store.transaction((tx) => tx.peekRedirectToken(sha256Hex(token)));
    expect(found).toMatchObject({ kind: 'usable', signerId: job.signers[1]!.id });
    await sign(job, 2);
    const renew = (signerNumber: number) => renewRedirectUrl(world.deps, { ...of(job), signerNumber });
    await expect(renew(2)).rejects.toMatchObject({ code: 'SIGNER_ALREADY_ACTED' });
    await expect(renew(3)).rejects.toMatchObject({ code: 'SIGNER_NOT_FOUND' });
    world.time = job.expiresAt;
    await expect(renew(1)).rejects.toMatchObject({ code: 'JOB_ENDED' });
  });

  it('tells the status to whoever brings a token that a signer came back with', async () => {
    const job = await create();
    const status = (token: string | undefined) => directJobStatus(world.deps, { ...of(job), token });
    await expect(status('a')).rejects.toMatchObject({ code: 'SIGNING_CEREMONY_NOT_COMPLETED' });
    for (const token of ['a', 'b', 'b']) {
      const url = await world.store.transaction((tx) =>
        leaveCeremony(tx, job.id, 'https://s.example/', token),
      );
      expect(url).toBe(`https://s.example/?status_query_token=${token}`);
    }
    expect((await status('a')).id).toBe(job.id);
    expect((await status('b')).id).toBe(job.id);
    await expect(status('c')).rejects.toMatchObject({ code: 'INVALID_STATUS_QUERY_TOKEN' });
    await expect(status(undefined)).rejects.toMatchObject({ code: 'INVALID_STATUS_QUERY_TOKEN' });
  });

  it('waits for the seal before telling the status of a job that everybody has signed, but not for ever', async () => {
    const job = await create();
    await world.store.transaction((tx) => leaveCeremony(tx, job.id, 'https://s.example/', 'a'));
    await sign(job);
    let slept = 0;
    const status = (sleep: () => Promise<unknown>) =>
      directJobStatus({ ...world.deps, sleep: () => ((slept += 1), sleep()) }, { ...of(job), token: 'a' });
    expect((await status(() => Promise.resolve())).status).toBe('IN_PROGRESS');
    expect(slept).toBe(100);
    expect((await status(() => seal(job))).status).toBe('COMPLETED_SUCCESSFULLY');
    expect(slept).toBe(101);
  });

  it('hands each change to a poll, at its time, and again until it is confirmed', async () => {
    const job = await createPolled();
    expect(await poll()).toEqual({ kind: 'nothing', nextPermittedPoll: noon + 5000 });
    expect(await poll()).toEqual({ kind: 'too-early', nextPermittedPoll: noon + 5000 });
    await sign(job, 1);
    world.time += 5000;
    const first = await poll();
    expect(first).toMatchObject({
      kind: 'change',
      nextPermittedPoll: world.time,
      change: {
        snapshot: { jobStatus: 'IN_PROGRESS', signers: [{ status: 'SIGNED' }, { status: 'WAITING' }] },
      },
      job: { id: job.id },
    });
    expect((await poll()).kind).toBe('nothing');
    world.time += 10 * 60_000;
    const again = await poll();
    expect('change' in again && 'change' in first && again.change.id === first.change.id).toBe(true);
    if (!('change' in again)) return;
    const confirm = (changeId: bigint) => confirmStatus(world.deps, { ...of(job), changeId });
    await confirm(again.change.id);
    await confirm(again.change.id);
    await expect(confirm(999n)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await sign(job, 2);
    world.time += 5000;
    expect((await poll()).kind, 'nothing new before the seal').toBe('nothing');
    await seal(job);
    await seal(job);
    world.time += 5000;
    const last = await poll();
    expect(last).toMatchObject({ change: { snapshot: { jobStatus: 'COMPLETED_SUCCESSFULLY' } } });
    expect((await read(job))?.handledAt).toBeUndefined();
    if ('change' in last) await confirm(last.change.id);
    expect((await read(job))?.handledAt).toBe(world.time);
    expect((await poll()).kind).toBe('nothing');
  });

  it('makes no change of status for a job that is not polled for; its end can be confirmed, twice', async () => {
    const job = await create();
    await world.store.transaction((tx) =>
      recordRejection(tx, { jobId: job.id, signerNumber: 1 }, 'nei', noon),
    );
    expect((await poll()).kind).toBe('nothing');
    const confirm = () => confirmStatus(world.deps, { ...of(job), changeId: undefined });
    await confirm();
    world.time += 5;
    await confirm();
    expect(await read(job)).toMatchObject({ status: 'FAILED', handledAt: noon });
  });

  it('does not call a job handled that has not ended', async () => {
    const job = await create();
    await confirmStatus(world.deps, { ...of(job), changeId: undefined });
    expect((await read(job))?.handledAt).toBeUndefined();
  });

  it('knows which files hold the results', async () => {
    const job = await create({ signers: twoSigners });
    await expect(findPades(world.deps, of(job))).rejects.toMatchObject({ code: 'DOCUMENT_NOT_AVAILABLE' });
    await sign(job, 1);
    expect(await findPades(world.deps, of(job))).toMatchObject({ kind: 'partial' });
    expect(await findXades(world.deps, { ...of(job), signerNumber: 1 })).toEqual({
      sha256: xades.xadesSha256,
    });
    const none = findXades(world.deps, { ...of(job), signerNumber: 2 });
    await expect(none).rejects.toMatchObject({ code: 'DOCUMENT_NOT_AVAILABLE' });
    await sign(job, 2);
    await seal(job);
    expect(await findPades(world.deps, of(job))).toMatchObject({ kind: 'sealed', sha256: pades });
  });

  describe('at the same moment', () => {
    const rounds = 40;

    it('two last signers both sign and the job is sealed once', async () => {
      for (let round = 0; round < rounds; round += 1) {
        const job = await createPolled();
        await Promise.all([sign(job, 1), sign(job, 2)]);
        const changes = await drain(world, queue);
        expect(changes.map(({ jobStatus }) => jobStatus)).toEqual(['IN_PROGRESS']);
        expect(await dueTasks(job, world.time)).toEqual(['seal']);
      }
    });

    it('one signer signing twice signs once', async () => {
      const job = await create({ signers: twoSigners });
      const outcomes = await Promise.allSettled([sign(job), sign(job), sign(job)]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const lost = outcomes.find(({ status }) => status === 'rejected');
      expect(lost).toMatchObject({ reason: { code: 'SIGNER_ALREADY_ACTED' } });
    });

    it('signature and expiry, signature and rejection: one of them happened, and everything agrees', async () => {
      const seen = new Set<string>();
      for (let round = 0; round < rounds; round += 1) {
        world.time = noon;
        const job = await createPolled();
        await sign(job, 1);
        world.time = job.expiresAt;
        const late = { ...world.deps, clock: { now: () => job.expiresAt, wall: () => 0 } };
        const reject = () =>
          world.store.transaction((tx) =>
            recordRejection(tx, { jobId: job.id, signerNumber: 2 }, undefined, job.expiresAt - 1),
          );
        const end = round % 2 === 0 ? () => expireJob(late, job.id) : reject;
        const signing = () => sign(job, 2, job.expiresAt - 1);
        const order = round % 4 < 2 ? [signing, end] : [end, signing];
        await Promise.allSettled(order.map((act) => act()));
        const [second, outcome] = [(await read(job))?.signers[1]?.status, (await read(job))?.status];
        seen.add(`${String(second)} ${String(outcome)}`);
        const changes = await drain(world, queue);
        expect(changes).toHaveLength(second === 'SIGNED' ? 1 : 2);
        const trail = await world.store.transaction((tx) => tx.auditTrail(job.id));
        expect(firstBrokenEvent(job.id, trail)).toBeUndefined();
      }
      expect([...seen].sort()).toEqual(['EXPIRED FAILED', 'REJECTED FAILED', 'SIGNED IN_PROGRESS']);
    });

    it('no two polls get the same change', async () => {
      const job = await createPolled();
      await sign(job, 1);
      await world.store.transaction(async (tx) => {
        for (let n = 0; n < 300; n += 1) {
          await tx.insertStatusChange(queue, job.id, { jobStatus: 'IN_PROGRESS', signers: [] }, n);
        }
      });
      const got: bigint[] = [];
      const poller = async (): Promise<void> => {
        for (let n = 0; n < 60; n += 1) {
          const result = await pollStatusChange({ ...world.deps, pollPause: 0 }, queue);
          if (result.kind === 'change') got.push(result.change.id);
        }
      };
      await Promise.all(Array.from({ length: 8 }, poller));
      expect(got).toHaveLength(301);
      expect(new Set(got).size).toBe(301);
    });
  });
});

/** Takes everything out of the queue. */
async function drain(world: DirectWorld, queue: QueueName) {
  const snapshots = [];
  for (;;) {
    const leased = await world.store.polls.lease(queue, world.time, world.time + 1, 0);
    if (leased === undefined) return snapshots;
    const { id, jobId, snapshot } = leased.change;
    await world.store.transaction((tx) => tx.confirmStatusChange(jobId, id, world.time));
    snapshots.push(snapshot);
  }
}
