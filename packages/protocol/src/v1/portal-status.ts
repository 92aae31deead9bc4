/** A status change of a portal signature job, delivered from a queue. */
import type { XmlElement } from '@segl/formats/xml';
import { contactElements, readContactAddresses } from './contact-addresses.ts';
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
import { JOB_STATUSES, type ContactAddresses, type JobStatus } from './values.ts';
import { element, message, textElement, urlElement, type Markup } from './writing.ts';

export type PortalSignerName =
  | { readonly kind: 'personal-identification-number'; readonly value: string }
  | ({ readonly kind: 'contact' } & ContactAddresses);

export interface PortalSignature {
  /** One of SIGNER_STATUSES, or one that was not known when this was written. */
  readonly status: string;
  /** When the signer got that status. */
  readonly since: Date;
  readonly signer: PortalSignerName;
  readonly xadesUrl?: string | undefined;
}

export interface PortalStatusChange {
  readonly reference?: string | undefined;
  readonly signatureJobId: bigint;
  readonly status: JobStatus;
  readonly confirmationUrl: string;
  readonly cancellationUrl?: string | undefined;
  readonly deleteDocumentsUrl?: string | undefined;
  /** 1 to 10. */
  readonly signatures: readonly PortalSignature[];
  readonly padesUrl?: string | undefined;
}

const STATUS_CHANGE = 'portal-signature-job-status-change-response';

/** @throws ProtocolError */
export function decodePortalStatusChange(bytes: Uint8Array): PortalStatusChange {
  const root = readMessage(bytes, STATUS_CHANGE);
  const signatures = required(root, 'signatures');
  return {
    reference: optionalText(root, 'reference'),
    signatureJobId: wholeNumber(required(root, 'signature-job-id')),
    status: choiceOf(required(root, 'status'), JOB_STATUSES),
    confirmationUrl: urlOf(required(root, 'confirmation-url')),
    cancellationUrl: optionalUrl(root, 'cancellation-url'),
    deleteDocumentsUrl: optionalUrl(root, 'delete-documents-url'),
    signatures: childrenNamed(signatures, 'signature').map(readSignature),
    padesUrl: optionalUrl(signatures, 'pades-url'),
  };
}

export function encodePortalStatusChange(change: PortalStatusChange): Uint8Array {
  return message(STATUS_CHANGE, [
    textElement('reference', change.reference),
    textElement('signature-job-id', change.signatureJobId.toString()),
    textElement('status', change.status),
    urlElement('confirmation-url', change.confirmationUrl),
    urlElement('cancellation-url', change.cancellationUrl),
    urlElement('delete-documents-url', change.deleteDocumentsUrl),
    element('signatures', [
      ...change.signatures.map(signatureElement),
      urlElement('pades-url', change.padesUrl),
    ]),
  ]);
}

function readSignature(signature: XmlElement): PortalSignature {
  const status = required(signature, 'status');
  return {
    status: status.text(),
    since: readDateTime(requiredAttribute(status, 'since'), status.line),
    signer: readName(signature),
    xadesUrl: optionalUrl(signature, 'xades-url'),
  };
}

function readName(signature: XmlElement): PortalSignerName {
  const number = optionalText(signature, 'personal-identification-number');
  return number === undefined
    ? { kind: 'contact', ...readContactAddresses(required(signature, 'identifier')) }
    : { kind: 'personal-identification-number', value: number };
}

function signatureElement({ status, since, signer, xadesUrl }: PortalSignature): Markup {
  return element('signature', [
    textElement('status', status, { since: writeDateTime(since) }),
    signer.kind === 'contact'
      ? element('identifier', contactElements(signer))
      : textElement('personal-identification-number', signer.value),
    urlElement('xades-url', xadesUrl),
  ]);
}
