/** Addresses in the API's answers; opaque to clients. */
import type { OrganizationNumber } from '../../jobs/model.ts';

export interface PublicUrls {
  /** Where senders reach the API: scheme, host and port. */
  readonly api: string;
  /** Where signers reach the pages. */
  readonly web: string;
}

export interface DirectJobUrls {
  readonly status: string;
  /** `change`: what a poll answered with. */
  confirmation(change?: bigint): string;
  signer(number: number): string;
  xades(signerNumber: number): string;
  readonly pades: string;
}

export function directJobUrls(
  urls: PublicUrls,
  job: { readonly id: bigint; readonly sender: OrganizationNumber },
): DirectJobUrls {
  const base = `${urls.api}/api/${job.sender}/direct/signature-jobs/${job.id}`;
  return {
    status: `${base}/status`,
    confirmation: (change) => `${base}/complete${change === undefined ? '' : `?change=${change}`}`,
    signer: (number) => `${base}/signers/${number}`,
    xades: (signerNumber) => `${base}/xades/${signerNumber}`,
    pades: `${base}/pades`,
  };
}

export function redirectUrl(urls: PublicUrls, token: string): string {
  return `${urls.web}/redirect/${token}`;
}
