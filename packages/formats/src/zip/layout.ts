/**
 * The records around the entries' data (APPNOTE 6.3.10, clauses 4.3.7, 4.3.9 and 4.3.16). A container is
 * taken only when local headers, data, descriptors and central directory lie end to end without gap or overlap,
 * so that every reader sees the same files.
 */
import type { Entry } from 'yauzl';
import { zipError } from './errors.ts';

const LOCAL_HEADER = 0x04034b50;
const LOCAL_HEADER_SIZE = 30;
const DESCRIPTOR = 0x08074b50;
const DESCRIPTOR_FLAG = 0x0008;
const END = 0x06054b50;
const END_SIZE = 22;
const NO_16 = 0xffff;
const NO_32 = 0xffffffff;

interface Directory {
  readonly entries: number;
  readonly offset: number;
}

/**
 * Reads the end of central directory record, which must be the last 22 bytes: no comment, one disk, no ZIP64.
 * @throws FormatError ZIP_MALFORMED, ZIP_HIDDEN_DATA, ZIP_UNSUPPORTED
 */
export function readDirectoryEnd(zip: Buffer): Directory {
  const at = zip.length - END_SIZE;
  if (at < 0) throw zipError('ZIP_MALFORMED', 'This is not a ZIP file: it is too short.');
  if (zip.readUInt32LE(at) !== END || zip.readUInt16LE(at + 20) !== 0) {
    const isZip = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1')) >= 0;
    throw isZip
      ? zipError('ZIP_HIDDEN_DATA', 'The ZIP file has a comment or other data after its end.')
      : zipError('ZIP_MALFORMED', 'This is not a ZIP file: its end record is missing.');
  }
  const entries = zip.readUInt16LE(at + 10);
  const size = zip.readUInt32LE(at + 12);
  const offset = zip.readUInt32LE(at + 16);
  if (entries === NO_16 || size === NO_32 || offset === NO_32) {
    throw zipError('ZIP_UNSUPPORTED', 'ZIP64 is not supported; the container is small enough without.');
  }
  if (zip.readUInt32LE(at + 4) !== 0 || zip.readUInt16LE(at + 8) !== entries) {
    throw zipError('ZIP_UNSUPPORTED', 'A ZIP file on several disks is not supported.');
  }
  if (offset + size !== at) {
    throw zipError('ZIP_HIDDEN_DATA', 'The central directory does not end where the end record begins.');
  }
  return { entries, offset };
}

/** Where an entry lies. */
export interface EntrySpan {
  readonly entry: Entry;
  readonly name: string;
  readonly dataStart: number;
  readonly dataEnd: number;
}

/**
 * Compares the entry's local header with the central directory.
 * @throws FormatError ZIP_MALFORMED, ZIP_HEADER_MISMATCH
 */
export function locateEntry(zip: Buffer, entry: Entry, name: string): EntrySpan {
  const at = entry.relativeOffsetOfLocalHeader;
  if (at + LOCAL_HEADER_SIZE > zip.length || zip.readUInt32LE(at) !== LOCAL_HEADER) {
    throw zipError('ZIP_MALFORMED', 'The central directory points to where no file begins.', name);
  }
  const flags = zip.readUInt16LE(at + 6);
  const nameEnd = at + LOCAL_HEADER_SIZE + zip.readUInt16LE(at + 26);
  const dataStart = nameEnd + zip.readUInt16LE(at + 28);
  const rawName = zip.subarray(at + LOCAL_HEADER_SIZE, nameEnd);
  if (!rawName.equals(entry.fileNameRaw)) {
    throw zipError('ZIP_HEADER_MISMATCH', 'A file has two different names in the ZIP file.', name);
  }
  const deferred = (flags & DESCRIPTOR_FLAG) !== 0;
  const stated: readonly (readonly [local: number, central: number])[] = [
    [zip.readUInt32LE(at + 14), entry.crc32],
    [zip.readUInt32LE(at + 18), entry.compressedSize],
    [zip.readUInt32LE(at + 22), entry.uncompressedSize],
  ];
  const agree =
    flags === entry.generalPurposeBitFlag &&
    zip.readUInt16LE(at + 8) === entry.compressionMethod &&
    stated.every(([local, central]) => local === central || (deferred && local === 0));
  if (!agree) {
    throw zipError(
      'ZIP_HEADER_MISMATCH',
      'The two headers of a file in the ZIP file contradict each other.',
      name,
    );
  }
  return { entry, name, dataStart, dataEnd: dataStart + entry.compressedSize };
}

/**
 * Checks that the entries fill the file from its first byte to the central directory.
 * @throws FormatError ZIP_HIDDEN_DATA, ZIP_HEADER_MISMATCH
 */
export function requireGapless(zip: Buffer, spans: readonly EntrySpan[], directoryOffset: number): void {
  const inOrder = spans.toSorted((a, b) => start(a) - start(b));
  inOrder.forEach((span, index) => {
    const next = inOrder[index + 1];
    const gapEnd = next ? start(next) : directoryOffset;
    requireDescriptorOnly(zip, span, gapEnd);
  });
  const first = inOrder[0];
  if ((first ? start(first) : directoryOffset) !== 0) {
    throw zipError('ZIP_HIDDEN_DATA', 'The ZIP file has data before its first file.');
  }
}

function start(span: EntrySpan): number {
  return span.entry.relativeOffsetOfLocalHeader;
}

/** Between an entry's data and what follows there may only be its data descriptor, with or without signature. */
function requireDescriptorOnly(zip: Buffer, span: EntrySpan, gapEnd: number): void {
  const { entry, name, dataEnd } = span;
  const size = gapEnd - dataEnd;
  const deferred = (entry.generalPurposeBitFlag & DESCRIPTOR_FLAG) !== 0;
  if (!(deferred ? size === 12 || size === 16 : size === 0)) {
    throw zipError(
      'ZIP_HIDDEN_DATA',
      'The ZIP file has data between its files, or files that overlap.',
      name,
    );
  }
  if (!deferred) return;
  if (size === 16 && zip.readUInt32LE(dataEnd) !== DESCRIPTOR) {
    throw zipError('ZIP_HIDDEN_DATA', 'The ZIP file has data between its files.', name);
  }
  const at = gapEnd - 12;
  const agree =
    zip.readUInt32LE(at) === entry.crc32 &&
    zip.readUInt32LE(at + 4) === entry.compressedSize &&
    zip.readUInt32LE(at + 8) === entry.uncompressedSize;
  if (!agree) {
    throw zipError(
      'ZIP_HEADER_MISMATCH',
      'The data descriptor of a file contradicts the central directory.',
      name,
    );
  }
}
