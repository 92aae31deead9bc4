/**
 * The life of a signature job, as pure functions: what an act does to the job, its signers, its queue and its tasks.
 * Whoever calls holds the job's lock (`Transaction.lockJob`) and writes the result with `applyTransition`.
 *
 * A job is IN_PROGRESS until its sealed document is stored (COMPLETED_SUCCESSFULLY) or something ends it (FAILED).
 * Neither a signer nor a job ever leaves a final status.
 */
import { ServiceError } from '../errors.ts';
import { keptAfter, nextRenewal } from './keeping-time.ts';
import type { Instant, JobInAnswers, SignatureJob, Signer, SignerStatus } from './model.ts';
import type { AuditEvent, JobChanges, SignerChanges, TaskKind } from './ports.ts';

/** What a signer did, or what became of the signer. All but SIGNED end the job. */
export type SignerAct =
  /** `actedAt`: when the signer did what only remained to be recorded; absent: now. The deadline is judged by it. */
  | { readonly kind: 'SIGNED'; readonly xadesSha256: string; readonly actedAt?: Instant }
  | { readonly kind: 'REJECTED'; readonly reason?: string }
  /** `cause`: a stable code for the audit trail. */
  | { readonly kind: 'FAILED'; readonly cause: string }
  | { readonly kind: 'SIGNERS_NAME_NOT_AVAILABLE' }
  /** Portal jobs only. */
  | { readonly kind: 'BLOCKED' | 'RESERVED' | 'CONTACT_INFORMATION_MISSING' };

export interface Transition {
  readonly job: JobChanges;
  readonly signers: readonly { readonly id: bigint; readonly changes: SignerChanges }[];
  /** Whether the sender is to be told; it is, in a queue, when the job has one. */
  readonly statusChange: boolean;
  readonly tasks: readonly { readonly kind: TaskKind; readonly key: string; readonly dueAt: Instant }[];
  readonly audit: readonly Pick<AuditEvent, 'kind' | 'data'>[];
}

/** Key of the task that ends the period which ends at `expiresAt`; a new period has a task of its own. */
export function expiryKey(job: Pick<SignatureJob, 'id' | 'expiresAt'>): string {
  return `${job.id}:${job.expiresAt}`;
}

/** Key of the task that tells the signers of an order group that it is their turn. */
export function activationKey(job: Pick<SignatureJob, 'id'>, order: number): string {
  return `${job.id}:${order}`;
}

/** The order group whose turn it is; undefined once everybody has signed. */
export function currentOrder(job: SignatureJob): number | undefined {
  const orders = job.signers.filter(({ status }) => status !== 'SIGNED').map(({ order }) => order);
  return orders.length === 0 ? undefined : Math.min(...orders);
}

/**
 * A signer signed, rejected, or is lost for good.
 * @throws ServiceError SIGNER_NOT_FOUND, SIGNER_ALREADY_ACTED, JOB_ENDED (ended, or the time to act is over or has
 * not begun)
 */
export function signerActed(
  job: SignatureJob,
  signerNumber: number,
  act: SignerAct,
  now: Instant,
): Transition {
  const actedAt = act.kind === 'SIGNED' ? (act.actedAt ?? now) : now;
  const signer = requireActing(job, signerNumber, actedAt);
  if (job.flow === 'direct' && isPortalAct(act)) {
    throw new ServiceError('INTERNAL_ERROR', `A signer of a direct job cannot become ${act.kind}.`);
  }
  if (act.kind === 'SIGNED') return signed(job, signer, act.xadesSha256, now);
  const changes: SignerChanges = {
    status: act.kind,
    since: now,
    ...(act.kind === 'REJECTED' && act.reason !== undefined && { rejectionReason: act.reason }),
  };
  const others = waiting(job).filter(({ id }) => id !== signer.id);
  return ended(job, now, {
    signers: [{ id: signer.id, changes }, ...others.map((other) => became(other, 'NOT_APPLICABLE', now))],
    audit: [{ kind: auditKind[act.kind], data: actData(signer, act) }],
  });
}

/** The period ran out. Undefined when there is nothing to end: not yet, ended before, or signed by everybody. */
export function jobExpired(job: SignatureJob, now: Instant): Transition | undefined {
  if (job.status !== 'IN_PROGRESS' || now < job.expiresAt || waiting(job).length === 0) return undefined;
  return ended(job, now, {
    signers: waiting(job).map((signer) =>
      became(signer, isActive(job, signer) ? 'EXPIRED' : 'NOT_APPLICABLE', now),
    ),
    audit: [{ kind: 'JOB_EXPIRED', data: {} }],
  });
}

