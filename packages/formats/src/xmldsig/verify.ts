import type { KeyObject } from 'node:crypto';
import { C14N_1_0, canonicalize, isCanonicalizationAlgorithm, type XmlElement } from '../xml/index.ts';
import { DIGEST_SHA256, requireSignature, sha256 } from './algorithms.ts';
import { xmldsigError } from './errors.ts';
import type { SignatureReference, XmlSignature } from './read.ts';

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

/**
 * Every identified element of the document. Attributes `Id` in any case and `xml:id` count, whatever the element.
 * @throws FormatError XMLDSIG_DUPLICATE_ID
 */
export function elementsById(root: XmlElement): ReadonlyMap<string, XmlElement> {
  const found = new Map<string, XmlElement>();
  const open: XmlElement[] = [root];
  for (let element = open.pop(); element; element = open.pop()) {
    for (const { name, namespace, value } of element.attributes) {
      if (name.toLowerCase() !== 'id' || (namespace !== '' && namespace !== XML_NAMESPACE)) continue;
      if (found.has(value)) {
        throw xmldsigError('XMLDSIG_DUPLICATE_ID', 'Two elements have the same Id.', element);
      }
      found.set(value, element);
    }
    open.push(...element.children());
  }
  return found;
}

/**
 * Resolves a reference into the document (`#id`), checks its digest and returns the element that was hashed; use that
 * very element, never one looked up again. One canonicalization is the only transform taken; none means C14N 1.0.
 *
 * @throws FormatError XMLDSIG_REFERENCE_NOT_FOUND, XMLDSIG_TRANSFORM_NOT_ALLOWED, XMLDSIG_ALGORITHM_NOT_ALLOWED,
 *   XMLDSIG_DIGEST_MISMATCH
 */
export function verifyElementReference(
  reference: SignatureReference,
  ids: ReadonlyMap<string, XmlElement>,
): XmlElement {
  const element = reference.uri.startsWith('#') ? ids.get(reference.uri.slice(1)) : undefined;
  if (!element) {
    throw xmldsigError(
      'XMLDSIG_REFERENCE_NOT_FOUND',
      'A Reference names an element that is not there.',
      reference,
    );
  }
  const [transform = C14N_1_0, surplus] = reference.transforms;
  if (surplus !== undefined || !isCanonicalizationAlgorithm(transform)) {
    throw xmldsigError(
      'XMLDSIG_TRANSFORM_NOT_ALLOWED',
      'Only one canonicalization is allowed as transform.',
      reference,
    );
  }
  requireDigest(reference, sha256Of(reference, canonicalize(element, transform)));
  return element;
}

/**
 * Checks the digest of data outside the document, which may have no transforms at all.
 * @param digest SHA-256 of the data
 * @throws FormatError XMLDSIG_TRANSFORM_NOT_ALLOWED, XMLDSIG_ALGORITHM_NOT_ALLOWED, XMLDSIG_DIGEST_MISMATCH
 */
export function verifyDataReference(reference: SignatureReference, digest: Uint8Array): void {
  if (reference.transforms.length > 0) {
    throw xmldsigError(
      'XMLDSIG_TRANSFORM_NOT_ALLOWED',
      'A Reference to a file must have no transforms.',
      reference,
    );
  }
  requireSha256(reference);
  requireDigest(reference, digest);
}

/**
 * Checks the signature value over the canonical SignedInfo.
 * @throws FormatError XMLDSIG_ALGORITHM_NOT_ALLOWED, XMLDSIG_SIGNATURE_INVALID
 */
export function verifySignatureValue(signature: XmlSignature, publicKey: KeyObject): void {
  if (!isCanonicalizationAlgorithm(signature.canonicalization)) {
    throw xmldsigError(
      'XMLDSIG_ALGORITHM_NOT_ALLOWED',
      'The CanonicalizationMethod is not supported.',
      signature.signedInfo,
    );
  }
  const data = canonicalize(signature.signedInfo, signature.canonicalization);
  requireSignature(signature.signatureAlgorithm, publicKey, data, signature.value);
}

function sha256Of(reference: SignatureReference, data: Uint8Array): Uint8Array {
  requireSha256(reference);
  return sha256(data);
}

function requireSha256(reference: SignatureReference): void {
  if (reference.digestAlgorithm !== DIGEST_SHA256) {
    throw xmldsigError(
      'XMLDSIG_ALGORITHM_NOT_ALLOWED',
      'The DigestMethod of every Reference must be SHA-256.',
      reference,
    );
  }
}

function requireDigest(reference: SignatureReference, digest: Uint8Array): void {
  if (Buffer.compare(reference.digest, digest) !== 0) {
    throw xmldsigError(
      'XMLDSIG_DIGEST_MISMATCH',
      'The signed content was changed: its digest is another.',
      reference,
    );
  }
}
