/** The proof of a completed job in one file: documents and signatures as an ASiC-E container. */
import { buildEvidencePackage } from '@segl/formats/asice';
import { ServiceError } from '../errors.ts';
import { requireKept } from './artifacts.ts';
import { findJob, type JobOfSender } from './find-job.ts';
import type { SignatureJob } from './model.ts';
import type { Blobs, Store } from './ports.ts';

export const EVIDENCE_MIME = 'application/vnd.etsi.asic-e+zip';

/** For the job's sender. @throws ServiceError JOB_NOT_FOUND, DOCUMENT_NOT_AVAILABLE */
export async function findEvidencePackage(
  { store, blobs }: { readonly store: Store; readonly blobs: Blobs },
  request: JobOfSender,
): Promise<Uint8Array> {
  return evidencePackage(blobs, await store.transaction((tx) => findJob(tx, request)));
}

/** @throws ServiceError DOCUMENT_NOT_AVAILABLE unless everybody has signed and the documents are kept */
export async function evidencePackage(blobs: Blobs, job: SignatureJob): Promise<Uint8Array> {
  requireKept(job);
  const signatures = job.signers.flatMap(({ xadesSha256 }) => xadesSha256 ?? []);
  if (job.status !== 'COMPLETED_SUCCESSFULLY' || signatures.length !== job.signers.length) {
    throw new ServiceError(
      'DOCUMENT_NOT_AVAILABLE',
      'The evidence package is not available. Not everybody has signed.',
    );
  }
  const documents = await Promise.all(
    job.documents.map(async ({ fileName, mime, sha256 }) => ({
      ...{ name: fileName, mime },
      bytes: await blobs.get(sha256),
    })),
  );
  return buildEvidencePackage(documents, await Promise.all(signatures.map((sha256) => blobs.get(sha256))));
}
