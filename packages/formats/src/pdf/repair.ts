import { FormatError } from '../errors/index.ts';
import { damaged, refusal, tooComplex } from './errors.ts';
import { Lexer } from './lexer.ts';
import { PdfRef, PdfStream, asDict, nameOf } from './objects.ts';
import type { PdfDict, PdfValue } from './objects.ts';
import type { XrefEntry } from './xref.ts';

/**
 * Finds the objects of a file whose cross-reference table does not lead to them, by reading it from front to back as viewers
 * do. The newest object of a number counts (ISO 32000-1, 7.5.6). What comes of it must be what another reader finds.
 */
export interface Repaired {
  readonly entries: ReadonlyMap<number, XrefEntry>;
  readonly trailer: PdfDict;
}

interface FoundObject {
  readonly num: number;
  readonly gen: number;
  readonly offset: number;
  readonly value: PdfValue;
}

const MAX_OBJECTS = 200_000;
/** Each may be read to the end of the file before it is found to be none. */
const MAX_UNREADABLE = 50;
const OBJECT =
  /(?<![^\s>])(\d{1,10})[ \t\r\n\f\0]+(\d{1,5})[ \t\r\n\f\0]+obj(?![A-Za-z0-9])|(?<![^\s>])trailer(?![A-Za-z0-9])/g;

/**
 * @param unpack undoes a stream's filters, for the object streams that are met
 * Throws PDF_DAMAGED when no catalog is found, PDF_ENCRYPTED, PDF_TOO_COMPLEX.
 */
export function findObjects(bytes: Uint8Array, unpack: (stream: PdfStream) => Uint8Array): Repaired {
  const entries = new Map<number, XrefEntry>();
  let trailer: PdfDict | undefined;
  let catalog: PdfRef | undefined;
  for (const found of walk(bytes)) {
    if (found instanceof Map) {
      trailer = newestTrailer(trailer, found as PdfDict);
      continue;
    }
    const { num, gen, offset, value } = found as FoundObject;
    if (entries.size > MAX_OBJECTS) throw tooComplex('more objects than can be looked for');
    const type = nameOf(asDict(value)?.get('Type'));
    if (type === 'XRef') {
      trailer = newestTrailer(trailer, asDict(value));
      continue;
    }
    entries.set(num, { kind: 'plain', offset, gen });
    if (type === 'Catalog') catalog = new PdfRef(num, gen);
    if (type === 'ObjStm' && value instanceof PdfStream)
      for (const [index, packed] of numbersIn(value, unpack).entries())
        entries.set(packed, { kind: 'packed', stream: num, index });
  }
  if (trailer?.get('Root') instanceof PdfRef) return { entries, trailer };
  if (catalog === undefined) throw damaged('its catalog is missing');
  return { entries, trailer: new Map<string, PdfValue>([...(trailer ?? []), ['Root', catalog]]) };
}

function newestTrailer(known: PdfDict | undefined, found: PdfDict | undefined): PdfDict | undefined {
  if (found?.has('Encrypt') === true)
    throw refusal(
      'PDF_ENCRYPTED',
      'The PDF is encrypted or protected by a password. Use a copy without password or restrictions.',
    );
  // The first part of a linearized file has a trailer of its own, so one without a catalog does not count.
  return found?.get('Root') instanceof PdfRef ? found : known;
}

/** Objects and trailers one after the other; what stands inside streams is passed over. */
function* walk(bytes: Uint8Array): Generator<FoundObject | PdfDict> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  OBJECT.lastIndex = 0;
  const pattern = new RegExp(OBJECT);
  let unreadable = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const lexer = new Lexer(bytes, match.index + match[0].length);
    const value = valueAt(lexer);
    if (value === undefined) {
      if (++unreadable > MAX_UNREADABLE) throw tooComplex('more damaged objects than can be read');
      continue;
    }
    if (match[1] === undefined) {
      if (value instanceof Map) yield value as PdfDict;
      pattern.lastIndex = lexer.pos;
      continue;
    }
    const num = Number(match[1]);
    const gen = Number(match[2]);
    const isStream = value instanceof Map && lexer.takeKeyword('stream');
    const whole = isStream ? streamAt(lexer, value as PdfDict) : value;
    pattern.lastIndex = lexer.pos;
    yield { num, gen, offset: match.index, value: whole };
  }
}

function valueAt(lexer: Lexer): PdfValue | undefined {
  try {
    return lexer.value();
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** Moves past the stream. Its length counts when its end is there, else it goes to the next `endstream`. */
function streamAt(lexer: Lexer, dict: PdfDict): PdfStream {
  const { bytes } = lexer;
  let start = lexer.pos;
  if (bytes[start] === 13) start++;
  if (bytes[start] === 10) start++;
  const end = endOfStream(bytes, start, dict.get('Length'));
  lexer.pos = end;
  return new PdfStream(dict, bytes.subarray(start, end));
}

/** Where a stream's data ends: by its length when `endstream` follows there, else at the next `endstream`. */
export function endOfStream(bytes: Uint8Array, start: number, length: PdfValue | undefined): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (typeof length === 'number' && Number.isInteger(length) && length >= 0) {
    const after = buffer.toString('latin1', start + length, start + length + 16);
    if (/^[\r\n \t\0]{0,4}endstream/.test(after)) return start + length;
  }
  const marker = buffer.indexOf('endstream', start, 'latin1');
  if (marker < 0) throw damaged('a stream does not end');
  const before = buffer.toString('latin1', Math.max(start, marker - 2), marker);
  return marker - (/\r\n$/.exec(before)?.[0] ?? /[\r\n]$/.exec(before)?.[0] ?? '').length;
}

function numbersIn(stream: PdfStream, unpack: (stream: PdfStream) => Uint8Array): number[] {
  const count = stream.dict.get('N');
  const lexer = new Lexer(unpack(stream));
  const numbers: number[] = [];
  for (let i = 0; typeof count === 'number' && i < Math.min(count, MAX_OBJECTS); i++) {
    const num = lexer.takeInteger();
    if (num === undefined || lexer.takeInteger() === undefined)
      throw damaged('an object stream is malformed');
    numbers.push(num);
  }
  return numbers;
}
