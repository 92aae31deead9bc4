/**
 * Reads ds:Signature (XMLDSIG core 1.1, clause 4) into plain data. Only the plain profile is taken: no parameters
 * inside algorithm elements, no key but certificates, nothing in any place that the profile does not name.
 */
import type { XmlElement } from '../xml/index.ts';
import { XMLDSIG_NAMESPACE } from './algorithms.ts';
import { xmldsigError } from './errors.ts';

export interface SignatureReference {
  readonly id: string | undefined;
  /** As written. */
  readonly uri: string;
  readonly type: string | undefined;
  /** Algorithm URIs in order; empty when there is no Transforms element. */
  readonly transforms: readonly string[];
  readonly digestAlgorithm: string;
  readonly digest: Uint8Array;
  readonly line: number;
}

export interface XmlSignature {
  readonly element: XmlElement;
  readonly id: string | undefined;
  readonly signedInfo: XmlElement;
  readonly canonicalization: string;
  readonly signatureAlgorithm: string;
  readonly references: readonly SignatureReference[];
  readonly value: Uint8Array;
  /** DER, in the order of KeyInfo; at least one. */
  readonly certificates: readonly Uint8Array[];
  /** ds:Object elements; may be none. */
  readonly objects: readonly XmlElement[];
}

const MAX_REFERENCES = 200;
const MAX_CERTIFICATES = 10;
const MAX_OBJECTS = 10;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** @throws FormatError XMLDSIG_STRUCTURE */
export function readSignature(element: XmlElement): XmlSignature {
  const [signedInfo, value, keyInfo, ...objects] = element.children();
  if (
    element.name !== 'Signature' ||
    element.namespace !== XMLDSIG_NAMESPACE ||
    !signedInfo ||
    !value ||
    !keyInfo
  ) {
    throw structure('A Signature must hold SignedInfo, SignatureValue, KeyInfo and Objects.', element);
  }
  requireElement(signedInfo, 'SignedInfo');
  requireElement(value, 'SignatureValue');
  requireElement(keyInfo, 'KeyInfo');
  if (objects.length > MAX_OBJECTS) throw structure('The Signature has too many Objects.', element);
  for (const object of objects) requireElement(object, 'Object');

  const [canonicalization, method, ...references] = signedInfo.children();
  if (!canonicalization || !method || references.length === 0 || references.length > MAX_REFERENCES) {
    throw structure(
      `SignedInfo must hold its two methods and 1 to ${MAX_REFERENCES} References.`,
      signedInfo,
    );
  }
  return {
    element,
    id: element.attribute('Id'),
    signedInfo,
    canonicalization: readAlgorithm(canonicalization, 'CanonicalizationMethod'),
    signatureAlgorithm: readAlgorithm(method, 'SignatureMethod'),
    references: references.map(readReference),
    value: readBase64(value),
    certificates: readKeyInfo(keyInfo),
    objects,
  };
}

function readReference(element: XmlElement): SignatureReference {
  requireElement(element, 'Reference');
  const uri = element.attribute('URI');
  if (uri === undefined) throw structure('Every Reference must have a URI.', element);
  const children = [...element.children()];
  const transforms = children[0]?.name === 'Transforms' ? readTransforms(children.shift()) : [];
  const [method, value, surplus] = children;
  if (!method || !value || surplus)
    throw structure('A Reference must hold DigestMethod and DigestValue.', element);
  requireElement(value, 'DigestValue');
  return {
    id: element.attribute('Id'),
    uri,
    type: element.attribute('Type'),
    transforms,
    digestAlgorithm: readAlgorithm(method, 'DigestMethod'),
    digest: readBase64(value),
    line: element.line,
  };
}

function readTransforms(element: XmlElement | undefined): string[] {
  if (!element) return [];
  requireElement(element, 'Transforms');
  return element.children().map((transform) => readAlgorithm(transform, 'Transform'));
}

function readKeyInfo(keyInfo: XmlElement): Uint8Array[] {
  const [data, surplus] = keyInfo.children();
  if (!data || surplus) throw structure('KeyInfo must hold one X509Data and nothing else.', keyInfo);
  requireElement(data, 'X509Data');
  const certificates = data.children();
  if (certificates.length === 0 || certificates.length > MAX_CERTIFICATES) {
    throw structure(`X509Data must hold 1 to ${MAX_CERTIFICATES} certificates.`, data);
  }
  return certificates.map((certificate) => {
    requireElement(certificate, 'X509Certificate');
    return readBase64(certificate);
  });
}

/** The algorithm of an element that carries nothing else: no HMAC length, no XPath, no prefix list. */
function readAlgorithm(element: XmlElement, name: string): string {
  requireElement(element, name);
  const algorithm = element.attribute('Algorithm');
  if (algorithm === undefined || element.children().length > 0 || element.text().trim() !== '') {
    throw structure(`${name} must have an Algorithm and be empty.`, element);
  }
  return algorithm;
}

/**
 * Base64 (RFC 4648) with white space anywhere, as XML allows, otherwise strict.
 * @throws FormatError XMLDSIG_STRUCTURE
 */
export function readBase64(element: XmlElement): Uint8Array {
  const text = element.text().replace(/[ \t\r\n]+/g, '');
  if (text === '' || element.children().length > 0 || !BASE64.test(text)) {
    throw structure(`${element.name} must hold base64.`, element);
  }
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw structure(`${element.name} must hold base64.`, element);
  return bytes;
}

function requireElement(element: XmlElement, name: string): void {
  if (element.namespace !== XMLDSIG_NAMESPACE || element.name !== name) {
    throw structure(`Expected ${name}, found another element.`, element);
  }
}

function structure(message: string, element: XmlElement): Error {
  return xmldsigError('XMLDSIG_STRUCTURE', message, element);
}
