/** Whatever signers, sender and clock do, in whatever order: the rules of a portal job hold, in the store and in the queue. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { day, noon } from '../../test/jobs.ts';
import { ase, lookedUp, ola, portalWorld, type PortalWorld } from '../../test/portal.ts';
import { describeOnEachDatabase } from '../../test/stores.ts';
import { ServiceError } from '../errors.ts';
import { activateGroup } from './activate-group.ts';
import { firstBrokenEvent } from './audit.ts';
import { cancelJob } from './cancel-job.ts';
import { confirmStatus } from './confirm-status.ts';
import { deleteDocuments, deleteDocumentsInDueTime } from './delete-documents.ts';
import { expireJob } from './expire-job.ts';
import type { SignatureJob } from './model.ts';
import { pollStatusChange } from './poll-status-change.ts';
import type { StatusSnapshot, Transaction } from './ports.ts';
import { currentOrder } from './state-machine.ts';
import { recordFailure, recordRejection, recordSealed, recordSignature } from './record-acts.ts';

const people = [ase, ola, '23875840266'];

interface Run {
  readonly world: PortalWorld;
  readonly job: SignatureJob;
}
type Act = (run: Run) => Promise<unknown>;

const of = ({ job }: Run) => ({ sender: job.sender, jobId: job.id, flow: 'portal' as const });
const signerOf = ({ job }: Run, signerNumber: number) => ({ jobId: job.id, signerNumber });
const signer = fc.integer({ min: 1, max: people.length });

/** Named, so that a counterexample can be read. */
type NamedAct = readonly [name: string, act: Act];
const always = (...act: NamedAct): fc.Arbitrary<NamedAct> => fc.constant(act);
const inStore =
  (record: (tx: Transaction, run: Run) => Promise<unknown>): Act =>
  (run) =>
    run.world.store.transaction((tx) => record(tx, run));

const signs = signer.map((number): NamedAct => [
  `signer ${number} signs`,
  inStore((tx, run) =>
    recordSignature(tx, signerOf(run, number), { xadesSha256: String(number).repeat(64) }, run.world.time),
  ),
]);
const rejects = signer.map((number): NamedAct => [
  `signer ${number} rejects`,
  inStore((tx, run) => recordRejection(tx, signerOf(run, number), 'nei', run.world.time)),
]);
const isLost = fc
  .tuple(signer, fc.constantFrom('BLOCKED' as const, 'SIGNERS_NAME_NOT_AVAILABLE' as const))
  .map(([number, kind]): NamedAct => [
    `signer ${number} becomes ${kind}`,
    inStore((tx, run) => recordFailure(tx, signerOf(run, number), { kind }, run.world.time)),
  ]);
const passes = fc
  .integer({ min: 1, max: 12 * day })
  .map((time): NamedAct => [`${time} ms pass`, ({ world }) => Promise.resolve((world.time += time))]);
const optsOut = fc
  .boolean()
  .map((reserved): NamedAct => [
    `the second person ${reserved ? 'opts out' : 'opts in'}`,
    ({ world }) => Promise.resolve(world.registered.set(ola, { reserved, email: 'ola@example.com' })),
  ]);

const acts: fc.Arbitrary<NamedAct> = fc.oneof(
  { weight: 8, arbitrary: signs },
  { weight: 1, arbitrary: rejects },
  { weight: 1, arbitrary: isLost },
  { weight: 4, arbitrary: passes },
  { weight: 1, arbitrary: optsOut },
  { weight: 1, arbitrary: always('the sender cancels', (run) => cancelJob(run.world.deps, of(run))) },
  { weight: 1, arbitrary: always('the sender deletes', (run) => deleteDocuments(run.world.deps, of(run))) },
  { weight: 2, arbitrary: always('expiry', (run) => expireJob(run.world.deps, run.job.id)) },
  { weight: 3, arbitrary: always('activation', (run) => activateGroup(run.world.deps, run.job.id)) },
  {
    weight: 3,
    arbitrary: always(
      'seal',
      inStore((tx, { job, world }) => recordSealed(tx, job.id, 'c'.repeat(64), world.time)),
    ),
  },
);

