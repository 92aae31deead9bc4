import { FormatError } from '../errors/index.ts';
import { maskPersonalNumbers } from '../xml/index.ts';

/** Why a ZIP container was refused. */
export type ZipErrorCode =
  /** Not a ZIP file, or its records contradict each other. */
  | 'ZIP_MALFORMED'
  /** Bytes that belong to no entry, entries that overlap, or a comment. */
  | 'ZIP_HIDDEN_DATA'
  | 'ZIP_TOO_MANY_ENTRIES'
  | 'ZIP_TOO_LARGE'
  /** Two entries of the same name, case and Unicode form disregarded. */
  | 'ZIP_DUPLICATE_NAME'
  /** Absolute, with `..`, backslash, control characters and the like. */
  | 'ZIP_UNSAFE_NAME'
  /** The local header of an entry tells another story than the central directory. */
  | 'ZIP_HEADER_MISMATCH'
  | 'ZIP_ENCRYPTED'
  /** Compression other than stored and deflated, ZIP64, several disks, patched data. */
  | 'ZIP_UNSUPPORTED'
  /** Content that does not inflate, or not to the size or checksum stated. */
  | 'ZIP_CORRUPT_DATA';

/** `name` is an entry's name as found; personal identification numbers in it are masked. */
export function zipError(code: ZipErrorCode, message: string, name?: string): FormatError<ZipErrorCode> {
  return new FormatError(
    code,
    message,
    name === undefined ? {} : { where: maskPersonalNumbers(name).slice(0, 200) },
  );
}
