/** From the inbox to a job: its ceremony, and its signed document. */
import { newCeremonySession } from '../ceremony/index.ts';
import { ServiceError } from '../errors.ts';
import { requireKept } from '../jobs/artifacts.ts';
import { evidencePackage } from '../jobs/evidence-package.ts';
import type { SignatureJob, Signer } from '../jobs/model.ts';
import type { PortalSession } from '../jobs/portal-records.ts';
import type { Blobs, Clock, Random, Store, Transaction } from '../jobs/ports.ts';
import { requireActing } from '../jobs/state-machine.ts';

export interface OpenJobDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Begins the ceremony of the person who is logged in.
 * @throws ServiceError SESSION_MISSING, JOB_NOT_FOUND (also for jobs of others), LEVEL_TOO_LOW, JOB_ENDED, SIGNER_ALREADY_ACTED
 */
export async function openJob(
  deps: OpenJobDeps,
  session: PortalSession,
  jobId: bigint,
): Promise<{ readonly ceremonyId: string; readonly sessionToken: string }> {
  return deps.store.transaction(async (tx) => {
    if ((await tx.portalSession(session.tokenHash)) === undefined) {
      throw new ServiceError('SESSION_MISSING', 'The log-in ended meanwhile; log in again');
    }
    const { job, signer } = await placeOf(tx, session, jobId);
    requireActing(job, signer.number, deps.clock.now());
    const { record, token } = newCeremonySession(deps, {
      jobId,
      signerId: signer.id,
      portalSession: session.tokenHash,
    });
    await tx.insertCeremonySession(record);
    return { ceremonyId: record.id, sessionToken: token };
  });
}

/**
 * Documents and signatures of a completed job.
 * @throws ServiceError as {@link signedDocument}
 */
export async function signedEvidence(
  deps: Pick<OpenJobDeps, 'store'> & { readonly blobs: Blobs },
  session: PortalSession,
  jobId: bigint,
): Promise<Uint8Array> {
  await signedDocument(deps, session, jobId);
  const { job } = await deps.store.transaction((tx) => placeOf(tx, session, jobId));
  return evidencePackage(deps, job);
}

/**
 * The blob of the sealed document.
 * @throws ServiceError JOB_NOT_FOUND, LEVEL_TOO_LOW, DOCUMENT_NOT_AVAILABLE
 */
export async function signedDocument(
  { store }: Pick<OpenJobDeps, 'store'>,
  session: PortalSession,
  jobId: bigint,
): Promise<string> {
  const { job, signer } = await store.transaction((tx) => placeOf(tx, session, jobId));
  requireKept(job);
  if (job.padesSha256 === undefined || signer.status !== 'SIGNED') {
    throw new ServiceError('DOCUMENT_NOT_AVAILABLE', 'The signed document is not there yet');
  }
  return job.padesSha256;
}

async function placeOf(
  tx: Transaction,
  { personalIdentificationNumber, level }: PortalSession,
  jobId: bigint,
): Promise<{ readonly job: SignatureJob; readonly signer: Signer }> {
  const job = await tx.job(jobId);
  const signer = job?.signers.find(
    ({ address }) =>
      address.kind === 'personal-identification-number' && address.value === personalIdentificationNumber,
  );
  if (job?.flow !== 'portal' || signer === undefined) {
    throw new ServiceError('JOB_NOT_FOUND', 'There is no such job for the person who is logged in');
  }
  if (level < job.requiredAuthentication) {
    throw new ServiceError('LEVEL_TOO_LOW', `The job needs a log-in at level ${job.requiredAuthentication}`);
  }
  return { job, signer };
}
