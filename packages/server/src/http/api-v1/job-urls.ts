/** Addresses in the API's answers; opaque to clients. */
import type { Flow, OrganizationNumber } from '../../jobs/model.ts';

export interface PublicUrls {
  /** Where senders reach the API: scheme, host and port. */
  readonly api: string;
  /** Where signers reach the pages. */
  readonly web: string;
}

export interface JobUrls {
  /** Direct jobs only. */
  readonly status: string;
  /** `change`: what a poll answered with. */
  confirmation(change?: bigint): string;
  /** Portal jobs only. */
  readonly cancellation: string;
  readonly deleteDocuments: string;
  /** Direct jobs only. */
  signer(number: number): string;
  xades(signerNumber: number): string;
  readonly pades: string;
}

export function jobUrls(
  urls: PublicUrls,
  job: { readonly id: bigint; readonly flow: Flow; readonly sender: OrganizationNumber },
): JobUrls {
  const base = `${urls.api}/api/${job.sender}/${job.flow}/signature-jobs/${job.id}`;
  return {
    status: `${base}/status`,
    confirmation: (change) => `${base}/complete${change === undefined ? '' : `?change=${change}`}`,
    cancellation: `${base}/cancel`,
    deleteDocuments: `${base}/documents`,
    signer: (number) => `${base}/signers/${number}`,
    xades: (signerNumber) => `${base}/xades/${signerNumber}`,
    pades: `${base}/pades`,
  };
}

export function redirectUrl(urls: PublicUrls, token: string): string {
  return `${urls.web}/redirect/${token}`;
}