/**
 * The sender cancels; portal jobs only. Too late once everybody has signed, sealed or not.
 * @throws ServiceError JOB_ENDED
 */
export function jobCancelled(job: SignatureJob, now: Instant): Transition {
  if (job.flow !== 'portal') throw new ServiceError('INTERNAL_ERROR', 'A direct job cannot be cancelled.');
  if (!isCancellable(job)) {
    throw new ServiceError('JOB_ENDED', 'The signature job has ended and can no longer be cancelled.');
  }
  return ended(job, now, {
    signers: waiting(job).map((signer) => became(signer, 'CANCELLED', now)),
    audit: [{ kind: 'JOB_CANCELLED', data: {} }],
  });
}

/** A portal job that somebody has yet to sign. */
export function isCancellable(job: JobInAnswers): boolean {
  return job.flow === 'portal' && job.status === 'IN_PROGRESS' && waiting(job).length > 0;
}

/**
 * The sealed document is verified and stored. Undefined when that had been recorded before.
 * @param keptFor see {@link keepingTime}
 * @param provenUntil see {@link nextRenewal}
 */
export function jobSealed(
  job: SignatureJob,
  padesSha256: string,
  now: Instant,
  keptFor: number = keptAfter.completion,
  provenUntil = Infinity,
): Transition | undefined {
  if (job.status === 'COMPLETED_SUCCESSFULLY') return undefined;
  if (!isReadyToSeal(job))
    throw new ServiceError('JOB_ENDED', 'Only a job that everybody has signed is sealed.');
  return {
    job: { status: 'COMPLETED_SUCCESSFULLY', endedAt: now, padesSha256, keptFor },
    signers: [],
    statusChange: true,
    tasks: [deletion(job, now + keptFor), ...renewal(job, nextRenewal(now, provenUntil), now + keptFor)],
    audit: [{ kind: 'JOB_COMPLETED', data: { padesSha256 } }],
  };
}

/** Everybody has signed and the sealed document is yet to come. */
export function isReadyToSeal(job: SignatureJob): boolean {
  return job.status === 'IN_PROGRESS' && job.signers.every(({ status }) => status === 'SIGNED');
}

/** In chained signing a signer's turn comes when all of lower order have signed. */
export function isActive(job: SignatureJob, signer: Signer): boolean {
  return job.signers.every(({ order, status }) => order >= signer.order || status === 'SIGNED');
}

/** What a signer becomes without an act of their own. */
const becomeByOthers: ReadonlySet<SignerStatus> = new Set(['NOT_APPLICABLE', 'CANCELLED', 'EXPIRED']);

/**
 * The signer, if able to act now.
 * @throws ServiceError SIGNER_NOT_FOUND, SIGNER_ALREADY_ACTED, JOB_ENDED
 */
export function requireActing(job: SignatureJob, signerNumber: number, now: Instant): Signer {
  const signer = findSigner(job, signerNumber);
  if (signer.status !== 'WAITING' && !becomeByOthers.has(signer.status)) {
    throw new ServiceError('SIGNER_ALREADY_ACTED', `The signer is ${signer.status} and can no longer act.`);
  }
  if (job.status !== 'IN_PROGRESS' || now >= job.expiresAt) {
    throw new ServiceError('JOB_ENDED', 'The signature job has ended; nobody can sign it any more.');
  }
  if (now < job.activatesAt || !isActive(job, signer)) {
    throw new ServiceError('JOB_ENDED', "It is not this signer's turn yet.");
  }
  return signer;
}

/** Whether {@link requireActing} lets the signer act now. */
export function canAct(job: SignatureJob, signerNumber: number, now: Instant): boolean {
  try {
    requireActing(job, signerNumber, now);
    return true;
  } catch (error) {
    if (error instanceof ServiceError) return false;
    throw error;
  }
}

/** @throws ServiceError SIGNER_NOT_FOUND */
export function findSigner<S extends Pick<Signer, 'number'>>(
  job: { readonly signers: readonly S[] },
  signerNumber: number,
): S {
  const signer = job.signers.find(({ number }) => number === signerNumber);
  if (signer === undefined) {
    throw new ServiceError('SIGNER_NOT_FOUND', `The signature job has no signer number ${signerNumber}.`);
  }
  return signer;
}

