/** Creating a direct signature job: request, manifest, response; and a signer's new redirect-url. */
import type { XmlElement } from '@segl/formats/xml';
import {
  authenticationElement,
  documentElements,
  identifierElement,
  readManifestBasics,
  senderElement,
  type ManifestBasics,
} from './manifest-parts.ts';
import {
  childrenNamed,
  optionalChoice,
  optionalText,
  optionalUrl,
  required,
  requiredAttribute,
  urlOf,
  wholeNumber,
} from './reading.ts';
import { readMessage } from './schema.ts';
import {
  ON_BEHALF_OF,
  SIGNATURE_TYPES,
  STATUS_RETRIEVAL_METHODS,
  type DirectSignerName,
  type OnBehalfOf,
  type SignatureType,
  type StatusRetrievalMethod,
} from './values.ts';
import { element, message, requireUrlLength, textElement, urlElement, type Markup } from './writing.ts';

export interface DirectJobRequest {
  /** At most 50 characters. */
  readonly reference?: string | undefined;
  /** Where the signer is sent afterwards; each at most 500 characters. */
  readonly exitUrls: { readonly completion: string; readonly rejection: string; readonly error: string };
  /** Absent: WAIT_FOR_CALLBACK. */
  readonly statusRetrievalMethod?: StatusRetrievalMethod | undefined;
  readonly pollingQueue?: string | undefined;
}

export interface DirectManifestSigner {
  readonly name: DirectSignerName;
  readonly signatureType?: SignatureType | undefined;
  readonly onBehalfOf?: OnBehalfOf | undefined;
}

export interface DirectManifest extends Omit<ManifestBasics, 'nonsensitiveTitle'> {
  /** 1 to 10. */
  readonly signers: readonly DirectManifestSigner[];
}

/** One signer with its address in the API and a fresh redirect-url. */
export interface DirectSignerResponse {
  /** Signer-URL. */
  readonly href: string;
  readonly name: DirectSignerName;
  readonly redirectUrl: string;
}

export interface DirectJobResponse {
  readonly reference?: string | undefined;
  readonly signatureJobId: bigint;
  /** Present with WAIT_FOR_CALLBACK only. */
  readonly statusUrl?: string | undefined;
  /** 1 to 10, the manifest's order. */
  readonly signers: readonly DirectSignerResponse[];
}

const REQUEST = 'direct-signature-job-request';
const MANIFEST = 'direct-signature-job-manifest';
const RESPONSE = 'direct-signature-job-response';
const SIGNER_RESPONSE = 'direct-signer-response';
const SIGNER_UPDATE = 'direct-signer-update-request';

/** @throws ProtocolError */
export function decodeDirectJobRequest(bytes: Uint8Array): DirectJobRequest {
  const root = readMessage(bytes, REQUEST);
  const urls = required(root, 'exit-urls');
  return {
    reference: optionalText(root, 'reference'),
    exitUrls: {
      completion: urlOf(required(urls, 'completion-url')),
      rejection: urlOf(required(urls, 'rejection-url')),
      error: urlOf(required(urls, 'error-url')),
    },
    statusRetrievalMethod: optionalChoice(root, 'status-retrieval-method', STATUS_RETRIEVAL_METHODS),
    pollingQueue: optionalText(root, 'polling-queue'),
  };
}

export function encodeDirectJobRequest(request: DirectJobRequest): Uint8Array {
  const { completion, rejection, error } = request.exitUrls;
  return message(REQUEST, [
    textElement('reference', request.reference),
    element('exit-urls', [
      urlElement('completion-url', completion),
      urlElement('rejection-url', rejection),
      urlElement('error-url', error),
    ]),
    textElement('status-retrieval-method', request.statusRetrievalMethod),
    textElement('polling-queue', request.pollingQueue),
  ]);
}

/** @throws ProtocolError */
export function decodeDirectManifest(bytes: Uint8Array): DirectManifest {
  const root = readMessage(bytes, MANIFEST);
  return {
    ...readManifestBasics(root),
    signers: childrenNamed(root, 'signer').map((signer) => ({
      name: readSignerName(signer),
      signatureType: optionalChoice(signer, 'signature-type', SIGNATURE_TYPES),
      onBehalfOf: optionalChoice(signer, 'on-behalf-of', ON_BEHALF_OF),
    })),
  };
}

export function encodeDirectManifest(manifest: DirectManifest): Uint8Array {
  return message(MANIFEST, [
    ...manifest.signers.map(({ name, signatureType, onBehalfOf }) =>
      element('signer', [
        nameElement(name),
        textElement('signature-type', signatureType),
        textElement('on-behalf-of', onBehalfOf),
      ]),
    ),
    senderElement(manifest),
    ...documentElements(manifest),
    authenticationElement(manifest),
    identifierElement(manifest),
  ]);
}

/** @throws ProtocolError */
export function decodeDirectJobResponse(bytes: Uint8Array): DirectJobResponse {
  const root = readMessage(bytes, RESPONSE);
  return {
    reference: optionalText(root, 'reference'),
    signatureJobId: wholeNumber(required(root, 'signature-job-id')),
    statusUrl: optionalUrl(root, 'status-url'),
    signers: childrenNamed(root, 'signer').map(readSigner),
  };
}

/** Writes each redirect-url twice: with its signer, and in the deprecated list. */
export function encodeDirectJobResponse(response: DirectJobResponse): Uint8Array {
  return message(RESPONSE, [
    textElement('reference', response.reference),
    textElement('signature-job-id', response.signatureJobId.toString()),
    ...response.signers.map(({ name, redirectUrl }) =>
      urlElement('redirect-url', redirectUrl, { signer: name.value }),
    ),
    urlElement('status-url', response.statusUrl),
    ...response.signers.map((signer) =>
      element('signer', signerContent(signer), { href: requireUrlLength('signer', signer.href) }),
    ),
  ]);
}

/** @throws ProtocolError */
export function decodeDirectSignerResponse(bytes: Uint8Array): DirectSignerResponse {
  return readSigner(readMessage(bytes, SIGNER_RESPONSE));
}

export function encodeDirectSignerResponse(signer: DirectSignerResponse): Uint8Array {
  return message(SIGNER_RESPONSE, signerContent(signer), { href: requireUrlLength('signer', signer.href) });
}

/**
 * The request says one thing only: make a new redirect-url.
 * @throws ProtocolError
 */
export function decodeDirectSignerUpdate(bytes: Uint8Array): void {
  readMessage(bytes, SIGNER_UPDATE);
}

export function encodeDirectSignerUpdate(): Uint8Array {
  return message(SIGNER_UPDATE, [element('redirect-url', [])]);
}

function readSigner(signer: XmlElement): DirectSignerResponse {
  return {
    href: requiredAttribute(signer, 'href').trim(),
    name: readSignerName(signer),
    redirectUrl: urlOf(required(signer, 'redirect-url')),
  };
}

function signerContent({ name, redirectUrl }: DirectSignerResponse): Markup[] {
  return [nameElement(name), urlElement('redirect-url', redirectUrl)];
}

function readSignerName(signer: XmlElement): DirectSignerName {
  const number = optionalText(signer, 'personal-identification-number');
  return number === undefined
    ? { kind: 'signer-identifier', value: required(signer, 'signer-identifier').text() }
    : { kind: 'personal-identification-number', value: number };
}

function nameElement({ kind, value }: DirectSignerName): Markup {
  return textElement(kind, value);
}
