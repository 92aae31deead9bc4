import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { day, jobInMemory, noon } from '../../test/jobs.ts';
import { ServiceError } from '../errors.ts';
import type { SignatureJob, SignerStatus } from './model.ts';
import type { TaskKind } from './ports.ts';
import { keepingTime, keptUntil } from './keeping-time.ts';
import {
  applied,
  currentOrder,
  isActive,
  isReadyToSeal,
  jobCancelled,
  jobExpired,
  jobSealed,
  signerActed,
  type SignerAct,
  type Transition,
} from './state-machine.ts';

const xades = 'b'.repeat(64);
const pades = 'c'.repeat(64);
const sign: SignerAct = { kind: 'SIGNED', xadesSha256: xades };
const statuses = (job: SignatureJob): SignerStatus[] => job.signers.map(({ status }) => status);
const code = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof ServiceError) return error.code;
    throw error;
  }
  return 'none';
};
const after = (job: SignatureJob, transition: Transition | undefined): SignatureJob =>
  transition === undefined ? job : applied(job, transition);

describe('the life of a job', () => {
  it('is sealed after the last signature, and completed only then', () => {
    const first = signerActed(jobInMemory(2), 1, sign, noon + 1);
    expect(first).toMatchObject({ job: {}, statusChange: true, tasks: [] });
    const half = applied(jobInMemory(2), first);
    const second = signerActed(half, 2, sign, noon + 2);
    expect(second).toMatchObject({
      job: {},
      statusChange: false,
      tasks: [{ kind: 'seal', key: '1', dueAt: noon + 2 }],
    });
    const whole = applied(half, second);
    expect(whole.status).toBe('IN_PROGRESS');
    expect(isReadyToSeal(whole)).toBe(true);
    const sealed = jobSealed(whole, pades, noon + 3);
    expect(sealed).toMatchObject({
      statusChange: true,
      tasks: [{ kind: 'delete-documents', dueAt: noon + 3 + 40 * day }],
    });
    const complete = after(whole, sealed);
    expect(complete).toMatchObject({
      status: 'COMPLETED_SUCCESSFULLY',
      endedAt: noon + 3,
      padesSha256: pades,
      keptFor: 40 * day,
    });
    expect(jobSealed(complete, pades, noon + 4)).toBeUndefined();
  });

  it('keeps the documents for as long as the sender wants when the job completes', () => {
    const signedBySigner = jobInMemory(1, { signers: [{ ...jobInMemory(1).signers[0]!, status: 'SIGNED' }] });
    const until = (longTermStorage: boolean) => {
      const keptFor = keepingTime({ longTermStorage, keptDays: 3 });
      const sealed = jobSealed(signedBySigner, pades, noon, keptFor);
      const job = after(signedBySigner, sealed);
      expect(sealed?.tasks[0]).toMatchObject({ kind: 'delete-documents', dueAt: keptUntil(job) });
      return keptUntil(job);
    };
    expect(until(false)).toBe(noon + 3 * day);
    expect(until(true)).toBe(Date.UTC(2046, 10, 24, 12));
  });

  it('has the proof renewed every three years, and in time before it ends, while the documents are kept', () => {
    const signedBySigner = jobInMemory(1, { signers: [{ ...jobInMemory(1).signers[0]!, status: 'SIGNED' }] });
    const renewals = (keptFor: number, provenUntil?: number) =>
      jobSealed(signedBySigner, pades, noon, keptFor, provenUntil)
        ?.tasks.filter(({ kind }) => kind === 'renew-proof')
        .map(({ dueAt }) => (dueAt - noon) / day);
    const long = keepingTime({ longTermStorage: true, keptDays: 3 });
    expect(renewals(long)).toEqual([1096]);
    expect(renewals(long, noon + 400 * day)).toEqual([220]);
    expect(renewals(long, noon + 10 * day)).toEqual([1]);
    expect(renewals(40 * day)).toEqual([]);
    expect(renewals(40 * day, noon + 200 * day)).toEqual([20]);
  });

  it.each([
    { kind: 'REJECTED', reason: 'no' },
    { kind: 'FAILED', cause: 'X' },
    { kind: 'SIGNERS_NAME_NOT_AVAILABLE' },
  ] satisfies SignerAct[])('ends when a signer is $kind; who signed stays signed', (act) => {
    const half = applied(jobInMemory(3), signerActed(jobInMemory(3), 1, sign, noon + 1));
    const ended = applied(half, signerActed(half, 2, act, noon + 2));
    expect(ended).toMatchObject({ status: 'FAILED', endedAt: noon + 2 });
    expect(statuses(ended)).toEqual(['SIGNED', act.kind, 'NOT_APPLICABLE']);
    expect(ended.signers.map(({ since }) => since)).toEqual([noon + 1, noon + 2, noon + 2]);
    expect(code(() => signerActed(ended, 3, sign, noon + 3))).toBe('JOB_ENDED');
    expect(code(() => signerActed(ended, 2, sign, noon + 3))).toBe('SIGNER_ALREADY_ACTED');
  });

  it('says of those whom others or the clock ended that the job has ended, not that they have acted', () => {
    const job = jobInMemory(1, { flow: 'portal' });
    for (const ended of [applied(job, jobCancelled(job, noon)), after(job, jobExpired(job, job.expiresAt))]) {
      expect(code(() => signerActed(ended, 1, sign, noon))).toBe('JOB_ENDED');
    }
  });

  it("keeps a rejection's reason for the sender and out of the audit trail", () => {
    const rejected = signerActed(jobInMemory(1), 1, { kind: 'REJECTED', reason: 'Kari er syk' }, noon);
    expect(applied(jobInMemory(1), rejected).signers[0]?.rejectionReason).toBe('Kari er syk');
    expect(JSON.stringify(rejected.audit)).not.toContain('Kari');
  });

  it('expires for those who wait, at the end of the period and not before', () => {
    const job = jobInMemory(2);
    expect(jobExpired(job, job.expiresAt - 1)).toBeUndefined();
    const half = applied(job, signerActed(job, 2, sign, noon));
    const expired = after(half, jobExpired(half, job.expiresAt));
    expect(statuses(expired)).toEqual(['EXPIRED', 'SIGNED']);
    expect(expired.status).toBe('FAILED');
    expect(code(() => signerActed(job, 1, sign, job.expiresAt))).toBe('JOB_ENDED');
    expect(code(() => signerActed(job, 1, sign, job.expiresAt - 1))).toBe('none');
  });

  it('no longer expires or is cancelled once everybody has signed', () => {
    const job = jobInMemory(1, { flow: 'portal' });
    const signed = applied(job, signerActed(job, 1, sign, noon));
    expect(jobExpired(signed, noon + 40 * day)).toBeUndefined();
    expect(code(() => jobCancelled(signed, noon))).toBe('JOB_ENDED');
  });

  it('lets signers of a chain act in their turn; later ones do not expire', () => {
    const plain = jobInMemory(3, { flow: 'portal' });
    const chain = {
      ...plain,
      signers: plain.signers.map((signer, index) => ({ ...signer, order: [0, 0, 5][index] ?? 0 })),
    };
    expect(chain.signers.map((signer) => isActive(chain, signer))).toEqual([true, true, false]);
    expect(code(() => signerActed(chain, 3, sign, noon))).toBe('JOB_ENDED');
    const half = applied(chain, signerActed(chain, 1, sign, noon));
    expect(statuses(after(half, jobExpired(half, half.expiresAt)))).toEqual([
      'SIGNED',
      'EXPIRED',
      'NOT_APPLICABLE',
    ]);
    const lastOfGroup = signerActed(half, 2, sign, noon + day);
    const next = applied(half, lastOfGroup);
    expect(next.expiresAt, 'the whole period anew').toBe(noon + 31 * day);
    expect(lastOfGroup.tasks).toEqual([
      { kind: 'activate', key: '1:5', dueAt: noon + day },
      { kind: 'expire', key: `1:${noon + 31 * day}`, dueAt: noon + 31 * day },
    ]);
    expect(code(() => signerActed(next, 3, sign, noon + 31 * day - 1))).toBe('none');
    expect(code(() => signerActed(next, 3, sign, noon + 31 * day))).toBe('JOB_ENDED');
  });

  it('lets nobody act before its activation, but be cancelled', () => {
    const job = jobInMemory(1, { flow: 'portal', activatesAt: noon + day, expiresAt: noon + 31 * day });
    expect(code(() => signerActed(job, 1, sign, noon + day - 1))).toBe('JOB_ENDED');
    expect(code(() => signerActed(job, 1, sign, noon + day))).toBe('none');
    expect(statuses(applied(job, jobCancelled(job, noon)))).toEqual(['CANCELLED']);
  });

  it('refuses acts that only portal jobs know, and signers that are not there', () => {
    expect(code(() => signerActed(jobInMemory(1), 1, { kind: 'BLOCKED' }, noon))).toBe('INTERNAL_ERROR');
    expect(code(() => jobCancelled(jobInMemory(1), noon))).toBe('INTERNAL_ERROR');
    expect(code(() => signerActed(jobInMemory(1), 2, sign, noon))).toBe('SIGNER_NOT_FOUND');
  });

  it('keeps its rules whatever happens, in whatever order', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('direct' as const, 'portal' as const),
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 4 }),
        fc.array(anyAct, { maxLength: 12 }),
        (flow, orders, acts) => {
          const plain = jobInMemory(orders.length, { flow });
          let job: SignatureJob = {
            ...plain,
            signers: plain.signers.map((signer, n) => ({ ...signer, order: orders[n] ?? 0 })),
          };
          const changes: string[] = [];
          for (const [index, act] of acts.entries()) {
            const now = act.late ? job.expiresAt + index : noon + index;
            const transition = attempt(() => act.act(job, now));
            if (transition === undefined) continue;
            const next = applied(job, transition);
            checkStep(job, next, transition, now);
            if (transition.statusChange) changes.push(JSON.stringify([next.status, statuses(next)]));
            job = next;
          }
          expect(new Set(changes).size, 'each change once').toBe(changes.length);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

interface AnyAct {
  readonly late: boolean;
  readonly act: (job: SignatureJob, now: number) => Transition | undefined;
}

const signerNumber = fc.integer({ min: 1, max: 4 });
const acts: SignerAct[] = [
  sign,
  sign,
  sign,
  { kind: 'REJECTED' },
  { kind: 'FAILED', cause: 'X' },
  { kind: 'SIGNERS_NAME_NOT_AVAILABLE' },
  { kind: 'BLOCKED' },
  { kind: 'RESERVED' },
  { kind: 'CONTACT_INFORMATION_MISSING' },
];
const anyAct: fc.Arbitrary<AnyAct> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(signerNumber, fc.constantFrom(...acts)).map(([number, act]): AnyAct => ({
      late: false,
      act: (job, now) => signerActed(job, number, act, now),
    })),
  },
  { weight: 1, arbitrary: fc.constant<AnyAct>({ late: false, act: jobCancelled }) },
  { weight: 1, arbitrary: fc.boolean().map((late) => ({ late, act: jobExpired })) },
  {
    weight: 2,
    arbitrary: fc.constant<AnyAct>({ late: false, act: (job, now) => jobSealed(job, pades, now) }),
  },
);

