/** A portal job as a sender describes it, and what comes back. */
import type {
  OnBehalfOf,
  PortalJobResponse,
  PortalManifestSigner,
  PortalNotifications,
  SignatureType,
} from '@segl/protocol/v1';
import type { NewJob } from './new-job.ts';

export interface NewPortalJob extends NewJob {
  /** 1 to 80 characters; the only title that notifications may show. Absent: they speak of a document. */
  readonly nonsensitiveTitle?: string;
  /** 1 to 10. */
  readonly signers: readonly NewPortalSigner[];
  /** When the first signers may sign and are told so; absent or past: at once. */
  readonly activationTime?: Date;
  /** How long each group of signers has, at most 7 776 000 (90 days). Absent: 30 days. */
  readonly availableSeconds?: number;
}

export type NewPortalSigner = {
  readonly signatureType?: SignatureType;
  /** 0 to 9: the lowest sign first, equal ones in parallel. Absent everywhere: all in parallel. */
  readonly order?: number;
} & (NumberedSigner | LookedUpSigner | ContactSigner);

/** Found by national identity number, logs in with an eID; notified where the sender says. */
export interface NumberedSigner {
  readonly personalIdentificationNumber: string;
  readonly notifications: NotificationAddresses;
  readonly onBehalfOf?: OnBehalfOf;
}

/** Notified where the contact register says; public organisations only, and only for signers on behalf of themselves. */
export interface LookedUpSigner {
  readonly personalIdentificationNumber: string;
  readonly notificationsUsingLookup: { readonly email: true; readonly sms?: boolean };
  readonly onBehalfOf?: 'SELF';
}

/** Whoever has the link and the code sent there; it is for the sender to check who signed. */
export interface ContactSigner {
  readonly identifiedByContactInformation: NotificationAddresses;
  readonly onBehalfOf?: OnBehalfOf;
}

/** An email address, a mobile number, or both. */
export type NotificationAddresses =
  { readonly email: string; readonly mobile?: string } | { readonly email?: never; readonly mobile: string };

export type CreatedPortalJob = PortalJobResponse;

export function manifestSigner(signer: NewPortalSigner): PortalManifestSigner {
  return {
    personalIdentificationNumber:
      'personalIdentificationNumber' in signer ? signer.personalIdentificationNumber : undefined,
    signatureType: signer.signatureType,
    notifications: notificationsOf(signer),
    onBehalfOf: signer.onBehalfOf,
    order: signer.order,
  };
}

function notificationsOf(signer: NewPortalSigner): PortalNotifications {
  if ('notificationsUsingLookup' in signer) {
    return { kind: 'lookup', sms: signer.notificationsUsingLookup.sms ?? false };
  }
  const addresses = 'notifications' in signer ? signer.notifications : signer.identifiedByContactInformation;
  return { kind: 'addresses', addresses };
}
