import { FormatError } from '../errors/index.ts';

export type RevocationErrorCode =
  /** The certificate is revoked. */
  | 'REVOCATION_REVOKED'
  /** The responder does not know the certificate. */
  | 'REVOCATION_UNKNOWN'
  /** The answer is too old, or from the future. */
  | 'REVOCATION_STALE'
  /** No answer could be had. */
  | 'REVOCATION_UNAVAILABLE'
  | 'REVOCATION_MALFORMED'
  | 'REVOCATION_SIGNATURE'
  /** Whoever signed the answer may not answer for this issuer. */
  | 'REVOCATION_RESPONDER'
  /** The answer is about another certificate, issuer or request. */
  | 'REVOCATION_MISMATCH';

export function revocationError(
  code: RevocationErrorCode,
  message: string,
  cause?: unknown,
): FormatError<RevocationErrorCode> {
  return new FormatError(code, message, { cause });
}
