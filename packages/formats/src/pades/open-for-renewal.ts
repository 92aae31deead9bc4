/** Reads what a renewal must know of a sealed PDF: what is stored in it, and the time-stamp it ends with. */
import { createHash } from 'node:crypto';
import { PdfRef, PdfStream, asDict, isArray, nameOf } from '../pdf/objects.ts';
import type { PdfValue } from '../pdf/objects.ts';
import { openPdf, type PdfFile } from '../pdf/reader.ts';
import { readCertificate, type Certificate } from '../x509/index.ts';
import type { Archive, StoredData, StoredValue } from './archive.ts';
import { padesError } from './errors.ts';
import { sealable } from './open.ts';

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
