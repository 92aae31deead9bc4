import { FormatError } from '../errors/index.ts';

/** Why an XML signature was refused. */
export type XmldsigErrorCode =
  /** Elements missing, surplus or in the wrong order. */
  | 'XMLDSIG_STRUCTURE'
  /** Two elements with the same identifier, so that a reference could mean either. */
  | 'XMLDSIG_DUPLICATE_ID'
  /** A reference to an element that is not there. */
  | 'XMLDSIG_REFERENCE_NOT_FOUND'
  /** A transform other than canonicalization. */
  | 'XMLDSIG_TRANSFORM_NOT_ALLOWED'
  /** A digest, signature or canonicalization algorithm that is weak or unknown, or a key that does not fit it. */
  | 'XMLDSIG_ALGORITHM_NOT_ALLOWED'
  /** The signed data were changed. */
  | 'XMLDSIG_DIGEST_MISMATCH'
  /** The signature value was not made by the key over this SignedInfo. */
  | 'XMLDSIG_SIGNATURE_INVALID';

export function xmldsigError(
  code: XmldsigErrorCode,
  message: string,
  element?: { readonly line: number },
): FormatError<XmldsigErrorCode> {
  return new FormatError(code, message, element ? { where: `line ${element.line}` } : {});
}