function attempt(act: () => Transition | undefined): Transition | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof ServiceError) return undefined;
    throw error;
  }
}

function checkStep(before: SignatureJob, next: SignatureJob, transition: Transition, now: number): void {
  expect(before.status, 'no way out of a final status').toBe('IN_PROGRESS');
  for (const [index, signer] of next.signers.entries()) {
    const was = before.signers[index]!;
    if (was.status !== 'WAITING') expect(signer).toEqual(was);
    if (signer.status !== was.status) expect(signer.since).toBe(now);
    expect(signer.xadesSha256 !== undefined).toBe(signer.status === 'SIGNED');
  }
  const all = statuses(next);
  const bad = all.filter((status) => !['WAITING', 'SIGNED', 'NOT_APPLICABLE'].includes(status));
  switch (next.status) {
    case 'IN_PROGRESS':
      expect(all.every((status) => status === 'WAITING' || status === 'SIGNED')).toBe(true);
      expect(next.endedAt).toBeUndefined();
      break;
    case 'COMPLETED_SUCCESSFULLY':
      expect(all.every((status) => status === 'SIGNED')).toBe(true);
      expect(next.padesSha256).toBe(pades);
      break;
    case 'FAILED':
      expect(all).not.toContain('WAITING');
      expect(bad.length).toBeGreaterThan(0);
      if (bad.length > 1) expect(['CANCELLED', 'EXPIRED']).toContain(bad[0]);
      break;
  }
  expect(next.endedAt !== undefined).toBe(next.status !== 'IN_PROGRESS');
  const lastSigned = all.every((status) => status === 'SIGNED') && next.status === 'IN_PROGRESS';
  expect(transition.tasks.map(({ kind }) => kind)).toEqual(expectedTasks(before, next, lastSigned));
  expect(next.expiresAt).toBe(
    transition.tasks.some(({ kind }) => kind === 'activate') ? now + next.available : before.expiresAt,
  );
  expect(transition.statusChange).toBe(!lastSigned);
  expect(transition.audit.length).toBeGreaterThan(0);
}

function expectedTasks(before: SignatureJob, next: SignatureJob, lastSigned: boolean): TaskKind[] {
  if (lastSigned) return ['seal'];
  if (next.status !== 'IN_PROGRESS') return ['delete-documents'];
  return currentOrder(before) === currentOrder(next) ? [] : ['activate', 'expire'];
}
