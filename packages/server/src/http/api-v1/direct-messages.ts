/** Jobs as the messages of the direct flow tell them. */
import type {
  DirectJobResponse,
  DirectJobStatusResponse,
  DirectSignerName,
  DirectSignerResponse,
} from '@segl/protocol/v1';
import type { CreatedDirectJob } from '../../jobs/create-direct-job.ts';
import type { SignatureJob, Signer } from '../../jobs/model.ts';
import type { StatusChange, StatusSnapshot } from '../../jobs/ports.ts';
import type { RenewedRedirectUrl } from '../../jobs/renew-redirect-url.ts';
import { findSigner } from '../../jobs/state-machine.ts';
import { directJobUrls, redirectUrl, type PublicUrls } from './job-urls.ts';

export function jobResponse(urls: PublicUrls, { job, redirectTokens }: CreatedDirectJob): DirectJobResponse {
  return {
    reference: job.reference,
    signatureJobId: job.id,
    statusUrl: job.statusRetrievalMethod === 'POLLING' ? undefined : directJobUrls(urls, job).status,
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
    href: directJobUrls(urls, job).signer(signer.number),
    name: nameOf(signer),
    redirectUrl: redirectUrl(urls, token),
  };
}

/** The job as it is now. */
export function statusResponse(urls: PublicUrls, job: SignatureJob): DirectJobStatusResponse {
  return statusMessage(urls, job, { jobStatus: job.status, signers: job.signers }, undefined);
}

/** The job as it was when the change happened. */
export function statusChangeResponse(
  urls: PublicUrls,
  job: SignatureJob,
  change: StatusChange,
): DirectJobStatusResponse {
  return statusMessage(urls, job, change.snapshot, change.id);
}

function statusMessage(
  urls: PublicUrls,
  job: SignatureJob,
  { jobStatus, signers }: StatusSnapshot,
  change: bigint | undefined,
): DirectJobStatusResponse {
  const addresses = directJobUrls(urls, job);
  const named = signers.map(({ number, status, since }) => ({
    number,
    signer: nameOf(findSigner(job, number)).value,
    status,
    since: new Date(since),
  }));
  const signed = named.filter(({ status }) => status === 'SIGNED');
  return {
    reference: job.reference,
    signatureJobId: job.id,
    status: jobStatus,
    signers: named,
    confirmationUrl: addresses.confirmation(change),
    xadesUrls: signed.map(({ number, signer }) => ({ signer, url: addresses.xades(number) })),
    padesUrl: signed.length > 0 ? addresses.pades : undefined,
  };
}

function nameOf({ address }: Signer): DirectSignerName {
  if (address.kind === 'contact') throw new Error('a direct signer is never addressed by contact details');
  return address;
}
