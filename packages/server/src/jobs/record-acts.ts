/**
 * What a signer's ceremony ends in, and what becomes of the job, recorded inside the caller's transaction together
 * with whatever else must stand or fall with it. Each takes the job's lock first, so of two acts at the same moment
 * the second sees what the first did.
 */
import { ServiceError } from '../errors.ts';
import { applyTransition } from './apply-transition.ts';
import { keepingTime } from './keeping-time.ts';
import type { Instant, SignatureJob } from './model.ts';
import type { Transaction } from './ports.ts';
import { jobExpired, jobSealed, signerActed, type SignerAct } from './state-machine.ts';

export interface SignerOfJob {
  readonly jobId: bigint;
  readonly signerNumber: number;
}

/**
 * The signer signed; `xadesSha256` names the stored blob. Queues the task `seal` after the last signature.
 * @throws ServiceError SIGNER_ALREADY_ACTED, JOB_ENDED: then nothing may be acknowledged to the signer
 */
export function recordSignature(
  tx: Transaction,
  signer: SignerOfJob,
  signature: { readonly xadesSha256: string; readonly actedAt?: Instant },
  now: Instant,
): Promise<SignatureJob> {
  return record(tx, signer, { kind: 'SIGNED', ...signature }, now);
}

/** The signer said no; `reason` is the signer's own words. @throws ServiceError SIGNER_ALREADY_ACTED, JOB_ENDED */
export function recordRejection(
  tx: Transaction,
  signer: SignerOfJob,
  reason: string | undefined,
  now: Instant,
): Promise<SignatureJob> {
  return record(tx, signer, { kind: 'REJECTED', ...(reason !== undefined && { reason }) }, now);
}

/**
 * The signature can never be made: the signer is blocked or cannot be reached, the eID knows no name, or the ceremony
 * failed for good.
 * @throws ServiceError SIGNER_ALREADY_ACTED, JOB_ENDED
 */
export function recordFailure(
  tx: Transaction,
  signer: SignerOfJob,
  failure: Exclude<SignerAct, { kind: 'SIGNED' | 'REJECTED' }>,
  now: Instant,
): Promise<SignatureJob> {
  return record(tx, signer, failure, now);
}

/**
 * The sealed document was verified and stored as `padesSha256`. Once recorded, again changes nothing.
 * @param provenUntil until when its time-stamp proves it; absent: it is not known
 */
export async function recordSealed(
  tx: Transaction,
  jobId: bigint,
  padesSha256: string,
  now: Instant,
  provenUntil?: number,
): Promise<SignatureJob> {
  const job = await lock(tx, jobId);
  const sender = await tx.organisation(job.sender);
  const transition = jobSealed(job, padesSha256, now, sender && keepingTime(sender), provenUntil);
  return transition === undefined ? job : applyTransition(tx, job, transition, now);
}

/**
 * The period ran out; changes nothing where it did not, or where nobody waits any more.
 * @throws ServiceError TEMPORARILY_UNAVAILABLE while a signature is made that was begun in time: that one comes first
 */
export async function recordExpiry(tx: Transaction, jobId: bigint, now: Instant): Promise<SignatureJob> {
  const job = await lock(tx, jobId);
  const transition = jobExpired(job, now);
  if (transition === undefined) return job;
  for (const { id } of job.signers.filter(({ status }) => status === 'WAITING')) {
    const attempt = await tx.latestAttempt(id);
    if (attempt?.state === 'AUTHENTICATED') {
      throw new ServiceError(
        'TEMPORARILY_UNAVAILABLE',
        'A signature that was begun in time is still being made.',
      );
    }
  }
  return applyTransition(tx, job, transition, now);
}

async function record(
  tx: Transaction,
  { jobId, signerNumber }: SignerOfJob,
  act: SignerAct,
  now: Instant,
): Promise<SignatureJob> {
  const job = await lock(tx, jobId);
  return applyTransition(tx, job, signerActed(job, signerNumber, act, now), now);
}

async function lock(tx: Transaction, jobId: bigint): Promise<SignatureJob> {
  const job = await tx.lockJob(jobId);
  if (job === undefined) throw new ServiceError('JOB_NOT_FOUND', 'There is no such signature job.');
  return job;
}
