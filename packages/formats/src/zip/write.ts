import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { zipError } from './errors.ts';
import { comparableName, requireSafeName } from './names.ts';

export interface ZipInput {
  /** Relative, with `/` between folders. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Not compressed. */
  readonly store?: boolean;
  /** Sizes after the data instead of before it, as Java's ZipOutputStream writes them. */
  readonly dataDescriptor?: boolean;
}

const MIMETYPE = 'mimetype';

/**
 * Writes a ZIP file. The same input always gives the same bytes: all dates are 1 January 1980. A file `mimetype`
 * comes first, stored and without extra field, as OCF and ASiC demand (ETSI EN 319 162-1, A.1); the others keep
 * their order.
 *
 * @throws FormatError ZIP_UNSAFE_NAME, ZIP_DUPLICATE_NAME
 */
export async function writeZip(entries: readonly ZipInput[]): Promise<Uint8Array> {
  requireWritableNames(entries);
  const zip = new ZipFile();
  // DOS times have no zone; yazl writes local time, so this is the same everywhere.
  const mtime = new Date(1980, 0, 1);
  const inOrder = [
    ...entries.filter(({ name }) => name === MIMETYPE),
    ...entries.filter(({ name }) => name !== MIMETYPE),
  ];
  for (const { name, bytes, store = false, dataDescriptor = false } of inOrder) {
    const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const options = { mtime, compress: !store && name !== MIMETYPE, forceDosTimestamp: true };
    if (dataDescriptor) zip.addReadStream(Readable.from([content], { objectMode: false }), name, options);
    else zip.addBuffer(content, name, options);
  }
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}

function requireWritableNames(entries: readonly ZipInput[]): void {
  const seen = new Set<string>();
  for (const { name } of entries) {
    requireSafeName(name);
    if (seen.has(comparableName(name))) {
      throw zipError(
        'ZIP_DUPLICATE_NAME',
        'Two files cannot have the same name, upper and lower case disregarded.',
        name,
      );
    }
    seen.add(comparableName(name));
  }
}
