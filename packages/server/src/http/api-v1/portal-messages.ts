/** Jobs as the messages of the portal flow tell them. */
import type { PortalJobResponse, PortalSignerName, PortalStatusChange } from '@segl/protocol/v1';
import { mayDelete } from '../../jobs/delete-documents.ts';
import type { Instant, JobInAnswers, SignatureJob, Signer } from '../../jobs/model.ts';
import type { StatusChange } from '../../jobs/ports.ts';
import { findSigner, isCancellable } from '../../jobs/state-machine.ts';
import { jobUrls, type PublicUrls } from './job-urls.ts';

export function portalJobResponse(urls: PublicUrls, job: SignatureJob): PortalJobResponse {
  return {
    reference: job.reference,
    signatureJobId: job.id,
    cancellationUrl: jobUrls(urls, job).cancellation,
  };
}

/** The job as it was when the change happened; what can be fetched and done is as of now. */
export function portalStatusChange(
  urls: PublicUrls,
  job: JobInAnswers,
  { id, snapshot }: StatusChange,
  now: Instant,
): PortalStatusChange {
  const addresses = jobUrls(urls, job);
  const kept = job.documentsDeletedAt === undefined;
  return {
    reference: job.reference,
    signatureJobId: job.id,
    status: snapshot.jobStatus,
    confirmationUrl: addresses.confirmation(id),
    cancellationUrl: isCancellable(job) ? addresses.cancellation : undefined,
    deleteDocumentsUrl: mayDelete(job, now) ? addresses.deleteDocuments : undefined,
    signatures: snapshot.signers.map(({ number, status, since }) => ({
      status,
      since: new Date(since),
      signer: nameOf(findSigner(job, number)),
      xadesUrl: kept && status === 'SIGNED' ? addresses.xades(number) : undefined,
    })),
    padesUrl:
      kept && snapshot.signers.some(({ status }) => status === 'SIGNED') ? addresses.pades : undefined,
  };
}

function nameOf({ address }: Pick<Signer, 'address'>): PortalSignerName {
  if (address.kind === 'contact') {
    return { kind: 'contact', email: address.email, mobile: address.mobile };
  }
  return { kind: 'personal-identification-number', value: address.value };
}
