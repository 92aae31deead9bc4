/** Values that several messages share. */

export const SIGNATURE_TYPES = [
  'AUTHENTICATED_ELECTRONIC_SIGNATURE',
  'ADVANCED_ELECTRONIC_SIGNATURE',
] as const;
export type SignatureType = (typeof SIGNATURE_TYPES)[number];

export const ON_BEHALF_OF = ['SELF', 'OTHER'] as const;
export type OnBehalfOf = (typeof ON_BEHALF_OF)[number];

export const IDENTIFIERS_IN_SIGNED_DOCUMENTS = [
  'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME',
  'DATE_OF_BIRTH_AND_NAME',
  'NAME',
] as const;
export type IdentifierInSignedDocuments = (typeof IDENTIFIERS_IN_SIGNED_DOCUMENTS)[number];

export const STATUS_RETRIEVAL_METHODS = ['WAIT_FOR_CALLBACK', 'POLLING'] as const;
export type StatusRetrievalMethod = (typeof STATUS_RETRIEVAL_METHODS)[number];

export const JOB_STATUSES = ['IN_PROGRESS', 'COMPLETED_SUCCESSFULLY', 'FAILED'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** What this version knows; a receiver must bear others. */
export const SIGNER_STATUSES = [
  'WAITING',
  'REJECTED',
  'CANCELLED',
  'RESERVED',
  'CONTACT_INFORMATION_MISSING',
  'EXPIRED',
  'FAILED',
  'SIGNED',
  'BLOCKED',
  'SIGNERS_NAME_NOT_AVAILABLE',
  'NOT_APPLICABLE',
] as const;
export type SignerStatus = (typeof SIGNER_STATUSES)[number];

export type AuthenticationLevel = 3 | 4;

/** How a direct signer is named. */
export type DirectSignerName =
  | { readonly kind: 'personal-identification-number'; readonly value: string }
  | { readonly kind: 'signer-identifier'; readonly value: string };

/** Email, mobile number, or both. */
export interface ContactAddresses {
  readonly email?: string | undefined;
  readonly mobile?: string | undefined;
}

export interface ManifestDocument {
  /** 1 to 80 characters. */
  readonly title: string;
  /** File name in the document bundle, 4 to 100 characters. */
  readonly href: string;
  /** 1 to 100 characters. */
  readonly mime: string;
}

/** `legacy`: one document that carries the job's title and description, deprecated. */
export type ManifestForm = 'present' | 'legacy';
