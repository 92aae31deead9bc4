/** Which blobs hold the results of a job, for its sender. */
import { ServiceError } from '../errors.ts';
import { findJob, type JobOfSender } from './find-job.ts';
import type { SignatureJob } from './model.ts';
import type { Clock, Store } from './ports.ts';
import { findSigner } from './state-machine.ts';

/** The blob of a signer's XAdES. @throws ServiceError JOB_NOT_FOUND, SIGNER_NOT_FOUND, DOCUMENT_NOT_AVAILABLE */
export async function findXades(
  deps: { readonly store: Store },
  request: JobOfSender & { readonly signerNumber: number },
): Promise<{ readonly sha256: string }> {
  const job = await deps.store.transaction((tx) => findJob(tx, request));
  requireKept(job);
  const { xadesSha256 } = findSigner(job, request.signerNumber);
  if (xadesSha256 === undefined) notAvailable(`Signer ${request.signerNumber} has not signed.`);
  return { sha256: xadesSha256 };
}

export type Pades =
  | { readonly kind: 'sealed'; readonly sha256: string; readonly job: SignatureJob }
  /** To be made from the signatures so far. */
  | { readonly kind: 'partial'; readonly job: SignatureJob };

/**
 * The job's PAdES, whole or yet to be made in part; that the whole one was fetched is noted.
 * @throws ServiceError JOB_NOT_FOUND, DOCUMENT_NOT_AVAILABLE
 */
export async function findPades(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  request: JobOfSender,
): Promise<Pades> {
  const job = await store.transaction(async (tx) => {
    const found = await findJob(tx, request);
    const isFirst = found.padesSha256 !== undefined && found.downloadedAt === undefined;
    if (isFirst) await tx.updateJob(found.id, { downloadedAt: clock.now() });
    return found;
  });
  requireKept(job);
  if (job.padesSha256 !== undefined) return { kind: 'sealed', sha256: job.padesSha256, job };
  if (!job.signers.some(({ status }) => status === 'SIGNED')) notAvailable('Nobody has signed yet.');
  return { kind: 'partial', job };
}

/** @throws ServiceError DOCUMENT_NOT_AVAILABLE once the documents were deleted */
export function requireKept(job: SignatureJob): void {
  if (job.documentsDeletedAt !== undefined) notAvailable('It was deleted, by the sender or in due time.');
}

function notAvailable(why: string): never {
  throw new ServiceError('DOCUMENT_NOT_AVAILABLE', `The signed document is not available. ${why}`);
}
