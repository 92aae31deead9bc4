/** Finds the signatures of a PDF and what each covers (ISO 32000-1, 12.7.4.5 and 12.8.1). */
import { equalBytes } from '../der/index.ts';
import { PdfRef, asDict, isArray, nameOf } from '../pdf/objects.ts';
import type { PdfDict, PdfValue } from '../pdf/objects.ts';
import type { PdfFile } from '../pdf/reader.ts';
import { validationError } from './findings.ts';

export interface PdfSignature {
  readonly fieldRef: PdfRef;
  /** Of the signature dictionary. */
  readonly ref: PdfRef;
  readonly dict: PdfDict;
  readonly isTimestamp: boolean;
  readonly contents: Uint8Array;
  /** The two parts of the file that are signed. */
  readonly signed: readonly [Uint8Array, Uint8Array];
  /** Where the signed part of the file ends. */
  readonly end: number;
}

const MAX_FIELDS = 10_000;

/** Every signature and document time-stamp in the order of what they cover. VALIDATION_STRUCTURE, _BYTE_RANGE. */
export function findSignatures(file: PdfFile, bytes: Uint8Array): PdfSignature[] {
  const found = signedFields(file).map(({ fieldRef, value }) => readSignature(file, bytes, fieldRef, value));
  return found.sort((a, b) => a.end - b.end);
}

function signedFields(file: PdfFile): { fieldRef: PdfRef; value: PdfRef }[] {
  const { resolve } = file;
  const form = asDict(resolve(file.catalog.get('AcroForm')));
  const fields = resolve(form?.get('Fields'));
  const open: { value: PdfValue; type: string | undefined }[] = isArray(fields)
    ? fields.map((value) => ({ value, type: undefined }))
    : [];
  const found: { fieldRef: PdfRef; value: PdfRef }[] = [];
  const seen = new Set<number>();
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    const ref = item.value;
    if (!(ref instanceof PdfRef) || seen.has(ref.num) || seen.size >= MAX_FIELDS)
      throw validationError('VALIDATION_STRUCTURE', 'the form’s list of fields is malformed');
    seen.add(ref.num);
    const field = asDict(resolve(ref));
    const type = nameOf(resolve(field?.get('FT'))) ?? item.type;
    const kids = resolve(field?.get('Kids'));
    if (isArray(kids)) for (const kid of kids) open.push({ value: kid, type });
    const value = field?.get('V');
    if (type !== 'Sig' || value === undefined || value === null) continue;
    if (!(value instanceof PdfRef))
      throw validationError('VALIDATION_UNSUPPORTED', 'a signature is not an object of its own');
    found.push({ fieldRef: ref, value });
  }
  return found;
}

function readSignature(file: PdfFile, bytes: Uint8Array, fieldRef: PdfRef, ref: PdfRef): PdfSignature {
  const dict = asDict(file.resolve(ref));
  const contents = dict?.get('Contents');
  if (dict === undefined || !(contents instanceof Uint8Array))
    throw validationError('VALIDATION_STRUCTURE', 'a signature field holds no signature');
  const [before, after] = byteRange(dict.get('ByteRange'), bytes.length);
  const gap = Buffer.from(bytes.subarray(before, after)).toString('latin1');
  // What is left out must be this signature's Contents and nothing else, so that nothing can hide beside it.
  if (!/^<[0-9A-Fa-f]*>$/.test(gap) || !equalBytes(Buffer.from(gap.slice(1, -1), 'hex'), contents))
    throw validationError('VALIDATION_BYTE_RANGE', 'a signature leaves out more of the file than itself');
  const range = dict.get('ByteRange') as readonly number[];
  const end = after + (range[3] ?? 0);
  return {
    fieldRef,
    ref,
    dict,
    isTimestamp:
      nameOf(dict.get('Type')) === 'DocTimeStamp' || nameOf(dict.get('SubFilter')) === 'ETSI.RFC3161',
    contents,
    signed: [bytes.subarray(0, before), bytes.subarray(after, end)],
    end,
  };
}

/** `[0 before after rest]`: everything from the first byte on, but for one gap. */
function byteRange(value: PdfValue | undefined, length: number): [before: number, after: number] {
  const [start, before, after, rest, surplus] = isArray(value) ? value : [];
  const isInteger = (item: PdfValue | undefined): item is number => Number.isSafeInteger(item);
  if (start !== 0 || surplus !== undefined || !isInteger(before) || !isInteger(after) || !isInteger(rest))
    throw validationError('VALIDATION_BYTE_RANGE', 'a signature does not cover the file from its beginning');
  if (before < 1 || after < before + 2 || rest < 1 || after + rest > length)
    throw validationError('VALIDATION_BYTE_RANGE', 'a signature covers bytes that are not there');
  return [before, after];
}
