import { damaged, refusal, tooComplex } from './errors.ts';
import { decodeStream } from './filters.ts';
import { Lexer } from './lexer.ts';
import { PdfRef, PdfStream, isArray, nameOf } from './objects.ts';
import type { PdfDict, PdfValue, Resolve } from './objects.ts';

/** Cross-reference tables and streams (ISO 32000-1, 7.5.4 to 7.5.8), newest first, without any repair. */

export type XrefEntry =
  | { readonly kind: 'free' }
  | { readonly kind: 'plain'; readonly offset: number; readonly gen: number }
  | { readonly kind: 'packed'; readonly stream: number; readonly index: number };

interface Xref {
  readonly entries: ReadonlyMap<number, XrefEntry>;
  /** The newest revision's. */
  readonly trailer: PdfDict;
  /** Cross-reference sections, one for each revision. */
  readonly sections: number;
}

const MAX_ENTRIES = 1_000_000;
const MAX_SECTIONS = 2_000;
const MAX_XREF_STREAM = 32 * 1024 * 1024;
const FREE: XrefEntry = { kind: 'free' };

/** Reads an indirect object's value at a byte offset; lengths must be direct at this stage. */
type ReadAt = (offset: number, resolve: Resolve) => { num: number; gen: number; value: PdfValue };

interface Reading {
  readonly bytes: Uint8Array;
  readonly readAt: ReadAt;
  readonly entries: Map<number, XrefEntry>;
  /** Entries read in all, repeated ones too. */
  count: number;
}

/** Follows startxref and every /Prev. PDF_ENCRYPTED as soon as one revision names /Encrypt. */
export function readXref(bytes: Uint8Array, readAt: ReadAt): Xref {
  const reading: Reading = { bytes, readAt, entries: new Map(), count: 0 };
  const seen = new Set<number>();
  const waiting = [startOffset(bytes)];
  let newest: PdfDict | undefined;
  let sections = 0;
  for (let offset = waiting.shift(); offset !== undefined; offset = waiting.shift()) {
    if (seen.has(offset)) throw damaged('its cross-reference sections form a circle');
    if (seen.size >= MAX_SECTIONS) throw tooComplex('more revisions than can be followed');
    seen.add(offset);
    const trailer = readSection(reading, offset);
    sections++;
    newest ??= trailer;
    const hybrid = trailer.get('XRefStm');
    if (typeof hybrid === 'number' && !seen.has(hybrid)) {
      seen.add(hybrid);
      readSection(reading, hybrid);
    }
    const previous = trailer.get('Prev');
    if (typeof previous === 'number') waiting.push(previous);
    else if (previous !== undefined) throw damaged('a revision does not say where the one before it is');
  }
  if (newest === undefined) throw damaged('it has no cross-reference section');
  return { entries: reading.entries, trailer: newest, sections };
}

function startOffset(bytes: Uint8Array): number {
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).subarray(-2048);
  const at = tail.lastIndexOf('startxref');
  if (at < 0) throw damaged('its end is missing');
  const offset = new Lexer(tail, at + 9).takeInteger();
  if (offset === undefined) throw damaged('its end is missing');
  return offset;
}

function readSection(reading: Reading, offset: number): PdfDict {
  if (offset >= reading.bytes.length) throw damaged('a cross-reference section is missing');
  const lexer = new Lexer(reading.bytes, offset);
  const trailer = lexer.takeKeyword('xref') ? readTable(reading, lexer) : readStream(reading, offset);
  const encrypt = trailer.get('Encrypt');
  if (encrypt !== undefined && encrypt !== null)
    throw refusal(
      'PDF_ENCRYPTED',
      'The PDF is encrypted or protected by a password. Use a copy without password or restrictions.',
    );
  return trailer;
}

function add(reading: Reading, num: number, entry: XrefEntry): void {
  if (++reading.count > MAX_ENTRIES) throw tooComplex('more objects than can be read');
  if (!reading.entries.has(num)) reading.entries.set(num, entry);
}

function readTable(reading: Reading, lexer: Lexer): PdfDict {
  while (!lexer.takeKeyword('trailer')) {
    const first = lexer.takeInteger();
    const count = lexer.takeInteger();
    if (first === undefined || count === undefined) throw damaged('its cross-reference table is malformed');
    let shift = 0;
    for (let i = 0; i < count; i++) {
      const offset = lexer.takeInteger();
      const gen = lexer.takeInteger();
      const used = lexer.takeKeyword('n');
      if (offset === undefined || gen === undefined || (!used && !lexer.takeKeyword('f')))
        throw damaged('its cross-reference table is malformed');
      // Some programs number the head of the free list 1 instead of 0; every viewer moves it back.
      if (i === 0 && first === 1 && !used && gen === 65535) shift = 1;
      add(reading, first + i - shift, used && offset > 0 ? { kind: 'plain', offset, gen } : FREE);
    }
  }
  const trailer = lexer.value();
  if (!(trailer instanceof Map)) throw damaged('its trailer is malformed');
  return trailer as PdfDict;
}

const noReferences: Resolve = (value) => {
  if (value instanceof PdfRef) throw damaged('a cross-reference stream depends on other objects');
  return value ?? null;
};

function readStream(reading: Reading, offset: number): PdfDict {
  const { value } = reading.readAt(offset, noReferences);
  if (!(value instanceof PdfStream) || nameOf(value.dict.get('Type')) !== 'XRef')
    throw damaged('a cross-reference section is missing');
  const { dict } = value;
  const widths = integers(dict.get('W'));
  const size = dict.get('Size');
  if (widths.length < 3 || widths.some((w) => w > 8) || typeof size !== 'number')
    throw damaged('a cross-reference stream is malformed');
  const index = dict.has('Index') ? integers(dict.get('Index')) : [0, size];
  const [w0 = 0, w1 = 0, w2 = 0] = widths;
  const data = decodeStream(value, noReferences, MAX_XREF_STREAM);
  const row = w0 + w1 + w2;
  let pos = 0;
  for (let i = 0; i + 1 < index.length; i += 2) {
    const first = index[i] ?? 0;
    const count = index[i + 1] ?? 0;
    if (row === 0 || pos + count * row > data.length) throw damaged('a cross-reference stream is too short');
    for (let n = 0; n < count; n++, pos += row) {
      const type = w0 === 0 ? 1 : bigEndian(data, pos, w0);
      const a = bigEndian(data, pos + w0, w1);
      const b = bigEndian(data, pos + w0 + w1, w2);
      if (type === 1) add(reading, first + n, { kind: 'plain', offset: a, gen: b });
      else if (type === 2) add(reading, first + n, { kind: 'packed', stream: a, index: b });
      else add(reading, first + n, FREE);
    }
  }
  return dict;
}

function integers(value: PdfValue | undefined): number[] {
  if (!isArray(value)) throw damaged('a cross-reference stream is malformed');
  return value.map((item) => {
    if (typeof item !== 'number' || !Number.isInteger(item) || item < 0)
      throw damaged('a cross-reference stream is malformed');
    return item;
  });
}

function bigEndian(data: Uint8Array, pos: number, width: number): number {
  let value = 0;
  for (let i = 0; i < width; i++) value = value * 256 + (data[pos + i] ?? 0);
  return value;
}
