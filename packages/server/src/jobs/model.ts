/** What a signature job is. Plain data; the words are the protocol's own. */

export type Flow = 'direct' | 'portal';
export type Sector = 'public' | 'private';
/** Nine digits. */
export type OrganizationNumber = string;
export type SignatureType = 'AUTHENTICATED_ELECTRONIC_SIGNATURE' | 'ADVANCED_ELECTRONIC_SIGNATURE';
export type AuthenticationLevel = 3 | 4;
export type OnBehalfOf = 'SELF' | 'OTHER';
export type IdentifierInSignedDocuments =
  'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME' | 'DATE_OF_BIRTH_AND_NAME' | 'NAME';
export type StatusRetrievalMethod = 'WAIT_FOR_CALLBACK' | 'POLLING';
export type JobStatus = 'IN_PROGRESS' | 'COMPLETED_SUCCESSFULLY' | 'FAILED';
export type SignerStatus =
  | 'WAITING'
  | 'REJECTED'
  | 'CANCELLED'
  | 'RESERVED'
  | 'CONTACT_INFORMATION_MISSING'
  | 'EXPIRED'
  | 'FAILED'
  | 'SIGNED'
  | 'BLOCKED'
  | 'SIGNERS_NAME_NOT_AVAILABLE'
  | 'NOT_APPLICABLE';

/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;

/** How the sender named the signer. */
export type SignerAddress =
  | { readonly kind: 'personal-identification-number'; readonly value: string }
  | { readonly kind: 'signer-identifier'; readonly value: string }
  | { readonly kind: 'contact'; readonly email?: string; readonly mobile?: string };

/** Where a portal signer is notified: addresses the sender gave, or the contact register's. */
export type SignerNotifications =
  | { readonly kind: 'addresses'; readonly email?: string; readonly mobile?: string }
  /** `sms`: SMS too, where the register knows both. */
  | { readonly kind: 'lookup'; readonly sms: boolean };

/** What was last known of how to reach a signer. */
export interface KnownContact {
  readonly email?: string;
  readonly mobile?: string;
  readonly language?: Language;
}

export interface ExitUrls {
  readonly completion: string;
  readonly rejection: string;
  readonly error: string;
}

export interface JobDocument {
  /** 1 to 20, the sender's order. */
  readonly number: number;
  readonly title: string;
  /** The file's name in the document bundle. */
  readonly fileName: string;
  readonly mime: 'application/pdf' | 'text/plain';
  /** Lower-case hex; also the blob's name. */
  readonly sha256: string;
  readonly size: number;
  /** As many as the document fills in the signed one; the service lays texts out itself. */
  readonly pages: number;
}

export interface Signer {
  readonly id: bigint;
  /** 1 to 10, the sender's order; also the last part of the signer's API URLs. */
  readonly number: number;
  readonly address: SignerAddress;
  readonly signatureType: SignatureType;
  readonly onBehalfOf: OnBehalfOf;
  /** 0 to 9; who has the lowest begins, equal ones sign in parallel. */
  readonly order: number;
  /** Portal jobs only. */
  readonly notifications?: SignerNotifications;
  /** From the contact register, once it was asked; given addresses stand in `notifications`. */
  readonly knownContact?: KnownContact;
  readonly status: SignerStatus;
  /** When the signer got that status. */
  readonly since: Instant;
  /** Blob of the finished XAdES, once signed. */
  readonly xadesSha256: string | undefined;
  /** What the signer wrote when rejecting, if anything. For the sender's eyes only. */
  readonly rejectionReason?: string;
}