describeOnEachDatabase('the life of a portal job', (kind) => {
  let world: PortalWorld;
  let runs = 0;
  beforeAll(async () => {
    world = await portalWorld(kind);
    world.registered.set(people[2]!, { reserved: false, mobile: '+4799000003' });
  });
  afterAll(() => world.remove());

  it('keeps its rules', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 3, maxLength: 3 }),
        fc.array(acts, { maxLength: 25 }),
        async (orders, sequence) => {
          world.time = noon;
          const job = await world.create({
            pollingQueue: `run-${(runs += 1)}`,
            signers: people.map((number, index) => lookedUp(number, { order: orders[index] })),
          });
          const told: StatusSnapshot[] = [];
          let before = job;
          for (const [, act] of sequence) {
            await tolerating(act({ world, job }));
            const after = await world.read(job);
            checkStep(before, after);
            before = after;
          }
          for (;;) {
            const queue = { sender: job.sender, flow: 'portal' as const, name: job.pollingQueue };
            const poll = await pollStatusChange({ ...world.deps, pollPause: 0 }, queue);
            if (poll.kind !== 'change') break;
            told.push(poll.change.snapshot);
            await confirmStatus(world.deps, { ...of({ world, job }), changeId: poll.change.id });
          }
          checkQueue(before, told);
          const trail = await world.store.transaction((tx) => tx.auditTrail(job.id));
          expect(firstBrokenEvent(job.id, trail)).toBeUndefined();
          await deleteDocumentsInDueTime(world.deps, job.id);
        },
      ),
      { numRuns: 150 },
    );
  });
});

/** What the rules refuse is refused by name; nothing else may go wrong. */
async function tolerating(act: Promise<unknown>): Promise<void> {
  await act.catch((error: unknown) => {
    if (!(error instanceof ServiceError) || error.code === 'INTERNAL_ERROR') throw error;
  });
}

function checkStep(before: SignatureJob, after: SignatureJob): void {
  const statuses = after.signers.map(({ status }) => status);
  for (const [index, { status, since }] of before.signers.entries()) {
    if (status === 'WAITING') continue;
    expect(after.signers[index], 'no way out of a final status').toMatchObject({ status, since });
  }
  if (before.status !== 'IN_PROGRESS') {
    expect([after.status, after.endedAt]).toEqual([before.status, before.endedAt]);
  }
  const lost = statuses.filter((status) => !['WAITING', 'SIGNED', 'NOT_APPLICABLE'].includes(status));
  if (after.status === 'COMPLETED_SUCCESSFULLY') expect(new Set(statuses)).toEqual(new Set(['SIGNED']));
  if (after.status === 'FAILED') {
    expect(statuses).not.toContain('WAITING');
    expect(lost.length).toBeGreaterThan(0);
  } else {
    expect(lost).toEqual([]);
  }
  checkTurns(before, after);
}

/** Nobody signs before all of lower order have; a new group has the whole period from the last signature before it. */
function checkTurns(before: SignatureJob, after: SignatureJob): void {
  for (const { number, order, status } of after.signers) {
    const was = before.signers.find((signer) => signer.number === number);
    if (status !== 'SIGNED' || was?.status === 'SIGNED') continue;
    expect(
      before.signers.filter((other) => other.order < order).every((other) => other.status === 'SIGNED'),
    ).toBe(true);
  }
  const [turnBefore, turnAfter] = [currentOrder(before), currentOrder(after)];
  const signedAt = after.signers.filter(({ status }) => status === 'SIGNED').map(({ since }) => since);
  expect(after.expiresAt).toBe(
    turnAfter === undefined || turnAfter === turnBefore
      ? before.expiresAt
      : Math.max(...signedAt) + after.available,
  );
}

/** Each change once, in order, and the last one is how the job stands, but for a last signature that waits for its seal. */
function checkQueue(job: SignatureJob, told: readonly StatusSnapshot[]): void {
  const written = told.map((snapshot) => JSON.stringify(snapshot));
  expect(new Set(written).size).toBe(written.length);
  expect(told.slice(0, -1).every(({ jobStatus }) => jobStatus === 'IN_PROGRESS')).toBe(true);
  const changed = job.signers.filter(({ status }) => status !== 'WAITING');
  const waitsForSeal = job.status === 'IN_PROGRESS' && job.signers.every(({ status }) => status === 'SIGNED');
  if (changed.length === 0 || waitsForSeal) return;
  expect(told.at(-1)).toEqual({
    jobStatus: job.status,
    signers: job.signers.map(({ number, status, since }) => ({ number, status, since })),
  });
}
