import { FormatError } from '../errors/index.ts';

export type X509ErrorCode =
  | 'X509_MALFORMED'
  | 'X509_UNTRUSTED'
  | 'X509_EXPIRED'
  | 'X509_NOT_YET_VALID'
  | 'X509_SIGNATURE_INVALID'
  | 'X509_ISSUER_NOT_CA'
  | 'X509_PATH_TOO_LONG'
  | 'X509_CRITICAL_EXTENSION'
  | 'X509_KEY_USAGE'
  | 'X509_ISSUER_KEY_MISMATCH'
  | 'X509_ALGORITHM_UNSUPPORTED'
  | 'X509_KEY_WEAK';

/** Runs a reader; whatever is not DER or not the structure becomes `code` with the structure's name. */
export function reading<T>(code: string, what: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof FormatError && cause.code !== 'DER_MALFORMED') throw cause;
    const detail = cause instanceof FormatError ? cause.message : 'a part of it cannot be decoded';
    throw new FormatError(code, `${what} cannot be read: ${detail}`, { cause });
  }
}
