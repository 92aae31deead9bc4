/** Creating a portal signature job: request, manifest, response. */
import type { XmlElement } from '@segl/formats/xml';
import { contactElements, readContactAddresses } from './contact-addresses.ts';
import { readDateTime, writeDateTime } from './date-time.ts';
import {
  authenticationElement,
  documentElements,
  identifierElement,
  readManifestBasics,
  senderElement,
  type ManifestBasics,
} from './manifest-parts.ts';
import { childrenNamed, optionalChoice, optionalText, required, urlOf, wholeNumber } from './reading.ts';
import { readMessage } from './schema.ts';
import {
  ON_BEHALF_OF,
  SIGNATURE_TYPES,
  type ContactAddresses,
  type OnBehalfOf,
  type SignatureType,
} from './values.ts';
import { element, message, textElement, urlElement, type Markup } from './writing.ts';

export interface PortalJobRequest {
  /** At most 50 characters. */
  readonly reference?: string | undefined;
  readonly pollingQueue?: string | undefined;
}

/** Where notifications go: addresses given by the sender, or the contact register's. */
export type PortalNotifications =
  | { readonly kind: 'addresses'; readonly addresses: ContactAddresses }
  | { readonly kind: 'lookup'; readonly sms: boolean };

export interface PortalManifestSigner {
  /** Absent: identified by the notification addresses. */
  readonly personalIdentificationNumber?: string | undefined;
  readonly signatureType?: SignatureType | undefined;
  readonly notifications: PortalNotifications;
  readonly onBehalfOf?: OnBehalfOf | undefined;
  /** 0 to 9. */
  readonly order?: number | undefined;
}

export interface PortalManifest extends ManifestBasics {
  /** 1 to 10. */
  readonly signers: readonly PortalManifestSigner[];
  readonly activationTime?: Date | undefined;
  readonly availableSeconds?: bigint | undefined;
}

export interface PortalJobResponse {
  readonly reference?: string | undefined;
  readonly signatureJobId: bigint;
  readonly cancellationUrl: string;
}

const REQUEST = 'portal-signature-job-request';
const MANIFEST = 'portal-signature-job-manifest';
const RESPONSE = 'portal-signature-job-response';

/** @throws ProtocolError */
export function decodePortalJobRequest(bytes: Uint8Array): PortalJobRequest {
  const root = readMessage(bytes, REQUEST);
  return {
    reference: optionalText(root, 'reference'),
    pollingQueue: optionalText(root, 'polling-queue'),
  };
}

export function encodePortalJobRequest(request: PortalJobRequest): Uint8Array {
  return message(REQUEST, [
    textElement('reference', request.reference),
    textElement('polling-queue', request.pollingQueue),
  ]);
}

/** @throws ProtocolError */
export function decodePortalManifest(bytes: Uint8Array): PortalManifest {
  const root = readMessage(bytes, MANIFEST);
  const availability = root.child('availability');
  const activation = availability?.child('activation-time');
  const seconds = availability?.child('available-seconds');
  return {
    ...readManifestBasics(root),
    signers: childrenNamed(required(root, 'signers'), 'signer').map(readSigner),
    activationTime: activation === undefined ? undefined : readDateTime(activation.text(), activation.line),
    availableSeconds: seconds === undefined ? undefined : wholeNumber(seconds),
  };
}

export function encodePortalManifest(manifest: PortalManifest): Uint8Array {
  return message(MANIFEST, [
    element('signers', manifest.signers.map(signerElement)),
    senderElement(manifest),
    ...documentElements(manifest),
    authenticationElement(manifest),
    availabilityElement(manifest),
    identifierElement(manifest),
  ]);
}

/** @throws ProtocolError */
export function decodePortalJobResponse(bytes: Uint8Array): PortalJobResponse {
  const root = readMessage(bytes, RESPONSE);
  return {
    reference: optionalText(root, 'reference'),
    signatureJobId: wholeNumber(required(root, 'signature-job-id')),
    cancellationUrl: urlOf(required(root, 'cancellation-url')),
  };
}

export function encodePortalJobResponse(response: PortalJobResponse): Uint8Array {
  return message(RESPONSE, [
    textElement('reference', response.reference),
    textElement('signature-job-id', response.signatureJobId.toString()),
    urlElement('cancellation-url', response.cancellationUrl),
  ]);
}

function readSigner(signer: XmlElement): PortalManifestSigner {
  const order = signer.attribute('order');
  return {
    personalIdentificationNumber: optionalText(signer, 'personal-identification-number'),
    signatureType: optionalChoice(signer, 'signature-type', SIGNATURE_TYPES),
    notifications: readNotifications(signer),
    onBehalfOf: optionalChoice(signer, 'on-behalf-of', ON_BEHALF_OF),
    order: order === undefined ? undefined : Number(order),
  };
}

function readNotifications(signer: XmlElement): PortalNotifications {
  const lookup = signer.child('notifications-using-lookup');
  if (lookup) return { kind: 'lookup', sms: lookup.child('sms') !== undefined };
  return { kind: 'addresses', addresses: readContactAddresses(required(signer, 'notifications')) };
}

function signerElement(signer: PortalManifestSigner): Markup {
  const number = signer.personalIdentificationNumber;
  const name =
    number === undefined
      ? element('identified-by-contact-information', [])
      : textElement('personal-identification-number', number);
  return element(
    'signer',
    [
      name,
      textElement('signature-type', signer.signatureType),
      notificationsElement(signer.notifications),
      textElement('on-behalf-of', signer.onBehalfOf),
    ],
    { order: signer.order?.toString() },
  );
}

function notificationsElement(notifications: PortalNotifications): Markup {
  if (notifications.kind === 'addresses') {
    return element('notifications', contactElements(notifications.addresses));
  }
  const sms = notifications.sms ? element('sms', []) : undefined;
  return element('notifications-using-lookup', [element('email', []), sms]);
}

function availabilityElement({ activationTime, availableSeconds }: PortalManifest): Markup | undefined {
  if (activationTime === undefined && availableSeconds === undefined) return undefined;
  return element('availability', [
    activationTime && textElement('activation-time', writeDateTime(activationTime)),
    textElement('available-seconds', availableSeconds?.toString()),
  ]);
}
