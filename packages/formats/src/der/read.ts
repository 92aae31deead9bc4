/**
 * Strict DER reader (ITU-T X.690 clauses 8 and 10): definite, minimal lengths; low tag numbers only; no trailing
 * bytes. Values are views into the input and are taken apart only where asked, so nesting cannot exhaust the stack
 * and nothing is allocated from lengths an attacker chose.
 */
import { FormatError } from '../errors/index.ts';

export type DerErrorCode = 'DER_MALFORMED';

/** One tag-length-value. `tag` is the identifier octet; `content` and `raw` are views into the input. */
export interface DerValue {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly raw: Uint8Array;
}

/** Identifier octets of the universal types used here. */
export const Tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Identifier octet of a primitive context-specific tag. */
export const contextPrimitive = (number: number): number => 0x80 | number;
/** Identifier octet of a constructed context-specific tag. */
export const contextConstructed = (number: number): number => 0xa0 | number;

export function malformed(message: string): FormatError<DerErrorCode> {
  return new FormatError('DER_MALFORMED', message);
}

function readValueAt(bytes: Uint8Array, start: number): DerValue {
  const tag = bytes[start];
  const first = bytes[start + 1];
  if (tag === undefined || first === undefined) throw malformed('the structure ends within a tag or length');
  if ((tag & 0x1f) === 0x1f) throw malformed('tag numbers above 30 are not used by any format read here');
  let contentStart = start + 2;
  let length = first;
  if (first >= 0x80) {
    const size = first & 0x7f;
    if (size === 0) throw malformed('indefinite length is BER, not DER');
    if (size > 4) throw malformed('a length is larger than any format read here allows');
    length = 0;
    for (let index = 0; index < size; index++) {
      const byte = bytes[contentStart + index];
      if (byte === undefined) throw malformed('the structure ends within a length');
      length = length * 256 + byte;
    }
    contentStart += size;
    if (length < 0x80 || length < 256 ** (size - 1)) throw malformed('a length is not in its shortest form');
  }
  const end = contentStart + length;
  if (end > bytes.length) throw malformed('a length reaches beyond the end of the structure');
  return { tag, content: bytes.subarray(contentStart, end), raw: bytes.subarray(start, end) };
}

/** Reads exactly one value; bytes after it are an error. */
export function readDer(bytes: Uint8Array, tag?: number): DerValue {
  const value = readValueAt(bytes, 0);
  if (value.raw.length !== bytes.length) throw malformed('there are bytes after the end of the structure');
  return tag === undefined ? value : expectTag(value, tag);
}

/** Reads the first value and leaves what follows it to the caller. */
export function readFirst(bytes: Uint8Array): DerValue {
  return readValueAt(bytes, 0);
}

/** Walks through the values inside a constructed value without keeping them: for long lists. */
export function* eachValue(value: DerValue): Generator<DerValue, void, void> {
  if ((value.tag & 0x20) === 0) throw malformed('a constructed value is expected');
  for (let offset = 0; offset < value.content.length;) {
    const next = readValueAt(value.content, offset);
    yield next;
    offset += next.raw.length;
  }
}

/** More than any structure read whole has; keeps a file of empty values from filling the memory. */
const MAX_VALUES = 4096;

/** Reads the values inside a constructed value. */
export function readAll(value: DerValue): DerValue[] {
  const values: DerValue[] = [];
  for (const next of eachValue(value)) {
    if (values.length === MAX_VALUES) throw malformed(`a structure has more than ${MAX_VALUES} values`);
    values.push(next);
  }
  return values;
}

export function expectTag(value: DerValue, tag: number): DerValue {
  if (value.tag !== tag) {
    throw malformed(`tag 0x${value.tag.toString(16)} found where 0x${tag.toString(16)} is expected`);
  }
  return value;
}

/** Walks through the values of a SEQUENCE, which may have optional ones. */
export interface DerCursor {
  /** The next value; its absence or another tag is an error. */
  next(tag?: number): DerValue;
  /** The next value if it has this tag. */
  optional(tag: number): DerValue | undefined;
  /** The next value's tag; undefined at the end. */
  peek(): number | undefined;
  /** Asserts that everything has been read. */
  end(): void;
}

/** Opens a constructed value (by default a SEQUENCE) for reading in order. */
export function openSequence(value: DerValue, tag: number = Tag.sequence): DerCursor {
  const values = readAll(expectTag(value, tag));
  let position = 0;
  return {
    next(expected) {
      const found = values[position];
      if (found === undefined) throw malformed('a required value is missing');
      position++;
      return expected === undefined ? found : expectTag(found, expected);
    },
    optional(expected) {
      const found = values[position];
      if (found?.tag !== expected) return undefined;
      position++;
      return found;
    },
    peek: () => values[position]?.tag,
    end() {
      if (position !== values.length) throw malformed('there are more values than the structure has');
    },
  };
}

/** The single value inside an explicitly tagged one. */
export function readExplicit(value: DerValue): DerValue {
  return readDer(value.content);
}

/** The same value under another tag, for IMPLICIT tagging; `raw` stays as it was. */
export function retag(value: DerValue, tag: number): DerValue {
  return { ...value, tag };
}

