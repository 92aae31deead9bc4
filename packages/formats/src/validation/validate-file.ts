/** Validates a file of any kind that is known, by what it begins with and not by its name. */
import type { CertificateStore } from '../x509/index.ts';
import { validateAsice } from './asice.ts';
import { validatePdf } from './pdf.ts';
import type { ValidationReport } from './report.ts';
import type { RetiredDigests } from './retired-digests.ts';
import { validateXades, type NamedDocument } from './xades.ts';

export type FileKind = 'PDF' | 'XAdES' | 'ASiC-E' | 'unknown';

export interface FileReport extends ValidationReport {
  readonly kind: FileKind;
}

export interface ValidateFileOptions {
  readonly trust: CertificateStore;
  /** The present. */
  readonly at?: Date;
  /** Digests that are not relied on any more. */
  readonly retired?: RetiredDigests;
  /** What a XAdES file signs. */
  readonly documents?: readonly NamedDocument[];
}

/** Never rejects for what the file holds. */
export async function validateFile(
  bytes: Uint8Array,
  { trust, at = new Date(), retired = {}, documents = [] }: ValidateFileOptions,
): Promise<FileReport> {
  const kind = kindOf(bytes);
  switch (kind) {
    case 'PDF':
      return { kind, ...(await validatePdf(bytes, trust, at, retired)) };
    case 'ASiC-E':
      return { kind, ...(await validateAsice(bytes, trust, at, retired)) };
    case 'XAdES':
      return { kind, ...validateXades(bytes, documents, trust, at, { retired }) };
    case 'unknown':
      return {
        kind,
        conclusion: 'INDETERMINATE',
        level: undefined,
        signatures: [],
        reasons: [
          {
            conclusion: 'INDETERMINATE',
            step: 'kind of file',
            code: 'VALIDATION_UNSUPPORTED',
            message: 'the file is neither a PDF, nor a XAdES signature, nor an ASiC-E container',
          },
        ],
      };
  }
}

function kindOf(bytes: Uint8Array): FileKind {
  const start = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  if (start.includes('%PDF-')) return 'PDF';
  if (start.startsWith('PK\u0003\u0004')) return 'ASiC-E';
  return /^(?:\u00ef\u00bb\u00bf)?\s*</.test(start) ? 'XAdES' : 'unknown';
}