/** The job as it is after `transition`. */
export function applied(job: SignatureJob, transition: Transition): SignatureJob {
  const changes = new Map(transition.signers.map((signer) => [signer.id, signer.changes]));
  return {
    ...job,
    ...transition.job,
    signers: job.signers.map((signer) => ({ ...signer, ...changes.get(signer.id) })),
  };
}

function signed(job: SignatureJob, signer: Signer, xadesSha256: string, now: Instant): Transition {
  const last = waiting(job).length === 1;
  const next = last ? undefined : nextGroup(job, signer, now);
  return {
    job: next?.job ?? {},
    signers: [{ id: signer.id, changes: { status: 'SIGNED', since: now, xadesSha256 } }],
    // After the last signature the next change is the completed job, once it is sealed.
    statusChange: !last,
    tasks: last ? [{ kind: 'seal', key: job.id.toString(), dueAt: now }] : (next?.tasks ?? []),
    audit: [{ kind: 'SIGNER_SIGNED', data: { signer: signer.number, xadesSha256 } }],
  };
}

/** When the signer was the last of its order group, the next one begins at once and has the whole period. */
function nextGroup(
  job: SignatureJob,
  signer: Signer,
  now: Instant,
): Pick<Transition, 'job' | 'tasks'> | undefined {
  const others = waiting(job).filter(({ id }) => id !== signer.id);
  const order = Math.min(...others.map((other) => other.order));
  if (order === signer.order) return undefined;
  const expiresAt = now + job.available;
  return {
    job: { expiresAt },
    tasks: [
      { kind: 'activate', key: activationKey(job, order), dueAt: now },
      { kind: 'expire', key: expiryKey({ id: job.id, expiresAt }), dueAt: expiresAt },
    ],
  };
}

function ended(job: SignatureJob, now: Instant, what: Pick<Transition, 'signers' | 'audit'>): Transition {
  return {
    job: { status: 'FAILED', endedAt: now },
    signers: what.signers,
    statusChange: true,
    tasks: [deletion(job, now + keptAfter.failure)],
    audit: [...what.audit, { kind: 'JOB_FAILED', data: { signed: countSigned(job) } }],
  };
}

/** The task `delete-documents`. */
/** None when the document is gone by then. */
function renewal({ id }: SignatureJob, dueAt: Instant, keptUntil: Instant): Transition['tasks'] {
  return dueAt < keptUntil ? [{ kind: 'renew-proof', key: `${id}`, dueAt }] : [];
}

function deletion(job: SignatureJob, dueAt: Instant): Transition['tasks'][number] {
  return { kind: 'delete-documents', key: job.id.toString(), dueAt };
}

function waiting<S extends Pick<Signer, 'status'>>(job: { readonly signers: readonly S[] }): readonly S[] {
  return job.signers.filter(({ status }) => status === 'WAITING');
}

function countSigned(job: SignatureJob): number {
  return job.signers.filter(({ status }) => status === 'SIGNED').length;
}

function became(signer: Signer, status: SignerStatus, now: Instant): Transition['signers'][number] {
  return { id: signer.id, changes: { status, since: now } };
}

function isPortalAct(act: SignerAct): boolean {
  return act.kind === 'BLOCKED' || act.kind === 'RESERVED' || act.kind === 'CONTACT_INFORMATION_MISSING';
}

const auditKind: Record<Exclude<SignerAct['kind'], 'SIGNED'>, string> = {
  REJECTED: 'SIGNER_REJECTED',
  FAILED: 'SIGNER_FAILED',
  SIGNERS_NAME_NOT_AVAILABLE: 'SIGNER_NAME_NOT_FOUND',
  BLOCKED: 'SIGNER_BLOCKED',
  RESERVED: 'SIGNER_RESERVED',
  CONTACT_INFORMATION_MISSING: 'SIGNER_CONTACT_INFORMATION_NOT_FOUND',
};

/** A reason is the signer's own words and may name people; the trail only says whether there was one. */
function actData(signer: Signer, act: SignerAct): AuditEvent['data'] {
  const data = { signer: signer.number };
  if (act.kind === 'REJECTED') return { ...data, reasonGiven: act.reason !== undefined };
  if (act.kind === 'FAILED') return { ...data, cause: act.cause };
  return data;
}