export function readBoolean(value: DerValue): boolean {
  const byte = expectTag(value, Tag.boolean).content[0];
  if (value.content.length !== 1 || (byte !== 0 && byte !== 0xff)) throw malformed('a BOOLEAN is not DER');
  return byte === 0xff;
}

/** INTEGER or ENUMERATED of at most 64 bytes. */
export function readInteger(value: DerValue, tag: number = Tag.integer): bigint {
  const { content } = expectTag(value, tag);
  const [first, second] = content;
  if (first === undefined) throw malformed('an INTEGER is empty');
  if (content.length > 64) throw malformed('an INTEGER is longer than any format read here allows');
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))) {
    throw malformed('an INTEGER is not in its shortest form');
  }
  const unsigned = BigInt(`0x${Buffer.from(content).toString('hex')}`);
  return first < 0x80 ? unsigned : unsigned - (1n << BigInt(content.length * 8));
}

/** INTEGER or ENUMERATED that fits a small number (0 to 2^31 − 1). */
export function readSmallInteger(value: DerValue, tag: number = Tag.integer): number {
  const integer = readInteger(value, tag);
  if (integer < 0n || integer > 0x7fffffffn) throw malformed('an INTEGER is out of range');
  return Number(integer);
}

/** OBJECT IDENTIFIER in dotted form. */
export function readOid(value: DerValue): string {
  const { content } = expectTag(value, Tag.oid);
  if (content.length === 0 || content.length > 64)
    throw malformed('an OBJECT IDENTIFIER is empty or too long');
  const arcs: number[] = [];
  let arc = 0;
  let started = false;
  for (const byte of content) {
    if (!started && byte === 0x80) throw malformed('an OBJECT IDENTIFIER is not in its shortest form');
    started = true;
    arc = arc * 128 + (byte & 0x7f);
    if (arc > Number.MAX_SAFE_INTEGER / 128) throw malformed('an OBJECT IDENTIFIER has too large an arc');
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0;
      started = false;
    }
  }
  if (started) throw malformed('an OBJECT IDENTIFIER ends within an arc');
  const [first = 0, ...rest] = arcs;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...rest].join('.');
}

/** BIT STRING of whole octets (keys, signatures). */
export function readOctetsOfBitString(value: DerValue): Uint8Array {
  const { content } = expectTag(value, Tag.bitString);
  if (content[0] !== 0) throw malformed('a BIT STRING is not a whole number of octets');
  return content.subarray(1);
}

/** Named bits that are set in a BIT STRING of at most 32 bits, first bit = 0. */
export function readNamedBits(value: DerValue): number[] {
  const { content } = expectTag(value, Tag.bitString);
  const unused = content[0];
  if (unused === undefined || unused > 7 || content.length > 5 || (content.length === 1 && unused > 0)) {
    throw malformed('a BIT STRING of flags is malformed');
  }
  const bits: number[] = [];
  for (let bit = 0; bit < (content.length - 1) * 8 - unused; bit++) {
    if (((content[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0) bits.push(bit);
  }
  return bits;
}

const UTC_TIME = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;
const GENERALIZED_TIME = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{1,9}))?Z$/;

/** UTCTime (RFC 5280 4.1.2.5.1: two-digit years are 1950–2049) or GeneralizedTime, always in UTC with seconds. */
export function readTime(value: DerValue): Date {
  const isUtc = value.tag === Tag.utcTime;
  if (!isUtc) expectTag(value, Tag.generalizedTime);
  const text = Buffer.from(value.content.subarray(0, 32)).toString('latin1');
  const parts = (isUtc ? UTC_TIME : GENERALIZED_TIME).exec(text);
  if (parts === null || value.content.length > 32) throw malformed('a time is not in the form DER demands');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  const fullYear = isUtc ? (year < 50 ? 2000 + year : 1900 + year) : year;
  const fraction = Math.trunc(Number(`0.${parts[7] ?? '0'}`) * 1000);
  const time = new Date(Date.UTC(fullYear, month - 1, day, hour, minute, second, fraction));
  if (
    time.getUTCMonth() !== month - 1 ||
    time.getUTCDate() !== day ||
    hour > 23 ||
    minute > 59 ||
    second > 59
  ) {
    throw malformed('a time names a day or hour that does not exist');
  }
  return time;
}

/** Any of the ASN.1 string types. */
export function readString(value: DerValue): string {
  const bytes = Buffer.from(value.content.buffer, value.content.byteOffset, value.content.byteLength);
  switch (value.tag) {
    case Tag.utf8String:
      try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      } catch {
        throw malformed('a UTF8String is not UTF-8');
      }
    case Tag.printableString:
    case Tag.numericString:
    case Tag.ia5String:
    case Tag.visibleString:
    case Tag.teletexString:
      return bytes.toString('latin1');
    case Tag.bmpString:
      if (bytes.length % 2 !== 0) throw malformed('a BMPString has an odd length');
      return Buffer.from(bytes).swap16().toString('utf16le');
    default:
      throw malformed(`tag 0x${value.tag.toString(16)} found where a string is expected`);
  }
}
