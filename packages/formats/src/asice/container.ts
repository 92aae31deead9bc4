import { maskPersonalNumbers } from '../xml/index.ts';
import { readZip, type ZipEntry } from '../zip/index.ts';
import { TRANSLATIONS, bundleError, translate } from './errors.ts';
import { ASICE_MIMETYPE, MANIFEST_FILE, MIMETYPE_FILE, SIGNATURES_FILE } from './names.ts';

export interface ContainerLimits {
  /** All documents together, in bytes; neither manifest nor signature counts. */
  readonly maxDocumentBytes: number;
  readonly maxDocuments: number;
}

interface Container {
  readonly signatures: ZipEntry;
  readonly manifest: ZipEntry;
  readonly documents: readonly ZipEntry[];
}

const MAX_MANIFEST_BYTES = 1024 * 1024;
/** A signature over 20 documents with a whole chain has about 30 KB. */
export const MAX_SIGNATURES_BYTES = 512 * 1024;
/** How many files more than allowed are still counted, to name the right limit in the error. */
const SURPLUS_FILES = 100;

/** Check 1: a ZIP file that every reader reads alike, within bounds. */
export async function openContainer(bytes: Uint8Array, limits: ContainerLimits): Promise<ZipEntry[]> {
  try {
    return await readZip(bytes, {
      maxEntries: limits.maxDocuments + SURPLUS_FILES,
      maxEntryBytes: Math.max(limits.maxDocumentBytes, MAX_MANIFEST_BYTES),
      maxTotalBytes: limits.maxDocumentBytes + MAX_MANIFEST_BYTES + MAX_SIGNATURES_BYTES,
    });
  } catch (error) {
    throw translate(TRANSLATIONS.zip, error);
  }
}

/** Check 2: manifest, one signature file, one or more documents, and nothing else. */
export function requireParts(entries: readonly ZipEntry[]): Container {
  const find = (name: string): ZipEntry | undefined => entries.find((entry) => entry.name === name);
  const manifest = find(MANIFEST_FILE);
  const signatures = find(SIGNATURES_FILE);
  if (!manifest) throw bundleError('BUNDLE_MANIFEST_MISSING', `The bundle has no ${MANIFEST_FILE}.`);
  if (!signatures) throw bundleError('BUNDLE_SIGNATURE_MISSING', `The bundle has no ${SIGNATURES_FILE}.`);
  const documents = entries.filter(
    (entry) => entry !== manifest && entry !== signatures && !isMimetype(entry),
  );
  const unexpected = documents.find(({ name }) => /^meta-inf(?:\/|$)/i.test(name) || name === MIMETYPE_FILE);
  if (unexpected) {
    throw bundleError(
      'BUNDLE_UNEXPECTED_FILE',
      `Besides ${SIGNATURES_FILE} there must be nothing under META-INF, and “${MIMETYPE_FILE}” must hold ${ASICE_MIMETYPE}.`,
      {
        where: maskPersonalNumbers(unexpected.name),
      },
    );
  }
  if (documents.length === 0) throw bundleError('BUNDLE_DOCUMENT_MISSING', 'The bundle has no document.');
  return { signatures, manifest, documents };
}

/** ASiC containers may name their own type; the file is not signed (EN 319 162-1, A.1). */
function isMimetype({ name, bytes }: ZipEntry): boolean {
  return name === MIMETYPE_FILE && Buffer.from(bytes).equals(Buffer.from(ASICE_MIMETYPE));
}

/** Check 3: number and size of the documents. */
export function requireLimits({ documents, manifest }: Container, limits: ContainerLimits): void {
  const { maxDocuments, maxDocumentBytes } = limits;
  if (documents.length > maxDocuments) {
    throw bundleError(
      'BUNDLE_TOO_MANY_DOCUMENTS',
      `The bundle has ${documents.length} documents; at most ${maxDocuments} are allowed.`,
    );
  }
  const total = documents.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  if (total > maxDocumentBytes) {
    throw bundleError(
      'BUNDLE_TOO_LARGE',
      `The documents have ${total} bytes together; at most ${maxDocumentBytes} are allowed.`,
    );
  }
  if (manifest.bytes.byteLength > MAX_MANIFEST_BYTES) {
    throw bundleError('BUNDLE_TOO_LARGE', `${MANIFEST_FILE} has more than ${MAX_MANIFEST_BYTES} bytes.`);
  }
}
