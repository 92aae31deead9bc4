/** A direct job as a sender describes it, and what comes back. */
import type {
  DirectJobResponse,
  DirectSignerName,
  OnBehalfOf,
  SignatureType,
  StatusRetrievalMethod,
} from '@segl/protocol/v1';
import type { NewJob } from './new-job.ts';

export interface NewDirectJob extends NewJob {
  /** 1 to 10. */
  readonly signers: readonly NewSigner[];
  /** Where each signer is sent afterwards. */
  readonly exitUrls: { readonly completion: string; readonly rejection: string; readonly error: string };
  /** Absent: WAIT_FOR_CALLBACK. */
  readonly statusRetrievalMethod?: StatusRetrievalMethod;
}

/** Named by national identity number, or by anything that is unique in the job. */
export type NewSigner = {
  readonly signatureType?: SignatureType;
  readonly onBehalfOf?: OnBehalfOf;
} & ({ readonly personalIdentificationNumber: string } | { readonly signerIdentifier: string });

export type CreatedDirectJob = DirectJobResponse;

export function signerName(signer: NewSigner): DirectSignerName {
  return 'signerIdentifier' in signer
    ? { kind: 'signer-identifier', value: signer.signerIdentifier }
    : { kind: 'personal-identification-number', value: signer.personalIdentificationNumber };
}
