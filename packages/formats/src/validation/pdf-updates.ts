/**
 * Reads incremental updates (ISO 32000-1, 7.5.6) byte by byte, stricter than any viewer: an update is objects, their
 * cross-reference table and its trailer, every object is listed and every listed object is there, nothing stands between.
 */
import { FormatError } from '../errors/index.ts';
import { Lexer } from '../pdf/lexer.ts';
import { PdfRef, PdfStream, nameOf } from '../pdf/objects.ts';
import type { PdfDict, PdfValue } from '../pdf/objects.ts';
import { validationError } from './findings.ts';

export interface PdfUpdate {
  readonly start: number;
  readonly end: number;
  /** Objects, new or replaced, by number. */
  readonly objects: ReadonlyMap<number, UpdatedObject>;
  readonly trailer: PdfDict;
}

export interface UpdatedObject {
  readonly gen: number;
  readonly offset: number;
  readonly value: PdfValue;
}

const MAX_UPDATES = 64;
const MAX_OBJECTS = 10_000;
const [LESS, GREATER, BRACKET_OPEN, BRACKET_CLOSE] = [0x3c, 0x3e, 0x5b, 0x5d];

const changed = (message: string) =>
  validationError('VALIDATION_CHANGED_AFTERWARDS', `after the signed part of the file ${message}`);

/** Where the newest cross-reference section of `revision` is; it must end with its end-of-file marker. */
export function startXrefOf(revision: Uint8Array): number {
  const tail = Buffer.from(revision.subarray(-64)).toString('latin1');
  const offset = /startxref\s+(\d{1,10})\s+%%EOF(?:\r\n|\r|\n)?$/.exec(tail)?.[1];
  if (offset === undefined)
    throw validationError(
      'VALIDATION_BYTE_RANGE',
      'a signature does not end where a revision of the file ends',
    );
  return Number(offset);
}

/** Reads everything from `start`, where a revision ends, to the end of the file. VALIDATION_CHANGED_AFTERWARDS. */
export function readUpdates(bytes: Uint8Array, start: number): PdfUpdate[] {
  const updates: PdfUpdate[] = [];
  let previous = startXrefOf(bytes.subarray(0, start));
  for (let position = start; position < bytes.length;) {
    if (updates.length >= MAX_UPDATES) throw changed('there are too many updates');
    const { update, startXref } = readUpdate(bytes, position, previous);
    updates.push(update);
    previous = startXref;
    position = update.end;
  }
  return updates;
}

function readUpdate(
  bytes: Uint8Array,
  start: number,
  previous: number,
): { update: PdfUpdate; startXref: number } {
  try {
    const lexer = new Lexer(bytes, start);
    const objects = new Map<number, UpdatedObject>();
    let startXref = tableAt(lexer);
    while (startXref === undefined) {
      const { num, object } = readObject(lexer);
      if (objects.has(num) || objects.size >= MAX_OBJECTS) throw changed('an object is written twice');
      objects.set(num, object);
      startXref = tableAt(lexer);
    }
    checkTable(lexer, objects);
    requireDistinctKeys(new Lexer(bytes, lexer.pos));
    const trailer = lexer.value();
    if (!(trailer instanceof Map)) throw changed('there is no trailer');
    const entries = trailer as PdfDict;
    if (entries.get('Prev') !== previous || entries.has('XRefStm') || entries.has('Encrypt'))
      throw changed('an update does not continue the revision before it');
    if (!lexer.takeKeyword('startxref') || lexer.takeInteger() !== startXref)
      throw changed('the file does not end with its newest revision');
    return { update: { start, end: endOfFile(bytes, lexer.pos), objects, trailer: entries }, startXref };
  } catch (error) {
    if (error instanceof FormatError && error.code === 'PDF_DAMAGED')
      throw changed('there is something that is not an update of the file');
    throw error;
  }
}

