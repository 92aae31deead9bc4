/** What the signer's page shows: one phase, and the facts beside it. */
import type { CeremonyNotice, CeremonyPhase, CeremonyState } from '@segl/protocol/json';
import { senderOf } from '../organisations/public-face.ts';
import { expireJob } from '../jobs/expire-job.ts';
import { leaveCeremony } from '../jobs/exit-url.ts';
import type { ExitUrls, Instant, SignatureJob, Signer } from '../jobs/model.ts';
import type { CeremonySession, SigningAttempt, Transaction } from '../jobs/ports.ts';
import { isReadyToSeal } from '../jobs/state-machine.ts';
import { ServiceError } from '../errors.ts';
import type { CeremonyDeps } from './ports.ts';
import { deriveToken } from '../jobs/derived-tokens.ts';

/** Stands as an AUTHENTICATED attempt's notice while a part outside is away; never shown as it is. */
export const DELAYED = 'DELAYED';

type StateDeps = Pick<CeremonyDeps, 'store' | 'clock' | 'eid' | 'tokenKey' | 'test'>;

/**
 * The state of the session's ceremony. In a final phase of a direct job `exitUrl` carries the session's status query
 * token: the same one at each reload.
 */
export async function ceremonyState(deps: StateDeps, session: CeremonySession): Promise<CeremonyState> {
  const { job: found } = await deps.store.transaction((tx) => jobAndSigner(tx, session));
  // The page must not wait for the task that ends jobs: what it says is decided, and so must be recorded first.
  if (found.status === 'IN_PROGRESS' && deps.clock.now() >= found.expiresAt) {
    await expireJob(deps, session.jobId);
  }
  const sealDelayed = isReadyToSeal(found) && (await isSealDelayed(deps, session.jobId));
  return deps.store.transaction(async (tx) => {
    const { job, signer } = await jobAndSigner(tx, session);
    const attempt = await tx.latestAttempt(signer.id);
    const others = othersDeadline(job, signer);
    const phase = phaseOf(job, signer, attempt, sealDelayed);
    const exitUrl = await exitUrlOf(tx, deps, session, job, phase);
    const notice = phase === 'READY' ? noticeOf(attempt) : undefined;
    return {
      phase,
      ...(notice === undefined ? {} : { notice }),
      flow: job.flow,
      sender: await senderOf(tx, job.sender),
      title: job.title,
      ...(job.description === undefined ? {} : { description: job.description }),
      deadline: new Date(job.expiresAt).toISOString(),
      ...(others === undefined ? {} : { othersDeadline: new Date(others).toISOString() }),
      now: new Date(deps.clock.now()).toISOString(),
      signatureType: signer.signatureType,
      onBehalfOf: signer.onBehalfOf,
      identifierInSignedDocuments: job.identifierInSignedDocuments,
      requiredAuthentication: job.requiredAuthentication,
      documents: documentsOf(job, session),
      signers: {
        total: job.signers.length,
        signed: job.signers.filter(({ status }) => status === 'SIGNED').length,
      },
      eidName: deps.eid.name,
      test: deps.test,
      ...(exitUrl === undefined ? {} : { exitUrl }),
      ...(job.exitUrls === undefined ? {} : { returnUrl: job.exitUrls.error }),
      ...(comesFromInbox(job, signer) ? { portalHref: '/portal' } : {}),
      ...(phase === 'SIGNED' && job.padesSha256 !== undefined && job.documentsDeletedAt === undefined
        ? { padesHref: `/ceremony/${session.id}/api/pades` }
        : {}),
    };
  });
}

/** Who was addressed by number got here through a log-in to the signer portal. */
function comesFromInbox(job: SignatureJob, signer: Signer): boolean {
  return job.flow === 'portal' && signer.address.kind === 'personal-identification-number';
}

/** When those who are missing will have signed at the latest: this group's period and that of each group to come. */
function othersDeadline(job: SignatureJob, signer: Signer): Instant | undefined {
  const missing = job.signers.filter(({ id, status }) => id !== signer.id && status === 'WAITING');
  if (job.status !== 'IN_PROGRESS' || missing.length === 0) return undefined;
  const orders = new Set(job.signers.filter(({ status }) => status === 'WAITING').map(({ order }) => order));
  return job.expiresAt + (orders.size - 1) * job.available;
}

