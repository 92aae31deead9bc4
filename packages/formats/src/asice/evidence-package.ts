/**
 * The evidence package of a job: an ASiC-E container (ETSI EN 319 162-1 clause 4.4) with the original documents and every
 * signer's XAdES, each over all documents. The manifest (ODF 1.2 part 3) is what DigiDoc and others read file types from.
 */
import { escapeAttribute } from '../xml/index.ts';
import { writeZip } from '../zip/index.ts';
import type { BundleFile } from './build.ts';
import { ASICE_MIMETYPE, MIMETYPE_FILE } from './names.ts';

const MANIFEST_NAMESPACE = 'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0';

/** A signer's XAdES, and the proof of the log-in where it may be shown. */
export interface PackedSignature {
  readonly xades: Uint8Array;
  /**
   * The log-in that the signature's evidence names by digests; not signed itself, as what the digests are of. Absent where it
   * would tell more of the signer than the signed documents do.
   */
  readonly identity?: {
    /** Canonical JSON; its SHA-256, base64url, is the token's nonce. */
    readonly intent: string;
    /** As received. */
    readonly idToken: string;
    /** The provider's public keys at the time, a JSON Web Key Set. */
    readonly providerKeys: object;
  };
}

/** @throws FormatError ZIP_DUPLICATE_NAME, ZIP_UNSAFE_NAME */
export function buildEvidencePackage(
  documents: readonly BundleFile[],
  signatures: readonly PackedSignature[],
): Promise<Uint8Array> {
  return writeZip([
    { name: MIMETYPE_FILE, bytes: Buffer.from(ASICE_MIMETYPE) },
    ...documents.map(({ name, bytes }) => ({ name, bytes })),
    { name: 'META-INF/manifest.xml', bytes: Buffer.from(manifestOf(documents)) },
    ...signatures.flatMap(({ xades, identity }, index) => {
      const number = String(index + 1).padStart(3, '0');
      const proof = identity && {
        name: `META-INF/identity${number}.json`,
        bytes: Buffer.from(`${JSON.stringify(identity, undefined, 2)}\n`),
      };
      return [
        { name: `META-INF/signatures${number}.xml`, bytes: xades },
        ...(proof === undefined ? [] : [proof]),
      ];
    }),
  ]);
}

function manifestOf(documents: readonly BundleFile[]): string {
  const entry = (path: string, type: string): string =>
    `<manifest:file-entry manifest:full-path="${escapeAttribute(path)}" manifest:media-type="${escapeAttribute(type)}"/>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<manifest:manifest xmlns:manifest="${MANIFEST_NAMESPACE}" manifest:version="1.2">`,
    entry('/', ASICE_MIMETYPE),
    ...documents.map(({ name, mime }) => entry(name, mime)),
    '</manifest:manifest>',
  ].join('\n');
}
