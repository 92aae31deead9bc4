import { FormatError } from '../errors/index.ts';

export type XadesErrorCode =
  /** The evidence is not one element in exclusive canonical form. */
  | 'XADES_EVIDENCE_NOT_CANONICAL'
  /** Two of the documents have the same name, or there are none. */
  | 'XADES_DOCUMENT_NAMES'
  /** The signing key has no certificate, or its signature does not verify with it. */
  | 'XADES_SIGNING_KEY';

export function xadesError(
  code: XadesErrorCode,
  message: string,
  cause?: unknown,
): FormatError<XadesErrorCode> {
  return new FormatError(code, message, { cause });
}
