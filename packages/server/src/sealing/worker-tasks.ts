/** What the main thread and the workers say to one another. Structured-clone data only. */
import type { MessagePort } from 'node:worker_threads';
import type { SignedDocumentInput } from '@segl/formats/pdf';
import type { SigningAlgorithm } from '@segl/formats/signing';

export interface InspectTask {
  readonly mime: 'application/pdf' | 'text/plain';
  readonly bytes: Uint8Array;
}

/** What is asked of the service's own validator. */
export interface Verification {
  /** DER certificates. */
  readonly trust: { readonly anchors: readonly Uint8Array[]; readonly intermediates: readonly Uint8Array[] };
  /** The present, milliseconds. */
  readonly at: number;
}

export interface SealTask extends Verification {
  readonly document: SignedDocumentInput;
  /** The signers' finished XAdES files, to be verified once more with the documents, and when each was stored. */
  readonly xades: readonly { readonly bytes: Uint8Array; readonly storedAt: number }[];
  readonly seal: {
    readonly name: string;
    /** DER. */
    readonly chain: readonly Uint8Array[];
    readonly algorithm: SigningAlgorithm;
  };
  readonly port: MessagePort;
}

/** A sealed document that gets its next time-stamp. */
export interface RenewTask extends Verification {
  readonly pades: Uint8Array;
  readonly port: MessagePort;
}

/** A sealed document that verifies. */
export interface Sealed {
  readonly bytes: Uint8Array;
  /** When the first certificate of its last time-stamp's authority expires, milliseconds. */
  readonly provenUntil: number;
}

/** FormatErrors travel as data: a cloned Error loses its code. */
export type WorkerResult<T> =
  | { readonly kind: 'done'; readonly value: T }
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly message: string;
      readonly where: string | undefined;
    };

export interface Inspected {
  readonly pages: number;
}
