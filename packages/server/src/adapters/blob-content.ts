/** What folder and object store have in common: names that are hashes, and the errors. */
import { createHash } from 'node:crypto';

export type BlobErrorCode = 'BLOB_MISSING' | 'BLOB_DAMAGED' | 'BLOB_NAME_INVALID' | 'BLOB_STORE_UNAVAILABLE';

export class BlobError extends Error {
  readonly code: BlobErrorCode;

  constructor(code: BlobErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'BlobError';
    this.code = code;
  }
}

export function sha256Of(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** `ab/abcdef…`. @throws BlobError BLOB_NAME_INVALID */
export function blobPath(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) {
    throw new BlobError('BLOB_NAME_INVALID', 'Not a SHA-256 in lower-case hex.');
  }
  return `${sha256.slice(0, 2)}/${sha256}`;
}

/** The content when it is still what was stored. @throws BlobError BLOB_DAMAGED */
export function requireContent<T extends Uint8Array>(content: T, sha256: string): T {
  if (sha256Of(content) === sha256) return content;
  throw new BlobError(
    'BLOB_DAMAGED',
    `The stored file ${sha256} no longer has the content it was stored with.`,
  );
}

export function missingBlob(sha256: string, cause: unknown): BlobError {
  return new BlobError('BLOB_MISSING', `There is no stored file ${sha256}.`, { cause });
}
