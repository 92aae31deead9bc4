/** Documents of a draft arrive in parts, each of which may be sent again; the whole is looked into when it is there. */
import { FormatError } from '@segl/formats/errors';
import type { Upload } from '@segl/protocol/json';
import { ServiceError } from '../../errors.ts';
import type {
  StoredDraft,
  StoredDraftDocument,
  StoredUpload,
  UploadChunk,
} from '../../jobs/draft-records.ts';
import { mostDocumentBytes, mostDocuments } from '../../jobs/job-limits.ts';
import type { Blobs, DocumentInspector, Transaction } from '../../jobs/ports.ts';
import { lockedDraft, shownDocument, visible, type DraftDeps, type DraftRequest } from './drafts.ts';
import { requireRight } from '../../organisations/actor.ts';

export interface UploadDeps extends DraftDeps {
  readonly blobs: Blobs;
  readonly inspector: DocumentInspector;
}

/** Most bytes of one part. */
export const chunkSize = 524_288;
const longestFileName = 100;

export interface UploadRequest extends DraftRequest {
  readonly upload: string;
}

/** @throws ServiceError NOT_A_USER, DRAFT_NOT_FOUND, DOCUMENTS_TOO_LARGE */
export function beginUpload(
  { store, clock, random }: UploadDeps,
  request: DraftRequest,
  file: { readonly fileName: string; readonly size: number },
): Promise<Upload> {
  return store.transaction(async (tx) => {
    const now = clock.now();
    await lockedDraft(tx, request, now);
    await requireRoom(tx, request.id, file.size);
    const id = random.uuid();
    const fileName = safeFileName(file.fileName);
    await tx.insertUpload({ id, draft: request.id, fileName, size: file.size, startedAt: now });
    return { id, offset: 0, chunk: chunkSize };
  });
}

/** How far it has come. @throws ServiceError NOT_A_USER, DRAFT_NOT_FOUND */
export function uploadState({ store, clock }: UploadDeps, request: UploadRequest): Promise<Upload> {
  return store.transaction(async (tx) => {
    const actor = await requireRight(tx, request.caller, 'create-jobs', clock.now());
    await visible(tx, actor, request.id);
    const upload = await uploadOf(tx, request);
    return { id: upload.id, offset: received(await tx.uploadChunks(upload.id)), chunk: chunkSize };
  });
}

/**
 * Takes the next part; one that is there already changes nothing. With the last, the document is looked into and becomes
 * one of the draft's.
 * @throws ServiceError NOT_A_USER, DRAFT_NOT_FOUND; UPLOAD_OFFSET, when a part before it is missing; DOCUMENTS_TOO_LARGE,
 * DOCUMENT_REFUSED: then the upload is gone
 */
export async function receiveChunk(
  deps: UploadDeps,
  request: UploadRequest,
  offset: number,
  bytes: Uint8Array,
): Promise<Upload> {
  const { store, blobs, clock } = deps;
  const sha256 = await blobs.put(bytes);
  const { upload, chunks } = await store.transaction(async (tx) => {
    await lockedDraft(tx, request, clock.now());
    const found = await uploadOf(tx, request);
    const there = await tx.uploadChunks(found.id);
    const next = received(there);
    if (offset > next || offset + bytes.length > found.size || bytes.length === 0) {
      throw new ServiceError('UPLOAD_OFFSET', `The next part begins at ${next} and ends by ${found.size}`, {
        members: { offset: next },
      });
    }
    if (offset < next) return { upload: found, chunks: there };
    const chunk = { offset, size: bytes.length, sha256 };
    if ((await tx.useBlobs([sha256])).length > 0) await blobs.put(bytes);
    await tx.insertUploadChunk(found.id, chunk);
    return { upload: found, chunks: [...there, chunk] };
  });
  const state = { id: upload.id, offset: received(chunks), chunk: chunkSize };
  return state.offset < upload.size
    ? state
    : { ...state, document: await finish(deps, request, upload, chunks) };
}

