import { refuseUndrawable } from './drawable.ts';
import { refusal } from './errors.ts';
import { missingGlyphs } from './fonts/font-set.ts';
import { asDict, nameOf, readTextString } from './objects.ts';
import { readPages } from './page-tree.ts';
import { pdfAClaim, type PdfAClaim } from './pdf-a/claim.ts';
import { asRefusal } from './reader.ts';
import type { PdfFile } from './reader.ts';
import { refuseCatalog } from './refusals.ts';
import { rewritePages } from './rewrite.ts';
import { refuseDisagreement } from './second-reader.ts';
import { openSource } from './source-file.ts';
import { glyphMissing, layOutText } from './text-pages.ts';

export interface InspectedPdf {
  readonly pages: number;
  /** The catalog's version when newer than the header's, e.g. "1.7". */
  readonly version: string;
  /** What the file claims in its metadata; nothing here checks it. */
  readonly pdfA: PdfAClaim | undefined;
  readonly title: string | undefined;
}

export interface InspectOptions {
  /** PDF 2.0 is refused unless this is set. */
  readonly allowPdf20?: boolean;
  /** The bytes may be given away, which saves a copy: they cannot be read afterwards. */
  readonly handOver?: boolean;
}

/**
 * Decides whether a PDF can be signed and shown faithfully in the signed document.
 * Throws FormatError with a PdfErrorCode and a message for the sender; `where` names the page.
 */
export async function inspectPdf(bytes: Uint8Array, options: InspectOptions = {}): Promise<InspectedPdf> {
  try {
    const { file, isRepaired } = openSource(bytes);
    const version = checkedVersion(file, options);
    refuseCatalog(file);
    const pages = readPages(file);
    refuseUndrawable(file, pages);
    const inspected = { pages: pages.length, version, pdfA: pdfAClaim(file), title: titleOf(file) };
    const rewritten = isRepaired ? rewritePages(file, pages) : undefined;
    // Last, since the bytes may be gone afterwards.
    await refuseDisagreement(options.handOver === true ? bytes : Uint8Array.from(bytes), pages, rewritten);
    return inspected;
  } catch (error) {
    throw asRefusal(error);
  }
}

/** Pages a plain text will fill. Throws TEXT_NOT_UTF8, TEXT_CONTROL_CHARACTER or PDF_GLYPH_MISSING. */
export function inspectText(bytes: Uint8Array): { readonly pages: number } {
  return { pages: layOutText(bytes).length };
}

/** Throws PDF_GLYPH_MISSING when a name or title cannot be shown in the signed document. */
export function requireGlyphs(text: string): void {
  const missing = missingGlyphs(text);
  if (missing.length > 0) throw glyphMissing(missing);
}

function checkedVersion(file: PdfFile, options: InspectOptions): string {
  const later = nameOf(file.resolve(file.catalog.get('Version')));
  const version = later !== undefined && later > file.headerVersion ? later : file.headerVersion;
  if (version === '2.0' && options.allowPdf20 === true) return version;
  if (!/^1\.[1-7]$/.test(version))
    throw refusal(
      'PDF_VERSION_UNSUPPORTED',
      `The PDF is of a version that is not accepted; use PDF 1.1 to 1.7 or PDF/A-1 to PDF/A-3.`,
    );
  return version;
}

function titleOf(file: PdfFile): string | undefined {
  const title = file.resolve(asDict(file.resolve(file.trailer.get('Info')))?.get('Title'));
  const text = title instanceof Uint8Array ? readTextString(title).trim() : '';
  return text === '' ? undefined : text.slice(0, 200);
}
