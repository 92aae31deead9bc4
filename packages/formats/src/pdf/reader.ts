import { FormatError } from '../errors/index.ts';
import { damaged, refusal } from './errors.ts';
import { decodeStream } from './filters.ts';
import { Lexer } from './lexer.ts';
import { PdfRef, PdfStream, asDict, nameOf } from './objects.ts';
import type { PdfDict, PdfValue, Resolve } from './objects.ts';
import { endOfStream, findObjects } from './repair.ts';
import { readXref } from './xref.ts';
import type { XrefEntry } from './xref.ts';

/**
 * A strict PDF reader (ISO 32000-1, 7.5). It repairs nothing: a file whose offsets, lengths or numbers do not
 * agree is refused, because viewers repair such files each in their own way and would show different documents.
 * Time and memory grow with the file's size only; what unpacks has limits.
 */
export interface PdfFile {
  /** From the header, e.g. "1.7". */
  readonly headerVersion: string;
  readonly trailer: PdfDict;
  /** The first state of the file and each update of it. */
  readonly revisions: number;
  readonly catalog: PdfDict;
  readonly resolve: Resolve;
  /** Undoes a stream's filters; all calls together may unpack 256 MiB. */
  decode(stream: PdfStream): Uint8Array;
}

const MAX_UNPACKED = 256 * 1024 * 1024;
const MAX_STREAM = 128 * 1024 * 1024;

interface ObjectStream {
  readonly bytes: Uint8Array;
  readonly numbers: readonly number[];
  readonly offsets: readonly number[];
}

/** Opens a file for reading. Throws PDF_NOT_A_PDF, PDF_DAMAGED, PDF_ENCRYPTED or PDF_TOO_COMPLEX. */
export function openPdf(whole: Uint8Array): PdfFile {
  try {
    return open(whole);
  } catch (error) {
    throw asRefusal(error);
  }
}

/** Turns anything a hostile file provoked into a named error. */
export function asRefusal(error: unknown): Error {
  return error instanceof FormatError ? (error as Error) : damaged('it cannot be read', undefined, error);
}

/**
 * Opens a file whose cross-reference table or lengths are wrong. For sources only, and only when another reader repairs it
 * alike; nothing that is signed or judged is repaired. Throws as `openPdf` does.
 */
export function openRepaired(whole: Uint8Array): PdfFile {
  try {
    return open(whole, (bytes, decode) => ({ ...findObjects(bytes, decode), sections: 1 }), endOfStream);
  } catch (error) {
    throw asRefusal(error);
  }
}

type FindObjects = (
  bytes: Uint8Array,
  decode: (stream: PdfStream) => Uint8Array,
) => ReturnType<typeof readXref>;
/** Where a stream ends that begins at `start`; absent: where its length says. */
type FindEnd = (bytes: Uint8Array, start: number, length: PdfValue) => number;

const byTable: FindObjects = (bytes) =>
  readXref(bytes, (offset, resolve) => readObject(bytes, offset, resolve));

function open(whole: Uint8Array, find: FindObjects = byTable, findEnd?: FindEnd): PdfFile {
  const start = headerOffset(whole);
  const bytes = whole.subarray(start);
  const headerVersion = /^%PDF-(\d\.\d)(?!\d)/.exec(latin1(bytes, 0, 16))?.[1];
  if (headerVersion === undefined) throw damaged('its version is not written as it should be');
  let unpacked = 0;
  const read: ReadObject = (offset) => readObject(bytes, offset, resolve, findEnd);
  let resolve: Resolve = () => null;
  const decode = (stream: PdfStream): Uint8Array => {
    const decoded = decodeStream(
      stream,
      (value) => resolve(value),
      Math.min(MAX_STREAM, MAX_UNPACKED - unpacked),
    );
    unpacked += decoded.length;
    return decoded;
  };
  const { entries, trailer, sections } = find(bytes, decode);
  resolve = resolver(entries, read, decode);
  const root = trailer.get('Root');
  const catalog = asDict(resolve(root));
  if (!(root instanceof PdfRef) || catalog === undefined) throw damaged('its catalog is missing');
  // A linearized file begins with a part of its first revision that has a table of its own (annex F).
  const isLinearized = /\/Linearized/.test(latin1(bytes, 0, 1024)) && sections > 1;
  return {
    headerVersion,
    trailer,
    revisions: isLinearized ? sections - 1 : sections,
    catalog,
    resolve,
    decode,
  };
}

function headerOffset(bytes: Uint8Array): number {
  const at = latin1(bytes, 0, 1024).indexOf('%PDF-');
  if (at < 0) throw refusal('PDF_NOT_A_PDF', 'The file is not a PDF, whatever its name says.');
  return at;
}

const latin1 = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.subarray(start, end)).toString('latin1');

type ReadObject = (offset: number) => { num: number; gen: number; value: PdfValue };

