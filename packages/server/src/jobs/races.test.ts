/** Acts at the same moment, many times over: the database decides, and there is exactly one outcome. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { day, municipality, newJob, newSigner, noon } from '../../test/jobs.ts';
import { portalWorld, type PortalWorld } from '../../test/portal.ts';
import { describeOnEachDatabase } from '../../test/stores.ts';
import { cancelJob } from './cancel-job.ts';
import { confirmStatus } from './confirm-status.ts';
import { expireJob } from './expire-job.ts';
import type { SignatureJob } from './model.ts';
import { pollStatusChange } from './poll-status-change.ts';
import type { QueueName } from './ports.ts';
import { recordSignature } from './record-acts.ts';
import { taskKinds } from './ports.ts';

const rounds = 1000;
/** Rounds that run at once, so that they get in each other's way too. */
const abreast = 20;

describeOnEachDatabase('races', (kind) => {
  let world: PortalWorld;
  beforeAll(async () => {
    world = await portalWorld(kind);
  });
  afterAll(() => world.remove());

  const xades = { xadesSha256: 'b'.repeat(64) };
  const create = (pollingQueue: string, signers: number): Promise<SignatureJob> =>
    world.store.transaction((tx) =>
      tx.insertJob(
        newJob(signers, {
          flow: 'portal',
          pollingQueue,
          exitUrls: undefined,
          signers: Array.from({ length: signers }, (_, index) => newSigner(index + 1)),
        }),
      ),
    );
  const of = (job: SignatureJob) => ({ sender: job.sender, jobId: job.id, flow: 'portal' as const });
  const sign = (job: SignatureJob, signerNumber: number) =>
    world.store.transaction((tx) => recordSignature(tx, { jobId: job.id, signerNumber }, xades, world.time));
  const queueOf = (round: number): QueueName => ({
    sender: municipality.number,
    flow: 'portal',
    name: `${kind.name}-${round}`,
  });
  /** Everything that waits in the queue, in order. */
  const drain = async (queue: QueueName) => {
    const statuses: string[] = [];
    for (;;) {
      const poll = await pollStatusChange({ ...world.deps, pollPause: 0 }, queue);
      if (poll.kind !== 'change') return statuses;
      statuses.push(poll.change.snapshot.jobStatus);
    }
  };
  const settle = async (acts: readonly Promise<unknown>[]) =>
    (await Promise.allSettled(acts)).map(({ status }) => status === 'fulfilled');
  const manyTimes = async (round: (number: number) => Promise<void>): Promise<void> => {
    for (let start = 0; start < rounds; start += abreast) {
      await Promise.all(Array.from({ length: abreast }, (_, index) => round(start + index)));
    }
  };
  /** Both in either order: which is begun first must not decide it. */
  const inEitherOrder = (round: number, acts: readonly [() => Promise<unknown>, () => Promise<unknown>]) =>
    round % 2 === 0
      ? settle(acts.map((act) => act()))
      : settle(acts.toReversed().map((act) => act())).then((outcomes) => outcomes.toReversed());
  let next = 0;
  const freshQueue = (): QueueName => queueOf(next++);

  it('two last signers: one seal task, one change of status', async () => {
    const jobs: bigint[] = [];
    await manyTimes(async (round) => {
      const queue = freshQueue();
      const job = await create(queue.name, 2);
      jobs.push(job.id);
      const done = await inEitherOrder(round, [() => sign(job, 1), () => sign(job, 2)]);
      expect(done).toEqual([true, true]);
      expect(await drain(queue)).toEqual(['IN_PROGRESS']);
    });
    const now = Date.now();
    const tasks = await world.store.tasks.claim(noon, { now, until: now + 3_600_000 }, 100_000, taskKinds);
    const seals = tasks.filter((task) => task.kind === 'seal').map(({ jobId }) => jobId);
    expect(seals.sort()).toEqual(jobs.sort());
  });

  it('the last signature against cancellation: one of them, and the other is told', async () => {
    const won = { signature: 0, cancellation: 0 };
    await manyTimes(async (round) => {
      const queue = freshQueue();
      const job = await create(queue.name, 1);
      const [signed, cancelled] = await inEitherOrder(round, [
        () => sign(job, 1),
        () => cancelJob(world.deps, of(job)),
      ]);
      expect(signed).toBe(!cancelled);
      const { status, signers } = await world.read(job);
      expect([status, signers[0]?.status]).toEqual(
        signed ? ['IN_PROGRESS', 'SIGNED'] : ['FAILED', 'CANCELLED'],
      );
      expect(await drain(queue)).toEqual(signed ? [] : ['FAILED']);
      won[signed ? 'signature' : 'cancellation'] += 1;
    });
    expect(won.signature + won.cancellation).toBe(rounds);
  });

  it('the first of two signatures against cancellation: never lost once acknowledged', async () => {
    await manyTimes(async (round) => {
      const queue = freshQueue();
      const job = await create(queue.name, 2);
      const [signed, cancelled] = await inEitherOrder(round, [
        () => sign(job, 1),
        () => cancelJob(world.deps, of(job)),
      ]);
      expect(cancelled).toBe(true);
      const { signers } = await world.read(job);
      expect(signers.map(({ status }) => status)).toEqual([signed ? 'SIGNED' : 'CANCELLED', 'CANCELLED']);
      expect(await drain(queue)).toEqual(signed ? ['IN_PROGRESS', 'FAILED'] : ['FAILED']);
    });
  });

  it('a signature of the last moment against expiry: one of them', async () => {
    await manyTimes(async (round) => {
      const queue = freshQueue();
      const job = await create(queue.name, 1);
      const signing = (): Promise<unknown> =>
        world.store.transaction((tx) =>
          recordSignature(
            tx,
            { jobId: job.id, signerNumber: 1 },
            { ...xades, actedAt: job.expiresAt - 1 },
            job.expiresAt,
          ),
        );
      const clock = { ...world.deps.clock, now: () => job.expiresAt };
      const expiring = (): Promise<unknown> => expireJob({ store: world.store, clock }, job.id);
      const [signed] = await inEitherOrder(round, [signing, expiring]);
      const { status, signers } = await world.read(job);
      expect([status, signers[0]?.status]).toEqual(
        signed ? ['IN_PROGRESS', 'SIGNED'] : ['FAILED', 'EXPIRED'],
      );
      expect(await drain(queue)).toEqual(signed ? [] : ['FAILED']);
    });
  });

  it('many polls at once: each change to one of them', async () => {
    const queue = freshQueue();
    const job = await create(queue.name, 1);
    const snapshot = { jobStatus: 'IN_PROGRESS' as const, signers: [] };
    await world.store.transaction(async (tx) => {
      for (let n = 0; n < rounds; n += 1) await tx.insertStatusChange(queue, job.id, snapshot, noon);
    });
    const seen: bigint[] = [];
    await Promise.all(
      Array.from({ length: abreast }, async () => {
        for (;;) {
          const poll = await pollStatusChange({ ...world.deps, pollPause: 0 }, queue);
          if (poll.kind !== 'change') return;
          seen.push(poll.change.id);
        }
      }),
    );
    expect(seen.length).toBe(rounds);
    expect(new Set(seen).size).toBe(rounds);
  });

  it('a confirmation against the end of its lease: handed out again or not, never after it', async () => {
    await manyTimes(async (round) => {
      const queue = freshQueue();
      const job = await create(queue.name, 1);
      const snapshot = { jobStatus: 'IN_PROGRESS' as const, signers: [] };
      await world.store.transaction((tx) => tx.insertStatusChange(queue, job.id, snapshot, noon));
      const poll = await pollStatusChange(world.deps, queue);
      if (poll.kind !== 'change') throw new Error('there was a change');
      const later = { ...world.deps, clock: { ...world.deps.clock, now: () => noon + day } };
      const [confirmed, polled] = await inEitherOrder(round, [
        () => confirmStatus(world.deps, { ...of(job), changeId: poll.change.id }),
        () => pollStatusChange(later, queue),
      ]);
      expect([confirmed, polled]).toEqual([true, true]);
      const last = { ...world.deps, clock: { ...world.deps.clock, now: () => noon + 2 * day } };
      expect((await pollStatusChange(last, queue)).kind).toBe('nothing');
    });
  });
});
