import { fromBufferPromise, type Entry } from 'yauzl';
import { FormatError } from '../errors/index.ts';
import { readContent } from './content.ts';
import { zipError } from './errors.ts';
import { locateEntry, readDirectoryEnd, requireGapless, type EntrySpan } from './layout.ts';
import { comparableName, entryName } from './names.ts';

export interface ZipLimits {
  /** 100 when absent. */
  readonly maxEntries?: number;
  /** Largest single file, inflated; 32 MiB when absent. */
  readonly maxEntryBytes?: number;
  /** All files together, inflated; 64 MiB when absent. */
  readonly maxTotalBytes?: number;
}

export interface ZipEntry {
  /** As in the container, with `/` between folders. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const MIB = 1024 * 1024;
/** Compression level (bits 1 and 2), data descriptor (3) and UTF-8 names (11): APPNOTE 4.4.4. */
const KNOWN_FLAGS = 0x080e;
const ENCRYPTED_FLAGS = 0x2041;
/** Extra fields that change what the header says: ZIP64 and Info-ZIP Unicode path. */
const FORBIDDEN_EXTRA_FIELDS: readonly number[] = [0x0001, 0x7075];
const STORED = 0;
const DEFLATED = 8;

/**
 * Reads a whole ZIP file from an untrusted source. Sizes are checked against the limits before anything is
 * inflated; folders are left out. Large files are inflated outside the event loop.
 *
 * @returns the files in the order of the central directory
 * @throws FormatError ZIP_*; `where` is the name of the file
 */
export async function readZip(bytes: Uint8Array, limits: ZipLimits = {}): Promise<ZipEntry[]> {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = readDirectoryEnd(zip);
  const maxEntries = limits.maxEntries ?? 100;
  if (directory.entries > maxEntries) {
    throw zipError(
      'ZIP_TOO_MANY_ENTRIES',
      `The ZIP file has ${directory.entries} files; at most ${maxEntries} are allowed.`,
    );
  }
  const spans = (await readDirectory(zip)).map((entry) => checkEntry(zip, entry));
  requireDistinctNames(spans);
  requireSizes(spans, limits);
  requireGapless(zip, spans, directory.offset);

  const files: ZipEntry[] = [];
  for (const span of spans) {
    if (span.name.endsWith('/')) continue;
    files.push({ name: span.name, bytes: await readContent(zip, span) });
  }
  return files;
}

async function readDirectory(zip: Buffer): Promise<Entry[]> {
  try {
    const file = await fromBufferPromise(zip, { lazyEntries: true, decodeStrings: false });
    const entries: Entry[] = [];
    for await (const entry of file.eachEntry()) entries.push(entry);
    return entries;
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    throw zipError('ZIP_MALFORMED', 'The central directory of the ZIP file cannot be read.');
  }
}

function checkEntry(zip: Buffer, entry: Entry): EntrySpan {
  const flags = entry.generalPurposeBitFlag;
  const name = entryName(entry.fileNameRaw, flags);
  if ((flags & ENCRYPTED_FLAGS) !== 0)
    throw zipError('ZIP_ENCRYPTED', 'A file in the ZIP file is encrypted.', name);
  if ((flags & ~KNOWN_FLAGS) !== 0)
    throw zipError('ZIP_UNSUPPORTED', 'A file uses an unknown ZIP feature.', name);
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    throw zipError('ZIP_UNSUPPORTED', 'Files in the ZIP file must be stored or deflated.', name);
  }
  if (entry.extraFields.some(({ id }) => FORBIDDEN_EXTRA_FIELDS.includes(id))) {
    throw zipError('ZIP_UNSUPPORTED', 'ZIP64 and alternative file names are not supported.', name);
  }
  if (entry.fileCommentLength > 0)
    throw zipError('ZIP_HIDDEN_DATA', 'A file in the ZIP file has a comment.', name);
  if (name.endsWith('/') && (entry.uncompressedSize > 0 || entry.compressedSize > 2)) {
    throw zipError('ZIP_HIDDEN_DATA', 'A folder in the ZIP file has content.', name);
  }
  return locateEntry(zip, entry, name);
}

function requireDistinctNames(spans: readonly EntrySpan[]): void {
  const seen = new Set<string>();
  for (const { name } of spans) {
    const comparable = comparableName(name);
    if (seen.has(comparable)) {
      throw zipError(
        'ZIP_DUPLICATE_NAME',
        'Two files in the ZIP file have the same name, upper and lower case disregarded.',
        name,
      );
    }
    seen.add(comparable);
  }
}

function requireSizes(spans: readonly EntrySpan[], limits: ZipLimits): void {
  const maxEntryBytes = limits.maxEntryBytes ?? 32 * MIB;
  const maxTotalBytes = limits.maxTotalBytes ?? 64 * MIB;
  let total = 0;
  for (const { entry, name } of spans) {
    total += entry.uncompressedSize;
    if (entry.uncompressedSize > maxEntryBytes || total > maxTotalBytes) {
      throw zipError(
        'ZIP_TOO_LARGE',
        `The files are too large: at most ${maxEntryBytes} bytes each and ${maxTotalBytes} together.`,
        name,
      );
    }
  }
}
