/** What folder and object store have in common: names that are hashes, and the errors. */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';

export type BlobErrorCode = 'BLOB_MISSING' | 'BLOB_DAMAGED' | 'BLOB_NAME_INVALID' | 'BLOB_STORE_UNAVAILABLE';

export class BlobError extends Error {
  readonly code: BlobErrorCode;

  constructor(code: BlobErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'BlobError';
    this.code = code;
  }
}

const SLICE = 1024 * 1024;

/** In hex. A large content is hashed in slices, between which everything else goes on. */
export async function sha256Of(content: Uint8Array): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < content.byteLength; at += SLICE) {
    if (at > 0) await nextTurn();
    hash.update(content.subarray(at, at + SLICE));
  }
  return hash.digest('hex');
}

/** `ab/abcdef…`. @throws BlobError BLOB_NAME_INVALID */
export function blobPath(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) {
    throw new BlobError('BLOB_NAME_INVALID', 'Not a SHA-256 in lower-case hex.');
  }
  return `${sha256.slice(0, 2)}/${sha256}`;
}

/** The content when it is still what was stored. @throws BlobError BLOB_DAMAGED */
export async function requireContent<T extends Uint8Array>(content: T, sha256: string): Promise<T> {
  if ((await sha256Of(content)) === sha256) return content;
  throw new BlobError(
    'BLOB_DAMAGED',
    `The stored file ${sha256} no longer has the content it was stored with.`,
  );
}

export function missingBlob(sha256: string, cause: unknown): BlobError {
  return new BlobError('BLOB_MISSING', `There is no stored file ${sha256}.`, { cause });
}
