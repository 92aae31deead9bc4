/** What a signer may read in the ceremony. */
import { requireKept } from '../jobs/artifacts.ts';
import type { JobDocument } from '../jobs/model.ts';
import type { CeremonySession } from '../jobs/ports.ts';
import { ServiceError } from '../errors.ts';
import { jobAndSigner } from './ceremony-state.ts';
import type { CeremonyDeps } from './ports.ts';

/** One document of the job, by its number. @throws ServiceError NOT_FOUND, DOCUMENT_NOT_AVAILABLE */
export async function ceremonyDocument(
  { store }: Pick<CeremonyDeps, 'store'>,
  session: CeremonySession,
  number: number,
): Promise<JobDocument> {
  const { job } = await store.transaction((tx) => jobAndSigner(tx, session));
  requireKept(job);
  const document = job.documents.find((candidate) => candidate.number === number);
  if (document === undefined) throw new ServiceError('NOT_FOUND', 'The job has no document with this number');
  return document;
}

/** SHA-256 of the sealed document. @throws ServiceError DOCUMENT_NOT_AVAILABLE before the job is complete, and once deleted */
export async function ceremonyPades(
  { store }: Pick<CeremonyDeps, 'store'>,
  session: CeremonySession,
): Promise<string> {
  const { job, signer } = await store.transaction((tx) => jobAndSigner(tx, session));
  requireKept(job);
  if (job.padesSha256 === undefined || signer.status !== 'SIGNED') {
    throw new ServiceError('DOCUMENT_NOT_AVAILABLE', 'The signed document is not there yet');
  }
  return job.padesSha256;
}
