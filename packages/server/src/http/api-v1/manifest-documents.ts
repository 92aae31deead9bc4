/** Whether the manifest and the files of the bundle tell the same story. */
import { maskPersonalNumbers } from '@segl/formats/xml';
import type { BundleDocument } from '@segl/formats/asice';
import type { ManifestDocument, ManifestForm } from '@segl/protocol/v1';
import { ServiceError, type ErrorCode } from '../../errors.ts';
import type { RequestedDocument } from '../../jobs/store-documents.ts';
import type { JobDocument } from '../../jobs/model.ts';
import { parseMediaType } from '../media-type.ts';

/**
 * The documents in the manifest's order with their bytes: every `href` names one file, every file is named once, and
 * `mime` is true of the content.
 * @throws ServiceError MANIFEST_INVALID, DOCUMENT_MISSING, DOCUMENT_NOT_IN_MANIFEST, DOCUMENT_TYPE_MISMATCH
 */
export function matchDocuments(
  manifest: { readonly form: ManifestForm; readonly documents: readonly ManifestDocument[] },
  files: readonly BundleDocument[],
): RequestedDocument[] {
  const left = new Map(files.map((file) => [file.name, file.bytes]));
  const documents = manifest.documents.map(({ title, href, mime }, index) => {
    const bytes = left.get(href);
    if (bytes === undefined) throw notThere(manifest.documents, files, index);
    left.delete(href);
    return { title, fileName: href, mime: trueMime(manifest.form, mime, bytes, index), bytes };
  });
  const [surplus] = left.keys();
  if (surplus !== undefined) {
    throw refused(
      'DOCUMENT_NOT_IN_MANIFEST',
      `The document bundle holds the file "${maskPersonalNumbers(surplus)}", which the manifest does not name.`,
    );
  }
  return documents;
}

function notThere(
  documents: readonly ManifestDocument[],
  files: readonly BundleDocument[],
  index: number,
): ServiceError {
  const href = documents[index]?.href ?? '';
  const shown = `"${maskPersonalNumbers(href)}"`;
  return files.some(({ name }) => name === href)
    ? refused('MANIFEST_INVALID', `The manifest names the file ${shown} twice; each document needs its own.`)
    : refused(
        'DOCUMENT_MISSING',
        `Document ${index + 1} of the manifest has href ${shown}, but the document bundle holds no such file.`,
      );
}

function trueMime(form: ManifestForm, mime: string, bytes: Uint8Array, index: number): JobDocument['mime'] {
  const essence = parseMediaType(mime)?.essence;
  const place = `Document ${index + 1} of the manifest`;
  if (essence === 'text/plain' && form === 'legacy') {
    if (!looksLikePdf(bytes)) return essence;
    throw refused('DOCUMENT_TYPE_MISMATCH', `${place} has mime text/plain, but the file is a PDF.`);
  }
  if (essence !== 'application/pdf') {
    const also = form === 'legacy' ? ' or text/plain' : '';
    throw refused('DOCUMENT_TYPE_MISMATCH', `${place} must have mime application/pdf${also}.`);
  }
  if (looksLikePdf(bytes)) return essence;
  throw refused('DOCUMENT_TYPE_MISMATCH', `${place} has mime application/pdf, but the file is not a PDF.`);
}

/** Readers look for the header in the first 1024 bytes (ISO 32000-1, annex H, note 13). */
function looksLikePdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).includes('%PDF-');
}

function refused(code: ErrorCode, message: string): ServiceError {
  return new ServiceError(code, message);
}
