import { FormatError } from '../errors/index.ts';

export type TspErrorCode =
  // answers and tokens
  | 'TSP_MALFORMED'
  | 'TSP_REFUSED'
  | 'TSP_IMPRINT_MISMATCH'
  | 'TSP_NONCE_MISMATCH'
  | 'TSP_POLICY_MISMATCH'
  | 'TSP_SIGNATURE_INVALID'
  | 'TSP_CERTIFICATE'
  | 'TSP_UNTRUSTED'
  // requests, on the authority's side
  | 'TSP_REQUEST_MALFORMED'
  | 'TSP_REQUEST_ALGORITHM'
  | 'TSP_REQUEST_POLICY'
  | 'TSP_REQUEST_EXTENSION';

export function tspError(code: TspErrorCode, message: string, cause?: unknown): FormatError<TspErrorCode> {
  return new FormatError(code, message, { cause });
}