/** Moves past `xref` and returns its offset, when it comes next. */
function tableAt(lexer: Lexer): number | undefined {
  lexer.skipSpace();
  const offset = lexer.pos;
  return lexer.takeKeyword('xref') ? offset : undefined;
}

function readObject(lexer: Lexer): { num: number; object: UpdatedObject } {
  lexer.skipSpace();
  const offset = lexer.pos;
  const num = lexer.takeInteger();
  const gen = lexer.takeInteger();
  if (num === undefined || gen === undefined || !lexer.takeKeyword('obj'))
    throw changed('there is something that is not an object');
  requireDistinctKeys(new Lexer(lexer.bytes, lexer.pos));
  let value = lexer.value();
  if (value instanceof Map && lexer.takeKeyword('stream')) value = readStream(lexer, value as PdfDict);
  if (!lexer.takeKeyword('endobj')) throw changed('an object does not end');
  return { num, object: { gen, offset, value } };
}

/** Readers disagree about which of two entries with the same key counts. Moves past one value. */
function requireDistinctKeys(lexer: Lexer, depth = 0): void {
  const next = (): number => {
    lexer.skipSpace();
    return lexer.bytes[lexer.pos] ?? 0;
  };
  const opens = next();
  if (depth > 32) throw changed('objects are nested too deeply');
  if (opens === LESS && lexer.bytes[lexer.pos + 1] === LESS) {
    lexer.pos += 2;
    const keys = new Set<string>();
    while (next() !== GREATER) {
      const key = nameOf(lexer.value());
      if (key === undefined || keys.has(key)) throw changed('a dictionary has the same key twice');
      keys.add(key);
      requireDistinctKeys(lexer, depth + 1);
    }
    lexer.pos += 2;
  } else if (opens === BRACKET_OPEN) {
    lexer.pos++;
    while (next() !== BRACKET_CLOSE) requireDistinctKeys(lexer, depth + 1);
    lexer.pos++;
  } else lexer.value();
}

function readStream(lexer: Lexer, entries: PdfDict): PdfStream {
  const { bytes } = lexer;
  const length = entries.get('Length');
  let start = lexer.pos;
  if (bytes[start] === 13) start++;
  if (bytes[start] === 10) start++;
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 0)
    throw changed('a stream does not say how long it is');
  lexer.pos = start + length;
  if (!lexer.takeKeyword('endstream')) throw changed('a stream is not as long as it says');
  return new PdfStream(entries, bytes.subarray(start, start + length));
}

/** The table must list exactly the objects of the update, each where it is. Moves past `trailer`. */
function checkTable(lexer: Lexer, objects: ReadonlyMap<number, UpdatedObject>): void {
  const listed = new Set<number>();
  while (!lexer.takeKeyword('trailer')) {
    const first = lexer.takeInteger();
    const count = lexer.takeInteger();
    if (first === undefined || count === undefined || count > MAX_OBJECTS)
      throw changed('a cross-reference table is malformed');
    for (let num = first; num < first + count; num++) {
      const offset = lexer.takeInteger();
      const gen = lexer.takeInteger();
      const object = objects.get(num);
      if (!lexer.takeKeyword('n') || object?.offset !== offset || object?.gen !== gen || listed.has(num))
        throw changed('a cross-reference table lists an object that is not in its update');
      listed.add(num);
    }
  }
  if (listed.size !== objects.size) throw changed('an object is not listed in its cross-reference table');
}

function endOfFile(bytes: Uint8Array, position: number): number {
  const text = Buffer.from(bytes.subarray(position, position + 10)).toString('latin1');
  const marker = /^(?:\r\n|\r|\n)%%EOF(?:\r\n|\r|\n|$)/.exec(text);
  if (marker === null) throw changed('the end-of-file marker of an update is missing');
  return position + marker[0].length;
}

export const refOf = (value: PdfValue | undefined): PdfRef | undefined =>
  value instanceof PdfRef ? value : undefined;