function resolver(
  entries: ReadonlyMap<number, XrefEntry>,
  read: ReadObject,
  decode: (stream: PdfStream) => Uint8Array,
): Resolve {
  const cache = new Map<number, PdfValue>();
  const packs = new Map<number, ObjectStream>();
  const reading = new Set<number>();

  const load = (ref: PdfRef): PdfValue => {
    const entry = entries.get(ref.num);
    if (entry === undefined || entry.kind === 'free') return null;
    const where = `object ${ref.num}`;
    if (reading.has(ref.num)) throw damaged('an object depends on itself', where);
    reading.add(ref.num);
    try {
      if (entry.kind === 'packed') return unpack(entry.stream, entry.index, ref.num);
      const object = read(entry.offset);
      if (object.num !== ref.num || object.gen !== entry.gen || ref.gen !== entry.gen)
        throw damaged('an object is not where the file says it is', where);
      return object.value;
    } finally {
      reading.delete(ref.num);
    }
  };
  const resolve: Resolve = (value) => {
    let current: PdfValue = value ?? null;
    for (let hops = 0; current instanceof PdfRef; hops++) {
      if (hops > 16) throw damaged('references lead in a circle', `object ${current.num}`);
      let found = cache.get(current.num);
      if (found === undefined) {
        found = load(current);
        cache.set(current.num, found);
      }
      current = found;
    }
    return current;
  };
  const unpack = (streamNum: number, index: number, num: number): PdfValue => {
    let pack = packs.get(streamNum);
    if (pack === undefined) {
      if (entries.get(streamNum)?.kind !== 'plain')
        throw damaged('an object stream is missing', `object ${streamNum}`);
      pack = openObjectStream(resolve(new PdfRef(streamNum, 0)), resolve, decode);
      packs.set(streamNum, pack);
    }
    const offset = pack.offsets[index];
    if (offset === undefined || pack.numbers[index] !== num)
      throw damaged('an object is not where the file says it is', `object ${num}`);
    return new Lexer(pack.bytes, offset).value();
  };
  return resolve;
}

function openObjectStream(
  value: PdfValue,
  resolve: Resolve,
  decode: (stream: PdfStream) => Uint8Array,
): ObjectStream {
  if (!(value instanceof PdfStream) || nameOf(value.dict.get('Type')) !== 'ObjStm')
    throw damaged('an object stream is missing');
  const count = resolve(value.dict.get('N'));
  const first = resolve(value.dict.get('First'));
  const bytes = decode(value);
  if (typeof count !== 'number' || typeof first !== 'number' || count * 4 > bytes.length + 4)
    throw damaged('an object stream is malformed');
  const lexer = new Lexer(bytes);
  const numbers: number[] = [];
  const offsets: number[] = [];
  for (let i = 0; i < count; i++) {
    const num = lexer.takeInteger();
    const offset = lexer.takeInteger();
    if (num === undefined || offset === undefined) throw damaged('an object stream is malformed');
    numbers.push(num);
    offsets.push(first + offset);
  }
  return { bytes, numbers, offsets };
}

/** `num gen obj … endobj` at `offset` (7.3.10), with its stream data when it has some (7.3.8). */
function readObject(
  bytes: Uint8Array,
  offset: number,
  resolve: Resolve,
  findEnd?: FindEnd,
): { num: number; gen: number; value: PdfValue } {
  const lexer = new Lexer(bytes, offset);
  const num = lexer.takeInteger();
  const gen = lexer.takeInteger();
  if (num === undefined || gen === undefined || !lexer.takeKeyword('obj'))
    throw damaged('an object is not where the file says it is', `byte ${offset}`);
  const value = lexer.value();
  if (value instanceof Map && lexer.takeKeyword('stream')) {
    const dict = value as PdfDict;
    const length = resolve(dict.get('Length'));
    const data = findEnd === undefined ? streamData(lexer, length, num) : foundData(lexer, length, findEnd);
    return { num, gen, value: new PdfStream(dict, data) };
  }
  return { num, gen, value };
}

function foundData(lexer: Lexer, length: PdfValue, findEnd: FindEnd): Uint8Array {
  const { bytes } = lexer;
  let start = lexer.pos;
  if (bytes[start] === 13) start++;
  if (bytes[start] === 10) start++;
  const end = findEnd(bytes, start, length);
  lexer.pos = end;
  return bytes.subarray(start, end);
}

function streamData(lexer: Lexer, length: PdfValue, num: number): Uint8Array {
  const { bytes } = lexer;
  let start = lexer.pos;
  if (bytes[start] === 13) start++;
  if (bytes[start] === 10) start++;
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 0)
    throw damaged('a stream does not say how long it is', `object ${num}`);
  lexer.pos = start + length;
  // The end is looked for without skipping comments: data may hold a percent sign.
  const after = latin1(bytes, start + length, start + length + 16);
  if (!/^[\r\n \t\0]{0,4}endstream/.test(after))
    throw damaged('a stream is not as long as it says', `object ${num}`);
  return bytes.subarray(start, start + length);
}
