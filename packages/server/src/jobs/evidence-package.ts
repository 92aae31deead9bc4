/** The proof of a completed job in one file: documents and signatures as an ASiC-E container. */
import { buildEvidencePackage, type PackedSignature } from '@segl/formats/asice';
import { readEvidence, showsNumber } from '../ceremony/evidence.ts';
import { ServiceError } from '../errors.ts';
import { requireKept } from './artifacts.ts';
import { findJob, type JobOfSender } from './find-job.ts';
import type { SignatureJob, Signer } from './model.ts';
import type { Blobs, Store } from './ports.ts';

export const EVIDENCE_MIME = 'application/vnd.etsi.asic-e+zip';

interface PackageDeps {
  readonly store: Store;
  readonly blobs: Blobs;
}

/** For the job's sender. @throws ServiceError JOB_NOT_FOUND, DOCUMENT_NOT_AVAILABLE */
export async function findEvidencePackage(
  { store, blobs }: PackageDeps,
  request: JobOfSender,
): Promise<Uint8Array> {
  return evidencePackage({ store, blobs }, await store.transaction((tx) => findJob(tx, request)));
}

/** @throws ServiceError DOCUMENT_NOT_AVAILABLE unless everybody has signed and the documents are kept */
export async function evidencePackage({ store, blobs }: PackageDeps, job: SignatureJob): Promise<Uint8Array> {
  requireKept(job);
  if (job.status !== 'COMPLETED_SUCCESSFULLY') {
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
  const signatures = await Promise.all(job.signers.map((signer) => packed({ store, blobs }, job, signer)));
  return buildEvidencePackage(documents, signatures);
}

async function packed(
  { store, blobs }: PackageDeps,
  job: SignatureJob,
  signer: Signer,
): Promise<PackedSignature> {
  if (signer.xadesSha256 === undefined)
    throw new Error(`signer ${signer.number} of a completed job has no signature`);
  const xades = await blobs.get(signer.xadesSha256);
  const attempt = await store.read((reading) => reading.latestAttempt(signer.id));
  const evidence = attempt?.evidence === undefined ? undefined : readEvidence(attempt.evidence);
  // The token holds the number, so it is shown to whoever is shown that.
  if (attempt === undefined || evidence === undefined || !showsNumber(job, signer)) return { xades };
  const { idToken, providerKeys } = evidence;
  return { xades, identity: { intent: attempt.intent, idToken, providerKeys } };
}
