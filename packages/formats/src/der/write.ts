/** DER writer (ITU-T X.690): every function returns one complete tag-length-value. */
import { Tag, contextConstructed } from './read.ts';

function concat(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}

/** A value with any identifier octet. */
export function tagged(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concat(parts);
  return concat([Uint8Array.from([tag, ...lengthOctets(content.length)]), content]);
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => tagged(Tag.sequence, ...parts);

/** SET OF: elements sorted by their encodings (X.690 11.6). */
export const setOf = (...parts: readonly Uint8Array[]): Uint8Array =>
  tagged(Tag.set, ...[...parts].sort((a, b) => Buffer.compare(a, b)));

/** `[number] EXPLICIT` around complete values. */
export const explicit = (number: number, ...parts: readonly Uint8Array[]): Uint8Array =>
  tagged(contextConstructed(number), ...parts);

/** The same value under another identifier octet, for IMPLICIT tagging. */
export function withTag(tag: number, value: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(value);
  copy[0] = tag;
  return copy;
}

export const boolean = (value: boolean): Uint8Array => tagged(Tag.boolean, Uint8Array.of(value ? 0xff : 0));
export const nullValue = (): Uint8Array => tagged(Tag.null);
export const octetString = (...parts: readonly Uint8Array[]): Uint8Array => tagged(Tag.octetString, ...parts);
/** BIT STRING of whole octets. */
export const bitString = (bytes: Uint8Array): Uint8Array => tagged(Tag.bitString, Uint8Array.of(0), bytes);

/** BIT STRING of named bits, trailing zero bits removed (X.690 11.2.2). */
export function namedBits(bits: readonly number[]): Uint8Array {
  const highest = Math.max(-1, ...bits);
  const bytes = new Uint8Array(Math.ceil((highest + 1) / 8));
  for (const bit of bits) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return tagged(Tag.bitString, Uint8Array.of(bytes.length * 8 - (highest + 1)), bytes);
}

function twosComplement(value: bigint): Uint8Array {
  let size = 1;
  while (BigInt.asIntN(size * 8, value) !== value) size++;
  const hex = BigInt.asUintN(size * 8, value)
    .toString(16)
    .padStart(size * 2, '0');
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

export const integer = (value: bigint | number): Uint8Array =>
  tagged(Tag.integer, twosComplement(BigInt(value)));
export const enumerated = (value: number): Uint8Array =>
  tagged(Tag.enumerated, twosComplement(BigInt(value)));

/** OBJECT IDENTIFIER from its dotted form. */
export function oid(dotted: string): Uint8Array {
  const [root = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octets = [root * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left % 128) | 0x80);
    return groups;
  });
  return tagged(Tag.oid, Uint8Array.from(octets));
}

const encoder = new TextEncoder();
export const utf8String = (text: string): Uint8Array => tagged(Tag.utf8String, encoder.encode(text));
export const printableString = (text: string): Uint8Array =>
  tagged(Tag.printableString, encoder.encode(text));
export const ia5String = (text: string): Uint8Array => tagged(Tag.ia5String, encoder.encode(text));
/** BMPString: UTF-16, big-endian. */
export const bmpString = (text: string): Uint8Array =>
  tagged(Tag.bmpString, Uint8Array.from(Buffer.from(text, 'utf16le').swap16()));

const digits = (time: Date): string => time.toISOString().replace(/[-:T]|\.\d{3}Z$/g, '');

/** GeneralizedTime in UTC, whole seconds. */
export const generalizedTime = (time: Date): Uint8Array =>
  tagged(Tag.generalizedTime, encoder.encode(`${digits(time)}Z`));

/** Time as certificates write it (RFC 5280 4.1.2.5): UTCTime up to 2049, GeneralizedTime after. */
export function certificateTime(time: Date): Uint8Array {
  const year = time.getUTCFullYear();
  return year >= 1950 && year < 2050
    ? tagged(Tag.utcTime, encoder.encode(`${digits(time).slice(2)}Z`))
    : generalizedTime(time);
}
