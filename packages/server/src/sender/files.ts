/** The files of a job, for those who may see it, and their end. */
import { ServiceError } from '../errors.ts';
import { requireKept } from '../jobs/artifacts.ts';
import { deleteReleasedBlobs, releaseBySender, type DeleteDocumentsDeps } from '../jobs/delete-documents.ts';
import type { JobDocument } from '../jobs/model.ts';
import { evidencePackage } from '../jobs/evidence-package.ts';
import type { Blobs, Clock, Store } from '../jobs/ports.ts';
import { findSigner } from '../jobs/state-machine.ts';
import { actorIn, requireSeen } from '../organisations/actor.ts';
import { lockedJob } from './locked-job.ts';
import type { JobRequest } from './show-job.ts';

interface FileDeps {
  readonly store: Store;
  readonly clock: Clock;
}

/** A stored file. */
export interface File {
  readonly sha256: string;
  readonly mime: JobDocument['mime'] | 'application/xml';
  /** Without anything that says who signed. */
  readonly fileName: string;
}

/** The sealed document; that it was fetched is noted. @throws ServiceError NOT_A_USER, JOB_NOT_FOUND, DOCUMENT_NOT_AVAILABLE */
export async function sealedDocument({ store, clock }: FileDeps, request: JobRequest): Promise<File> {
  return store.transaction(async (tx) => {
    const now = clock.now();
    const actor = await actorIn(tx, request.caller, now);
    const job = requireSeen(actor, await tx.job(request.jobId));
    requireKept(job);
    if (job.padesSha256 === undefined) throw notThere('Not everybody has signed.');
    if (job.downloadedAt === undefined) await tx.updateJob(job.id, { downloadedAt: now });
    return { sha256: job.padesSha256, mime: 'application/pdf', fileName: `${job.id}-signed.pdf` };
  });
}

/** One signer's XAdES. @throws ServiceError as {@link sealedDocument}, SIGNER_NOT_FOUND */
export async function signature(
  { store, clock }: FileDeps,
  request: JobRequest & { readonly signer: number },
): Promise<File> {
  return store.read(async (reading) => {
    const actor = await actorIn(reading, request.caller, clock.now());
    const job = requireSeen(actor, await reading.job(request.jobId));
    requireKept(job);
    const { xadesSha256, number } = findSigner(job, request.signer);
    if (xadesSha256 === undefined) throw notThere('The signer has not signed.');
    return {
      sha256: xadesSha256,
      mime: 'application/xml',
      fileName: `${job.id}-signature-${number}.xades.xml`,
    };
  });
}

/** A document as it was sent. @throws ServiceError as {@link sealedDocument} */
export async function originalDocument(
  { store, clock }: FileDeps,
  request: JobRequest & { readonly document: number },
): Promise<File> {
  return store.read(async (reading) => {
    const actor = await actorIn(reading, request.caller, clock.now());
    const job = requireSeen(actor, await reading.job(request.jobId));
    requireKept(job);
    const document = job.documents.find(({ number }) => number === request.document);
    if (document === undefined) throw notThere('There is no such document.');
    const { sha256, mime, number } = document;
    return {
      sha256,
      mime,
      fileName: `${job.id}-document-${number}.${mime === 'text/plain' ? 'txt' : 'pdf'}`,
    };
  });
}

/** Documents and signatures in one container. @throws ServiceError as {@link sealedDocument} */
export async function evidence(
  { store, clock, blobs }: FileDeps & { readonly blobs: Blobs },
  request: JobRequest,
): Promise<{ readonly bytes: Uint8Array; readonly fileName: string }> {
  const job = await store.read(async (reading) => {
    const actor = await actorIn(reading, request.caller, clock.now());
    return requireSeen(actor, await reading.job(request.jobId));
  });
  return { bytes: await evidencePackage({ store, blobs }, job), fileName: `${job.id}-evidence.asice` };
}

/** Again is no error. @throws ServiceError NOT_A_USER, JOB_NOT_FOUND, DELETION_NOT_ALLOWED */
export async function deleteFiles(deps: DeleteDocumentsDeps, request: JobRequest): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const now = deps.clock.now();
    const { job, user } = await lockedJob(tx, request, now);
    await releaseBySender(tx, job, { by: 'sender', user: user.id }, now);
  });
  await deleteReleasedBlobs(deps);
}

function notThere(why: string): ServiceError {
  return new ServiceError('DOCUMENT_NOT_AVAILABLE', `The document is not available. ${why}`);
}
