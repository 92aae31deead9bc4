/** Documents and signatures go: by the sender's wish, or when their time has come. The job and its history stay. */
import { planJobErasure } from '../erasure/periods.ts';
import { ServiceError } from '../errors.ts';
import { findAndLockJob, type JobOfSender } from './find-job.ts';
import { keptUntil } from './keeping-time.ts';
import type { Instant, JobInAnswers, SignatureJob } from './model.ts';
import { partialPadesRecord } from './partial-pades-record.ts';
import type { Blobs, Clock, Store, Transaction } from './ports.ts';

const hour = 3_600_000;
/** How long after completion the sender may delete, in milliseconds. */
const senderMayDeleteAfter = 24 * hour;

export interface DeleteDocumentsDeps {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly clock: Clock;
}

/** `user`: id of who did it in the sender portal. */
interface ReleasedBy {
  readonly by: 'sender' | 'time';
  readonly user?: string;
}

/** Whether the sender may delete the documents now: everybody has signed, and a day has passed. */
export function mayDelete(job: JobInAnswers, now: Instant): boolean {
  return (
    job.status === 'COMPLETED_SUCCESSFULLY' &&
    job.documentsDeletedAt === undefined &&
    job.endedAt !== undefined &&
    now >= job.endedAt + senderMayDeleteAfter
  );
}

/** By the sender. Again is no error. @throws ServiceError JOB_NOT_FOUND, DELETION_NOT_ALLOWED */
export async function deleteDocuments(deps: DeleteDocumentsDeps, request: JobOfSender): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const job = await findAndLockJob(tx, request);
    await releaseBySender(tx, job, { by: 'sender' }, deps.clock.now());
  });
  await deleteReleasedBlobs(deps);
}

/**
 * Inside the transaction that holds the job's lock; {@link deleteReleasedBlobs} follows it. Again is no error.
 * @throws ServiceError DELETION_NOT_ALLOWED
 */
export async function releaseBySender(
  tx: Transaction,
  job: SignatureJob,
  by: ReleasedBy,
  now: Instant,
): Promise<void> {
  if (job.documentsDeletedAt !== undefined) return;
  if (!mayDelete(job, now)) {
    throw new ServiceError(
      'DELETION_NOT_ALLOWED',
      'The documents can be deleted when all have signed and 24 hours have passed; a status response offers delete-documents-url then.',
    );
  }
  await release(tx, job, by, now);
}

/**
 * The task `delete-documents`: the time for downloading is over. Changes nothing for a job that has not ended, and comes
 * again for one that is kept for longer.
 */
export async function deleteDocumentsInDueTime(
  deps: DeleteDocumentsDeps,
  jobId: bigint,
): Promise<{ readonly again: Instant } | undefined> {
  const again = await deps.store.transaction(async (tx) => {
    const job = await tx.lockJob(jobId);
    if (job === undefined || job.documentsDeletedAt !== undefined) return undefined;
    const [until, now] = [keptUntil(job), deps.clock.now()];
    if (until === undefined || now < until) return until;
    await release(tx, job, { by: 'time' }, now);
    return undefined;
  });
  if (again !== undefined) return { again };
  await deleteReleasedBlobs(deps);
  return undefined;
}

async function release(tx: Transaction, job: SignatureJob, by: ReleasedBy, now: Instant): Promise<void> {
  await tx.updateJob(job.id, { documentsDeletedAt: now });
  const partial = await partialPadesRecord(tx, job.id);
  await tx.releaseBlobs(
    [
      ...job.documents.map(({ sha256 }) => sha256),
      ...job.signers.flatMap(({ xadesSha256 }) => xadesSha256 ?? []),
      ...(job.padesSha256 === undefined ? [] : [job.padesSha256]),
      ...(partial === undefined ? [] : [partial.sha256]),
    ],
    now,
  );
  await tx.appendAudit(job.id, { at: now, kind: 'DOCUMENTS_DELETED', data: { ...by } });
  await planJobErasure(tx, job.id, now);
}

/** Deletes what was released, by whichever job, each before the commit that lets its content be stored anew. */
export async function deleteReleasedBlobs({ store, blobs, clock }: DeleteDocumentsDeps): Promise<void> {
  const deleteNext = (): Promise<string | undefined> =>
    store.transaction(async (tx) => {
      const sha256 = await tx.takeReleasedBlob(clock.now());
      if (sha256 !== undefined) await blobs.delete(sha256);
      return sha256;
    });
  while ((await deleteNext()) !== undefined);
}
