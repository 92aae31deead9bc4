/** A direct job as a sender describes it, and what comes back. */
import type {
  DirectJobResponse,
  DirectJobStatusResponse,
  DirectSignerName,
  IdentifierInSignedDocuments,
  OnBehalfOf,
  SignatureType,
  StatusRetrievalMethod,
} from '@segl/protocol/v1';

export interface NewDirectJob {
  /** 1 to 80 characters. */
  readonly title: string;
  /** At most 220 characters; shown to the signer. */
  readonly description?: string;
  /** At most 50 characters, yours alone; never personal data. */
  readonly reference?: string;
  /** 1 to 20 PDFs, 10 MiB together. */
  readonly documents: readonly NewDocument[];
  /** 1 to 10. */
  readonly signers: readonly NewSigner[];
  /** Where each signer is sent afterwards. */
  readonly exitUrls: { readonly completion: string; readonly rejection: string; readonly error: string };
  /** Absent: WAIT_FOR_CALLBACK. */
  readonly statusRetrievalMethod?: StatusRetrievalMethod;
  readonly pollingQueue?: string;
  readonly requiredAuthentication?: 3 | 4;
  readonly identifierInSignedDocuments?: IdentifierInSignedDocuments;
}

export interface NewDocument {
  /** 1 to 80 characters. */
  readonly title: string;
  readonly bytes: Uint8Array;
  /** Absent: `document-1.pdf`, … */
  readonly fileName?: string;
}

/** Named by national identity number, or by anything that is unique in the job. */
export type NewSigner = {
  readonly signatureType?: SignatureType;
  readonly onBehalfOf?: OnBehalfOf;
} & ({ readonly personalIdentificationNumber: string } | { readonly signerIdentifier: string });

export type CreatedDirectJob = DirectJobResponse;

export interface Poll {
  /** Undefined: nothing has changed. */
  readonly change: DirectJobStatusResponse | undefined;
  /** When the queue may be asked again. */
  readonly nextPermittedPoll: Date;
}

export function signerName(signer: NewSigner): DirectSignerName {
  return 'signerIdentifier' in signer
    ? { kind: 'signer-identifier', value: signer.signerIdentifier }
    : { kind: 'personal-identification-number', value: signer.personalIdentificationNumber };
}

export function fileNameOf(document: NewDocument, index: number): string {
  return document.fileName ?? `document-${index + 1}.pdf`;
}
