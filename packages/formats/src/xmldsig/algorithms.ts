/** Algorithm identifiers of XML Signature (XMLDSIG core 1.1, clause 6) and the few that are taken. */
import { createHash, verify, type KeyObject } from 'node:crypto';
import type { DigestName } from '../signing/index.ts';
import { xmldsigError } from './errors.ts';

export const XMLDSIG_NAMESPACE = 'http://www.w3.org/2000/09/xmldsig#';
export const DIGEST_SHA1 = 'http://www.w3.org/2000/09/xmldsig#sha1';
export const DIGEST_SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
export const SIGNATURE_RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
export const SIGNATURE_ECDSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';

const SMALLEST_RSA_KEY = 2048;

interface Method {
  readonly digest: DigestName;
  /** Of the key; absent: it is RSA. */
  readonly curve?: string;
}

const METHODS: ReadonlyMap<string, Method> = new Map([
  [SIGNATURE_RSA_SHA256, { digest: 'sha256' }],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha384', { digest: 'sha384' }],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha512', { digest: 'sha512' }],
  [SIGNATURE_ECDSA_SHA256, { digest: 'sha256', curve: 'prime256v1' }],
  ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384', { digest: 'sha384', curve: 'secp384r1' }],
  ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512', { digest: 'sha512', curve: 'secp521r1' }],
]);

/**
 * Checks a signature value. RSA is PKCS #1 v1.5; ECDSA is the plain pair r ‖ s (XMLDSIG 6.4.3). The key
 * must be of the kind the algorithm names, so no other value (a MAC, say) can pass for a signature.
 *
 * @throws FormatError XMLDSIG_ALGORITHM_NOT_ALLOWED, XMLDSIG_SIGNATURE_INVALID
 */
export function requireSignature(
  algorithm: string,
  publicKey: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
): void {
  const method = METHODS.get(algorithm);
  if (method === undefined) {
    throw xmldsigError(
      'XMLDSIG_ALGORITHM_NOT_ALLOWED',
      'The signature must be RSA or ECDSA with SHA-256, SHA-384 or SHA-512.',
    );
  }
  const { modulusLength = 0, namedCurve } = publicKey.asymmetricKeyDetails ?? {};
  const fits =
    publicKey.type === 'public' &&
    (method.curve === undefined
      ? publicKey.asymmetricKeyType === 'rsa' && modulusLength >= SMALLEST_RSA_KEY
      : publicKey.asymmetricKeyType === 'ec' && namedCurve === method.curve);
  if (!fits) {
    throw xmldsigError(
      'XMLDSIG_ALGORITHM_NOT_ALLOWED',
      'The key must be RSA of at least 2048 bits, or ECDSA on the curve of the digest’s length, as the algorithm says.',
    );
  }
  const dsaEncoding = 'ieee-p1363';
  if (!verify(method.digest, data, { key: publicKey, dsaEncoding }, signature)) {
    throw xmldsigError(
      'XMLDSIG_SIGNATURE_INVALID',
      'The signature value is not the signer’s over this SignedInfo.',
    );
  }
}

export function sha256(data: Uint8Array): Uint8Array {
  return createHash('sha256').update(data).digest();
}
