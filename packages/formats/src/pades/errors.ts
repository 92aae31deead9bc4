import { FormatError } from '../errors/index.ts';

export type PadesErrorCode =
  /** The PDF has a form or signatures; only documents composed by this package are sealed. */
  | 'PADES_FORM_PRESENT'
  /** The PDF is not one that this package sealed, or something was added to it. */
  | 'PADES_NOT_RENEWABLE'
  /** The PDF is laid out in a way that is not appended to, such as cross-reference streams. */
  | 'PADES_LAYOUT_UNSUPPORTED'
  /** A signature or time-stamp came out larger than the space reserved for it. */
  | 'PADES_CONTENTS_TOO_SMALL';

export function padesError(code: PadesErrorCode, message: string): FormatError<PadesErrorCode> {
  return new FormatError(code, message);
}
