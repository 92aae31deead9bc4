/** What a signed document is made from. Plain data; the same input gives the same bytes. */

export type DocumentLanguage = 'nb' | 'nn' | 'en';

/** Milliseconds since 1970-01-01T00:00Z. */
type Instant = number;

export interface SignedDocumentInput {
  readonly language: DocumentLanguage;
  /** The job's title. */
  readonly title: string;
  /** The sender's name. */
  readonly sender: string;
  /** The sender's logo, PNG. */
  readonly logo?: Uint8Array;
  readonly signers: readonly DocumentSigner[];
  readonly documents: readonly SourceDocument[];
  /** In the order they are listed; names must differ. */
  readonly attachments: readonly DocumentAttachment[];
  /** The name in the seal's certificate. */
  readonly sealName: string;
  /** The service's name, e.g. "Segl". */
  readonly serviceName: string;
  /** Address of the page where anybody can check the file; absent: the document names none. */
  readonly validationAddress?: string;
  /** When the document is made; also the file's creation date. */
  readonly createdAt: Instant;
}

export interface DocumentSigner {
  readonly name: string;
  /** As the job lets it be shown; empty for the name alone. */
  readonly identifiers: readonly SignerIdentifierLine[];
  readonly onBehalfOf: 'SELF' | 'OTHER';
  readonly signature: DocumentSignature;
}

export type SignerIdentifierLine =
  | { readonly kind: 'personal-identification-number'; readonly value: string }
  /** `value` is yyyy-mm-dd. */
  | { readonly kind: 'date-of-birth'; readonly value: string }
  /** Shown as it stands, e.g. an organisation or the sender's own identifier. */
  | { readonly kind: 'text'; readonly value: string };

export type DocumentSignature =
  /** `method` says how the identity was proven, in the document's language, e.g. "BankID, level 4". */
  | { readonly kind: 'signed'; readonly at: Instant; readonly method: string }
  | { readonly kind: 'waiting' }
  /** Did not sign and will not. */
  | { readonly kind: 'not-signed' };

export interface SourceDocument {
  readonly title: string;
  readonly fileName: string;
  readonly mime: 'application/pdf' | 'text/plain';
  readonly bytes: Uint8Array;
}

export interface DocumentAttachment {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
  readonly description: string;
  /** Source: what the pages were made from. Data or Supplement: the proof of signing (ISO 32000-2, 7.11.3). */
  readonly relationship: 'Source' | 'Data' | 'Alternative' | 'Supplement' | 'Unspecified';
  /** Of the attached file; the document's own date when absent. */
  readonly modifiedAt?: Instant;
}
