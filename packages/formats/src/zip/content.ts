import { crc32, inflateRaw, inflateRawSync, type InflateRaw } from 'node:zlib';
import { zipError } from './errors.ts';
import type { EntrySpan } from './layout.ts';

/** Up to here inflating takes under a millisecond and a thread would only cost. */
const SYNCHRONOUS_BYTES = 128 * 1024;

interface Inflated {
  readonly buffer: Buffer;
  readonly engine: InflateRaw;
}

/**
 * The content of an entry. Never more than the size stated in the central directory is produced; size, checksum
 * and the end of the compressed data must be as stated.
 * @throws FormatError ZIP_CORRUPT_DATA
 */
export async function readContent(zip: Buffer, span: EntrySpan): Promise<Uint8Array> {
  const packed = zip.subarray(span.dataStart, span.dataEnd);
  const { uncompressedSize, compressionMethod } = span.entry;
  const content =
    compressionMethod === 0 ? Buffer.from(packed) : await inflate(packed, uncompressedSize, span.name);
  if (content.length !== uncompressedSize || crc32(content) !== span.entry.crc32) {
    throw zipError(
      'ZIP_CORRUPT_DATA',
      'A file in the ZIP file has another size or checksum than stated.',
      span.name,
    );
  }
  return content;
}

async function inflate(packed: Buffer, size: number, name: string): Promise<Buffer> {
  const options = {
    info: true,
    maxOutputLength: Math.max(size, 1),
    // One chunk for all of it, so that nothing is put together again; the byte more shows the end.
    chunkSize: Math.max(size, 1024) + 1,
  };
  let inflated: Inflated;
  try {
    inflated =
      size <= SYNCHRONOUS_BYTES && packed.length <= SYNCHRONOUS_BYTES
        ? // With `info` the result is not a Buffer, which the type declarations do not say.
          (inflateRawSync(packed, options) as unknown as Inflated)
        : await inflateInThread(packed, options);
  } catch (cause) {
    throw zipError('ZIP_CORRUPT_DATA', `A file in the ZIP file cannot be inflated: ${reason(cause)}.`, name);
  }
  if (inflated.engine.bytesWritten !== packed.length) {
    throw zipError('ZIP_CORRUPT_DATA', 'A file in the ZIP file has data after the end of its content.', name);
  }
  return inflated.buffer;
}

function inflateInThread(packed: Buffer, options: object): Promise<Inflated> {
  return new Promise((resolve, reject) => {
    inflateRaw(packed, options, (error, result) => {
      if (error) reject(error);
      else resolve(result as unknown as Inflated);
    });
  });
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : 'unknown reason';
}
