/** Reads what sealing must know of a PDF and refuses what it must not touch. */
import { PdfRef, asDict, isArray } from '../pdf/objects.ts';
import type { PdfDict, PdfValue } from '../pdf/objects.ts';
import { readPages } from '../pdf/page-tree.ts';
import { openPdf, type PdfFile } from '../pdf/reader.ts';
import { padesError } from './errors.ts';
import type { GrowingPdf } from './update.ts';

export interface SealablePdf {
  readonly pdf: GrowingPdf;
  readonly catalogRef: PdfRef;
  readonly catalog: PdfDict;
  readonly firstPageRef: PdfRef;
  readonly firstPage: PdfDict;
  readonly annotations: readonly PdfValue[];
}

/**
 * Opens a PDF for sealing. PADES_FORM_PRESENT, PADES_LAYOUT_UNSUPPORTED, or the PDF_* error of a file that cannot be read.
 */
export function openForSealing(bytes: Uint8Array): SealablePdf {
  const file = openPdf(bytes);
  const { catalog } = file;
  if (catalog.has('AcroForm') || catalog.has('Perms') || catalog.has('DSS')) {
    throw padesError('PADES_FORM_PRESENT', 'the PDF already has a form, a signature or validation data');
  }
  return sealable(file, bytes);
}

/** What every update needs to know. PADES_LAYOUT_UNSUPPORTED. */
export function sealable(file: PdfFile, bytes: Uint8Array): SealablePdf {
  const { trailer, catalog, resolve } = file;
  const [first] = readPages(file);
  const catalogRef = trailer.get('Root');
  const size = trailer.get('Size');
  const startXref = newestTable(bytes);
  if (!(catalogRef instanceof PdfRef) || first === undefined || typeof size !== 'number') {
    throw padesError('PADES_LAYOUT_UNSUPPORTED', 'the PDF has no catalog, no page or no size');
  }
  const annotations = resolve(first.dict.get('Annots'));
  return {
    pdf: { parts: [bytes], length: bytes.length, trailer, size, startXref },
    catalogRef,
    catalog,
    firstPageRef: first.ref,
    firstPage: first.dict,
    annotations: isArray(annotations) ? annotations : [],
  };
}

/** The offset after the last `startxref`; a table must stand there, and the file must end right after. */
function newestTable(bytes: Uint8Array): number {
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).subarray(-64).toString('latin1');
  const offset = Number(/startxref\n(\d{1,10})\n%%EOF\n$/.exec(tail)?.[1] ?? NaN);
  const isTable = Buffer.from(bytes.subarray(offset, offset + 5)).toString('latin1') === 'xref\n';
  const startsAtOnce = Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-';
  if (!isTable || !startsAtOnce) {
    throw padesError(
      'PADES_LAYOUT_UNSUPPORTED',
      'only PDFs with a cross-reference table at their end, as this package writes them, can be sealed',
    );
  }
  return offset;
}

/** Developer extension that says PAdES structures are used in PDF 1.7 (ISO 32000-1, 7.12). */
export function withPadesExtension(catalog: PdfDict, extension: PdfDict): PdfValue {
  const extensions = new Map(asDict(catalog.get('Extensions')) ?? []);
  extensions.set('ESIC', extension);
  return extensions;
}
