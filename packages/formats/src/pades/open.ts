/** Reads what sealing must know of a PDF and refuses what it must not touch. */
import { createHash } from 'node:crypto';
import { PdfRef, PdfStream, asDict, isArray, nameOf } from '../pdf/objects.ts';
import type { PdfDict, PdfValue } from '../pdf/objects.ts';
import { readPages } from '../pdf/page-tree.ts';
import { openPdf, type PdfFile } from '../pdf/reader.ts';
import { readCertificate, type Certificate } from '../x509/index.ts';
import type { Archive, StoredData, StoredValue } from './archive.ts';
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

function sealable(file: PdfFile, bytes: Uint8Array): SealablePdf {
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

/** The document time-stamp that a file ends with. */
export interface LastTimestamp {
  /** As it stands in the file, filled up with zeros. */
  readonly contents: Uint8Array;
  readonly digestBy: (algorithm: string) => Uint8Array;
  /** Among which those of its authority are. */
  readonly certificates: readonly Certificate[];
}

/**
 * Opens what `sealPdf` made for another time-stamp. PADES_NOT_RENEWABLE for files that do not end with a document
 * time-stamp over all of it; PADES_LAYOUT_UNSUPPORTED, or the PDF_* error of a file that cannot be read.
 */
export function openForRenewal(bytes: Uint8Array): { archive: Archive; last: LastTimestamp } {
  const file = openPdf(bytes);
  const { catalog, resolve } = file;
  const formRef = catalog.get('AcroForm');
  const fields = asArray(resolve(asDict(resolve(formRef))?.get('Fields'))).filter(
    (field): field is PdfRef => field instanceof PdfRef,
  );
  if (!(formRef instanceof PdfRef) || !catalog.has('Perms') || fields.length < 2)
    throw padesError('PADES_NOT_RENEWABLE', 'the PDF is not sealed with a document time-stamp');
  const stored = storedData(file);
  const archive: Archive = { ...sealable(file, bytes), formRef, fields, stored };
  return { archive, last: lastTimestamp(file, bytes, fields.at(-1), stored) };
}

function storedData(file: PdfFile): StoredData {
  const { catalog, resolve } = file;
  const store = asDict(resolve(catalog.get('DSS')));
  const values = (key: string): StoredValue[] =>
    asArray(resolve(store?.get(key))).flatMap((ref) => {
      const stream = resolve(ref);
      return ref instanceof PdfRef && stream instanceof PdfStream
        ? [{ ref, bytes: file.decode(stream) }]
        : [];
    });
  return { Certs: values('Certs'), OCSPs: values('OCSPs'), CRLs: values('CRLs') };
}

function lastTimestamp(
  { resolve }: PdfFile,
  bytes: Uint8Array,
  field: PdfRef | undefined,
  { Certs }: StoredData,
): LastTimestamp {
  const stamp = asDict(resolve(asDict(resolve(field))?.get('V')));
  const contents = stamp?.get('Contents');
  const [start, before, after, rest] = asArray(stamp?.get('ByteRange') ?? null);
  const isWhole =
    start === 0 &&
    typeof before === 'number' &&
    typeof after === 'number' &&
    typeof rest === 'number' &&
    after + rest === bytes.length;
  if (nameOf(stamp?.get('SubFilter')) !== 'ETSI.RFC3161' || !(contents instanceof Uint8Array) || !isWhole)
    throw padesError('PADES_NOT_RENEWABLE', 'the PDF does not end with a document time-stamp over all of it');
  return {
    contents,
    digestBy: (algorithm) =>
      createHash(algorithm).update(bytes.subarray(0, before)).update(bytes.subarray(after)).digest(),
    certificates: Certs.map(({ bytes: der }) => readCertificate(der)),
  };
}

const asArray = (value: PdfValue): readonly PdfValue[] => (isArray(value) ? value : []);

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
