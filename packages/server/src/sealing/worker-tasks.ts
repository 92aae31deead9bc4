/** What the main thread and the workers say to one another. Structured-clone data only. */
import type { MessagePort } from 'node:worker_threads';
import type { SignedDocumentInput } from '@segl/formats/pdf';
import type { SigningAlgorithm } from '@segl/formats/signing';

export interface InspectTask {
  readonly mime: 'application/pdf' | 'text/plain';
  readonly bytes: Uint8Array;
}

export interface SealTask {
  readonly document: SignedDocumentInput;
  /** The signers' finished XAdES files, to be verified once more with the documents. */
  readonly xades: readonly Uint8Array[];
  readonly seal: {
    readonly name: string;
    /** DER. */
    readonly chain: readonly Uint8Array[];
    readonly algorithm: SigningAlgorithm;
  };
  /** Milliseconds; the seal's claimed time, and the present for the verification. */
  readonly at: number;
  /** DER certificates. */
  readonly trust: { readonly anchors: readonly Uint8Array[]; readonly intermediates: readonly Uint8Array[] };
  readonly port: MessagePort;
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