export interface SignatureJob {
  readonly id: bigint;
  readonly flow: Flow;
  readonly sender: OrganizationNumber;
  /** The organisation whose certificate made the request: the sender itself or its broker. */
  readonly createdBy: OrganizationNumber;
  /** Id of the user who sent it from the sender portal; absent for jobs from the API, whose queues tell of every change. */
  readonly createdByUser?: string;
  readonly reference: string | undefined;
  readonly title: string;
  /** The only title that notifications and log-ins below the required level may show. */
  readonly nonSensitiveTitle?: string;
  readonly description: string | undefined;
  readonly requiredAuthentication: AuthenticationLevel;
  readonly identifierInSignedDocuments: IdentifierInSignedDocuments;
  readonly statusRetrievalMethod: StatusRetrievalMethod;
  /** '' is the default queue. */
  readonly pollingQueue: string;
  /** Direct jobs only. */
  readonly exitUrls: ExitUrls | undefined;
  readonly createdAt: Instant;
  /** Nobody can sign before. */
  readonly activatesAt: Instant;
  /** How long each order group may take, in milliseconds. */
  readonly available: number;
  /** When the period of the group whose turn it is ends. */
  readonly expiresAt: Instant;
  /** The last order group that was found reachable and told; undefined before the first. */
  readonly activatedOrder: number | undefined;
  readonly status: JobStatus;
  /** When the job left IN_PROGRESS. */
  readonly endedAt: Instant | undefined;
  /** When the sender confirmed a terminal status. */
  readonly handledAt: Instant | undefined;
  /** Blob of the sealed PAdES, once the job is COMPLETED_SUCCESSFULLY. */
  readonly padesSha256: string | undefined;
  /** What the sender wrote to the signers when cancelling. */
  readonly cancellationMessage?: string;
  /** How long after completion documents are kept, milliseconds; fixed at completion. Absent: 40 days. */
  readonly keptFor?: number;
  /** When the sender first downloaded the signed document. */
  readonly downloadedAt?: Instant;
  /** When documents and signatures were deleted, by the sender or in due time. */
  readonly documentsDeletedAt: Instant | undefined;
  readonly documents: readonly JobDocument[];
  readonly signers: readonly Signer[];
}

/** What the answers about a job's status are made of. */
export type JobInAnswers = Pick<
  SignatureJob,
  'id' | 'flow' | 'sender' | 'reference' | 'status' | 'endedAt' | 'documentsDeletedAt'
> & { readonly signers: readonly Pick<Signer, 'number' | 'address' | 'status'>[] };

export type Language = 'nb' | 'nn' | 'en';

/** What senders are told by email. */
export interface NotificationChoices {
  /** A signer acted, or the job ended. */
  readonly statusChanges: boolean;
  /** A period ends within 24 hours and somebody has not signed. */
  readonly deadlines: boolean;
  /** A signed document that nobody downloaded is deleted in 4 days. */
  readonly deletions: boolean;
}

/** What an account manager decides. */
export interface OrganisationSettings {
  readonly name: string;
  /** Blob of the PNG that signers see beside the name. */
  readonly logoSha256?: string;
  /** Signers answer to it, and news of jobs from the API go there. */
  readonly senderAddress?: string;
  /** Of messages to signers whose own is unknown, and of news to the organisation. */
  readonly language: Language;
  /** Signed documents are kept for 20 years, renewed every 3. */
  readonly longTermStorage: boolean;
  /** How long signed documents are kept otherwise; 1 to 40 days. */
  readonly keptDays: number;
  readonly notificationChoices: NotificationChoices;
  /** Signers with link and code who have both get the link by email and the code by SMS; otherwise both in one message. */
  readonly codeBySms: boolean;
  /** Only certificates that an account manager registered can be used for the API. */
  readonly registeredCertificatesOnly: boolean;
}

/** What the operator of the installation decides. */
export interface OrganisationRights {
  readonly sector: Sector;
  readonly apiAccess: boolean;
  /** May address portal signers by email or mobile. Private organisations; others when given the right. */
  readonly contactAddressing: boolean;
}

export interface Organisation extends OrganisationSettings, OrganisationRights {
  readonly number: OrganizationNumber;
  /** Since then it can neither send nor be logged in to. */
  readonly deactivatedAt?: Instant;
}

export const usualSettings: Omit<OrganisationSettings, 'name'> = {
  language: 'nb',
  longTermStorage: false,
  keptDays: 40,
  notificationChoices: { statusChanges: true, deadlines: true, deletions: true },
  codeBySms: false,
  registeredCertificatesOnly: false,
};
