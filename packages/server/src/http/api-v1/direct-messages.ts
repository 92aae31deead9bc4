/** Jobs as the messages of the direct flow tell them. */
import type {
  DirectJobResponse,
  DirectJobStatusResponse,
  DirectSignerName,
  DirectSignerResponse,
} from '@segl/protocol/v1';
import type { CreatedDirectJob } from '../../jobs/create-direct-job.ts';
import { mayDelete } from '../../jobs/delete-documents.ts';
import type { Instant, JobInAnswers, SignatureJob, Signer } from '../../jobs/model.ts';
import type { StatusChange, StatusSnapshot } from '../../jobs/ports.ts';
import type { RenewedRedirectUrl } from '../../jobs/renew-redirect-url.ts';
import { findSigner } from '../../jobs/state-machine.ts';
import { jobUrls, redirectUrl, type PublicUrls } from './job-urls.ts';

export function jobResponse(urls: PublicUrls, { job, redirectTokens }: CreatedDirectJob): DirectJobResponse {
  return {
    reference: job.reference,
    signatureJobId: job.id,
    statusUrl: job.statusRetrievalMethod === 'POLLING' ? undefined : jobUrls(urls, job).status,
    signers: redirectTokens.map(({ signerNumber, token }) =>
      signerResponse(urls, { job, signer: findSigner(job, signerNumber), token }),
    ),
  };
}

export function signerResponse(
  urls: PublicUrls,
  { job, signer, token }: RenewedRedirectUrl,
): DirectSignerResponse {
  return {
    href: jobUrls(urls, job).signer(signer.number),
    name: nameOf(signer),
    redirectUrl: redirectUrl(urls, token),
  };
}

/** The job as it is now. */
export function statusResponse(urls: PublicUrls, job: SignatureJob, now: Instant): DirectJobStatusResponse {
  return statusMessage(urls, job, { jobStatus: job.status, signers: job.signers }, undefined, now);
}

/** The job as it was when the change happened; what can be fetched and done is as of now. */
export function statusChangeResponse(
  urls: PublicUrls,
  job: JobInAnswers,
  change: StatusChange,
  now: Instant,
): DirectJobStatusResponse {
  return statusMessage(urls, job, change.snapshot, change.id, now);
}

function statusMessage(
  urls: PublicUrls,
  job: JobInAnswers,
  { jobStatus, signers }: StatusSnapshot,
  change: bigint | undefined,
  now: Instant,
): DirectJobStatusResponse {
  const addresses = jobUrls(urls, job);
  const named = signers.map(({ number, status, since }) => ({
    number,
    signer: nameOf(findSigner(job, number)).value,
    status,
    since: new Date(since),
  }));
  const kept = job.documentsDeletedAt === undefined;
  const signed = kept ? named.filter(({ status }) => status === 'SIGNED') : [];
  return {
    reference: job.reference,
    signatureJobId: job.id,
    status: jobStatus,
    signers: named,
    confirmationUrl: addresses.confirmation(change),
    deleteDocumentsUrl: mayDelete(job, now) ? addresses.deleteDocuments : undefined,
    xadesUrls: signed.map(({ number, signer }) => ({ signer, url: addresses.xades(number) })),
    padesUrl: signed.length > 0 ? addresses.pades : undefined,
  };
}

function nameOf({ address }: Pick<Signer, 'address'>): DirectSignerName {
  if (address.kind === 'contact') throw new Error('a direct signer is never addressed by contact details');
  return address;
}
