/** Algorithm identifiers of XML Signature (XMLDSIG core 1.1, clause 6) and the few that are taken. */
import { createHash, verify, type KeyObject } from 'node:crypto';
import { xmldsigError } from './errors.ts';

export const XMLDSIG_NAMESPACE = 'http://www.w3.org/2000/09/xmldsig#';
export const DIGEST_SHA1 = 'http://www.w3.org/2000/09/xmldsig#sha1';
export const DIGEST_SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
export const SIGNATURE_RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
export const SIGNATURE_ECDSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';

const SMALLEST_RSA_KEY = 2048;

/**
 * Checks a signature value. RSA is PKCS #1 v1.5; ECDSA on P-256 is the plain pair r ‖ s (XMLDSIG 6.4.3). The key
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
  if (algorithm !== SIGNATURE_RSA_SHA256 && algorithm !== SIGNATURE_ECDSA_SHA256) {
    throw xmldsigError('XMLDSIG_ALGORITHM_NOT_ALLOWED', 'The signature must be rsa-sha256 or ecdsa-sha256.');
  }
  const { modulusLength = 0, namedCurve } = publicKey.asymmetricKeyDetails ?? {};
  const fits =
    publicKey.type === 'public' &&
    (algorithm === SIGNATURE_RSA_SHA256
      ? publicKey.asymmetricKeyType === 'rsa' && modulusLength >= SMALLEST_RSA_KEY
      : publicKey.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1');
  if (!fits) {
    throw xmldsigError(
      'XMLDSIG_ALGORITHM_NOT_ALLOWED',
      'The key must be RSA of at least 2048 bits or ECDSA P-256, as the algorithm says.',
    );
  }
  const dsaEncoding = 'ieee-p1363';
  if (!verify('sha256', data, { key: publicKey, dsaEncoding }, signature)) {
    throw xmldsigError(
      'XMLDSIG_SIGNATURE_INVALID',
      'The signature value is not the signer’s over this SignedInfo.',
    );
  }
}

export function sha256(data: Uint8Array): Uint8Array {
  return createHash('sha256').update(data).digest();
}