/** The session's job and signer. @throws ServiceError JOB_NOT_FOUND when the job was deleted meanwhile */
export async function jobAndSigner(
  tx: Transaction,
  session: Pick<CeremonySession, 'jobId' | 'signerId'>,
): Promise<{ job: SignatureJob; signer: Signer }> {
  const job = await tx.job(session.jobId);
  const signer = job?.signers.find(({ id }) => id === session.signerId);
  if (job === undefined || signer === undefined) {
    throw new ServiceError('JOB_NOT_FOUND', 'The signature job does not exist any more');
  }
  return { job, signer };
}

function phaseOf(
  job: SignatureJob,
  signer: Signer,
  attempt: SigningAttempt | undefined,
  sealDelayed: boolean,
): CeremonyPhase {
  switch (signer.status) {
    case 'WAITING':
      return waitingPhase(job, attempt);
    case 'SIGNED':
      if (!isReadyToSeal(job)) return 'SIGNED';
      return sealDelayed ? 'SIGNING_DELAYED' : 'SEALING';
    case 'REJECTED':
      return 'REJECTED';
    case 'EXPIRED':
      return 'EXPIRED';
    case 'FAILED':
      return 'FAILED';
    case 'SIGNERS_NAME_NOT_AVAILABLE':
      return 'NAME_NOT_AVAILABLE';
    case 'CANCELLED':
      return 'CANCELLED';
    case 'BLOCKED':
      return 'BLOCKED';
    case 'RESERVED':
    case 'CONTACT_INFORMATION_MISSING':
    case 'NOT_APPLICABLE':
      return 'ENDED';
  }
}

function waitingPhase(job: SignatureJob, attempt: SigningAttempt | undefined): CeremonyPhase {
  if (job.status !== 'IN_PROGRESS') return 'ENDED';
  // The signature was committed between the reading of the job and that of the attempt.
  if (attempt?.state === 'SIGNED') return 'SIGNING';
  if (attempt?.state !== 'AUTHENTICATED') return 'READY';
  return attempt.notice === DELAYED ? 'SIGNING_DELAYED' : 'SIGNING';
}

const notices: readonly CeremonyNotice[] = [
  'EID_CANCELLED',
  'EID_FAILED',
  'WRONG_PERSON',
  'LEVEL_TOO_LOW',
  'LOGIN_EXPIRED',
];

function noticeOf(attempt: SigningAttempt | undefined): CeremonyNotice | undefined {
  return attempt?.state === 'ENDED' ? notices.find((notice) => notice === attempt.notice) : undefined;
}

const exits: Readonly<Partial<Record<CeremonyPhase, keyof ExitUrls>>> = {
  SIGNED: 'completion',
  REJECTED: 'rejection',
  EXPIRED: 'error',
  ENDED: 'error',
  FAILED: 'error',
  NAME_NOT_AVAILABLE: 'error',
};

async function exitUrlOf(
  tx: Transaction,
  { tokenKey }: Pick<CeremonyDeps, 'tokenKey'>,
  session: CeremonySession,
  job: SignatureJob,
  phase: CeremonyPhase,
): Promise<string | undefined> {
  const exit = exits[phase];
  if (exit === undefined || job.exitUrls === undefined) return undefined;
  return leaveCeremony(tx, job.id, job.exitUrls[exit], deriveToken(tokenKey, 'status-query', session.id));
}

function documentsOf(job: SignatureJob, session: CeremonySession): CeremonyState['documents'] {
  return job.documents.map(({ number, title, mime, size, pages }) => ({
    number,
    title,
    mime,
    size,
    pages,
    href: `/ceremony/${session.id}/api/documents/${number}`,
  }));
}

async function isSealDelayed({ store }: Pick<CeremonyDeps, 'store'>, jobId: bigint): Promise<boolean> {
  const stuck = await store.tasks.stuck();
  return stuck.some((task) => task.kind === 'seal' && task.jobId === jobId);
}