async function finish(
  deps: UploadDeps,
  request: UploadRequest,
  upload: StoredUpload,
  chunks: readonly UploadChunk[],
): Promise<Upload['document'] & object> {
  const { store, blobs, clock } = deps;
  const bytes = Buffer.concat(await Promise.all(chunks.map(({ sha256 }) => blobs.get(sha256))));
  const parts = chunks.map(({ sha256 }) => sha256);
  const inspected = await inspect(deps, upload, bytes).catch(async (error: unknown) => {
    await store.transaction(async (tx) => {
      await tx.deleteUpload(upload.id);
      await tx.releaseBlobs(parts, clock.now());
    });
    throw error;
  });
  const sha256 = await blobs.put(bytes);
  return store.transaction(async (tx) => {
    const now = clock.now();
    const { draft } = await lockedDraft(tx, request, now);
    const there = await tx.draftDocuments(request.id);
    // The last part may come twice, too.
    const earlier = there.find(({ id }) => id === upload.id);
    if (earlier !== undefined) return shownDocument(draft, earlier);
    await requireRoom(tx, request.id, upload.size);
    if ((await tx.useBlobs([sha256])).length > 0) await blobs.put(bytes);
    const document: StoredDraftDocument = {
      id: upload.id,
      draft: draft.id,
      fileName: upload.fileName,
      sha256,
      size: upload.size,
      addedAt: now,
      ...inspected,
    };
    await tx.insertDraftDocument(document);
    await tx.deleteUpload(upload.id);
    await tx.releaseBlobs(parts, now);
    await addToContent(tx, draft, { id: document.id, title: titleOf(upload.fileName) }, now);
    return shownDocument(draft, document);
  });
}

/** The version stays: the page learns of the document by the answer and need not load the draft again. */
async function addToContent(
  tx: Transaction,
  { id, content }: StoredDraft,
  document: { readonly id: string; readonly title: string },
  now: number,
): Promise<void> {
  const documents = [...content.documents, document];
  await tx.updateDraft(id, { content: { ...content, documents }, updatedAt: now });
}

async function inspect(
  { inspector }: UploadDeps,
  { fileName }: StoredUpload,
  bytes: Buffer,
): Promise<Pick<StoredDraftDocument, 'mime' | 'pages'>> {
  const isText = /\.txt$/i.test(fileName) && bytes.subarray(0, 5).toString('latin1') !== '%PDF-';
  const mime = isText ? 'text/plain' : 'application/pdf';
  try {
    return { mime, pages: (await inspector.inspect(bytes, mime)).pages };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new ServiceError('DOCUMENT_REFUSED', `The document cannot be signed: ${error.message}`, {
      cause: error,
      members: { reason: String(error.code) },
    });
  }
}

async function requireRoom(tx: Transaction, draft: string, size: number): Promise<void> {
  const documents = await tx.draftDocuments(draft);
  const together = documents.reduce((sum, document) => sum + document.size, size);
  if (documents.length < mostDocuments && together <= mostDocumentBytes) return;
  throw new ServiceError(
    'DOCUMENTS_TOO_LARGE',
    `A job has at most ${mostDocuments} documents of ${mostDocumentBytes} bytes together.`,
  );
}

async function uploadOf(tx: Transaction, { id, upload }: UploadRequest): Promise<StoredUpload> {
  const found = await tx.upload(upload);
  if (found?.draft === id) return found;
  throw new ServiceError('DRAFT_NOT_FOUND', 'There is no such upload; it may be over already.');
}

/** How many bytes are there without a gap. */
function received(chunks: readonly UploadChunk[]): number {
  return chunks.reduce((end, { offset, size }) => (offset === end ? end + size : end), 0);
}

/** A name that can be a file's anywhere: the last part of a path, without control characters, and not too long. */
function safeFileName(name: string): string {
  const [last = ''] = name.split(/[\\/]/).slice(-1);
  const clean = last
    .normalize('NFC')
    .replaceAll(/[\p{C}"<>|:*?]/gu, '')
    .trim();
  const [, stem = '', end = ''] = /^(.*?)(\.[a-z]{2,4})?$/i.exec(clean) ?? [];
  const shortened = Array.from(stem).slice(0, longestFileName).join('');
  return `${shortened === '' ? 'document' : shortened}${end.toLowerCase()}`;
}

/** What the file is called, without its ending. */
function titleOf(fileName: string): string {
  const stem = fileName.replace(/\.[a-z]{2,4}$/i, '').replaceAll('_', ' ');
  return Array.from(stem).slice(0, 80).join('');
}
