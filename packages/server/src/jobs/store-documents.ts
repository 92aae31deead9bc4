/** The documents of a new job: each looked into before any is stored, and held until the job is. */
import { FormatError } from '@segl/formats/errors';
import { maskPersonalNumbers } from '@segl/formats/xml';
import { ServiceError } from '../errors.ts';
import { checkPages } from './job-limits.ts';
import type { JobDocument } from './model.ts';
import type { Blobs, DocumentInspector, Transaction } from './ports.ts';

export interface RequestedDocument {
  readonly title: string;
  readonly fileName: string;
  readonly mime: JobDocument['mime'];
  readonly bytes: Uint8Array;
}

/** The request with the documents' sizes in bytes. */
export function withSizes<R extends { readonly documents: readonly RequestedDocument[] }>(request: R) {
  const documents = request.documents.map((document) => ({ ...document, size: document.bytes.length }));
  return { ...request, documents };
}

/**
 * Looks into every document before any is stored, so that a refused request leaves nothing behind.
 * @throws ServiceError DOCUMENT_REFUSED
 */
export async function storeDocuments(
  deps: { readonly blobs: Blobs; readonly inspector: DocumentInspector },
  documents: readonly RequestedDocument[],
): Promise<JobDocument[]> {
  const inspected: { readonly pages: number }[] = [];
  for (const document of documents) inspected.push(await inspect(deps.inspector, document));
  checkPages(inspected);
  return Promise.all(
    documents.map(async ({ title, fileName, mime, bytes }, index) => ({
      number: index + 1,
      title,
      fileName,
      mime,
      sha256: await deps.blobs.put(bytes),
      size: bytes.length,
      pages: inspected[index]?.pages ?? 0,
    })),
  );
}

async function inspect(
  inspector: DocumentInspector,
  document: RequestedDocument,
): Promise<{ readonly pages: number }> {
  try {
    return await inspector.inspect(document.bytes, document.mime);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const place = error.where === undefined ? '' : ` (${error.where})`;
    throw new ServiceError(
      'DOCUMENT_REFUSED',
      `The document ${maskPersonalNumbers(document.fileName)} cannot be signed: ${error.message}${place} [${error.code}]`,
      { cause: error },
    );
  }
}

/**
 * Holds the stored documents for the transaction that inserts their job; one that was deleted since it was stored, with
 * the last job that had it, is stored again.
 */
export async function holdDocuments(
  tx: Transaction,
  blobs: Blobs,
  stored: readonly JobDocument[],
  requested: readonly RequestedDocument[],
): Promise<void> {
  const gone = new Set(await tx.useBlobs(stored.map(({ sha256 }) => sha256)));
  for (const [index, { sha256 }] of stored.entries()) {
    const content = requested[index]?.bytes;
    if (content !== undefined && gone.has(sha256)) await blobs.put(content);
  }
}
