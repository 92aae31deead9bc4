/** XML signatures: reading into plain data, references, signature values. */
export {
  DIGEST_SHA1,
  DIGEST_SHA256,
  SIGNATURE_ECDSA_SHA256,
  SIGNATURE_RSA_SHA256,
  XMLDSIG_NAMESPACE,
} from './algorithms.ts';
export type { XmldsigErrorCode } from './errors.ts';
export { readBase64, readSignature, type SignatureReference, type XmlSignature } from './read.ts';
export { elementsById, verifyDataReference, verifyElementReference, verifySignatureValue } from './verify.ts';
