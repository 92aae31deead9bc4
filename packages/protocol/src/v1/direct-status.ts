/** Status of a direct signature job, asked for by token or delivered from a queue. */
import { readDateTime, writeDateTime } from './date-time.ts';
import {
  childrenNamed,
  choiceOf,
  optionalText,
  optionalUrl,
  required,
  requiredAttribute,
  urlOf,
  wholeNumber,
} from './reading.ts';
import { readMessage } from './schema.ts';
import { JOB_STATUSES, type JobStatus } from './values.ts';
import { message, textElement, urlElement } from './writing.ts';

export interface DirectSignerStatus {
  /** The signer's personal identification number or identifier; absent from services that had one signer only. */
  readonly signer?: string | undefined;
  /** One of SIGNER_STATUSES, or one that was not known when this was written. */
  readonly status: string;
  /** When the signer got that status. */
  readonly since: Date;
}

export interface DirectJobStatusResponse {
  readonly reference?: string | undefined;
  readonly signatureJobId: bigint;
  readonly status: JobStatus;
  /** 1 to 10. */
  readonly signers: readonly DirectSignerStatus[];
  readonly confirmationUrl?: string | undefined;
  readonly deleteDocumentsUrl?: string | undefined;
  readonly xadesUrls: readonly { readonly signer?: string | undefined; readonly url: string }[];
  readonly padesUrl?: string | undefined;
}

const STATUS_RESPONSE = 'direct-signature-job-status-response';

/** @throws ProtocolError */
export function decodeDirectJobStatusResponse(bytes: Uint8Array): DirectJobStatusResponse {
  const root = readMessage(bytes, STATUS_RESPONSE);
  return {
    reference: optionalText(root, 'reference'),
    signatureJobId: wholeNumber(required(root, 'signature-job-id')),
    status: choiceOf(required(root, 'signature-job-status'), JOB_STATUSES),
    signers: childrenNamed(root, 'status').map((status) => ({
      signer: status.attribute('signer'),
      status: status.text(),
      since: readDateTime(requiredAttribute(status, 'since'), status.line),
    })),
    confirmationUrl: optionalUrl(root, 'confirmation-url'),
    deleteDocumentsUrl: optionalUrl(root, 'delete-documents-url'),
    xadesUrls: childrenNamed(root, 'xades-url').map((xades) => ({
      signer: xades.attribute('signer'),
      url: urlOf(xades),
    })),
    padesUrl: optionalUrl(root, 'pades-url'),
  };
}

export function encodeDirectJobStatusResponse(response: DirectJobStatusResponse): Uint8Array {
  return message(STATUS_RESPONSE, [
    textElement('reference', response.reference),
    textElement('signature-job-id', response.signatureJobId.toString()),
    textElement('signature-job-status', response.status),
    ...response.signers.map(({ signer, status, since }) =>
      textElement('status', status, { signer, since: writeDateTime(since) }),
    ),
    urlElement('confirmation-url', response.confirmationUrl),
    urlElement('delete-documents-url', response.deleteDocumentsUrl),
    ...response.xadesUrls.map(({ signer, url }) => urlElement('xades-url', url, { signer })),
    urlElement('pades-url', response.padesUrl),
  ]);
}
