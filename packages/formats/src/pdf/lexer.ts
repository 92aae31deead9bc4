import { damaged } from './errors.ts';
import { PdfName, PdfRef } from './objects.ts';
import type { PdfDict, PdfValue } from './objects.ts';

/** Reads PDF tokens and values from bytes (ISO 32000-1, 7.2 and 7.3), refusing what the syntax does not allow. */

const MAX_DEPTH = 100;

/** 1 white space, 2 delimiter, 0 regular (7.2.2). */
const CLASS = new Uint8Array(256);
for (const c of [0, 9, 10, 12, 13, 32]) CLASS[c] = 1;
for (const c of '()<>[]{}/%') CLASS[c.charCodeAt(0)] = 2;

const hexDigit = (c: number): number =>
  c >= 48 && c <= 57 ? c - 48 : c >= 65 && c <= 70 ? c - 55 : c >= 97 && c <= 102 ? c - 87 : -1;

export class Lexer {
  readonly bytes: Uint8Array;
  pos: number;

  constructor(bytes: Uint8Array, pos = 0) {
    this.bytes = bytes;
    this.pos = pos;
  }

  /** Skips white space and comments. */
  skipSpace(): void {
    const { bytes } = this;
    let pos = this.pos;
    for (; pos < bytes.length; pos++) {
      const c = bytes[pos] ?? 0;
      if (c === 0x25) {
        while (pos < bytes.length && bytes[pos] !== 10 && bytes[pos] !== 13) pos++;
      } else if (CLASS[c] !== 1) break;
    }
    this.pos = pos;
  }

  /** Whether `keyword` stands here as a whole word; if so, moves past it. */
  takeKeyword(keyword: string): boolean {
    this.skipSpace();
    for (let i = 0; i < keyword.length; i++)
      if (this.bytes[this.pos + i] !== keyword.charCodeAt(i)) return false;
    const after = this.bytes[this.pos + keyword.length];
    if (after !== undefined && CLASS[after] === 0) return false;
    this.pos += keyword.length;
    return true;
  }

  /** A non-negative integer, or undefined (and nothing is consumed). */
  takeInteger(): number | undefined {
    this.skipSpace();
    let pos = this.pos;
    let value = 0;
    for (let c = this.bytes[pos]; c !== undefined && c >= 48 && c <= 57; c = this.bytes[++pos]) {
      value = value * 10 + c - 48;
      if (pos - this.pos > 14) throw damaged('a number is too long', `byte ${this.pos}`);
    }
    if (pos === this.pos) return undefined;
    this.pos = pos;
    return value;
  }

  value(depth = 0): PdfValue {
    if (depth > MAX_DEPTH) throw damaged('objects are nested too deeply', `byte ${this.pos}`);
    this.skipSpace();
    const c = this.bytes[this.pos];
    switch (c) {
      case undefined:
        throw damaged('it ends in the middle of an object');
      case 0x2f:
        return new PdfName(this.name());
      case 0x28:
        return this.literalString();
      case 0x5b:
        return this.array(depth);
      case 0x3c:
        return this.bytes[this.pos + 1] === 0x3c ? this.dictionary(depth) : this.hexString();
      default:
        if ((c >= 48 && c <= 57) || c === 43 || c === 45 || c === 46) return this.numberOrRef();
        if (this.takeKeyword('null')) return null;
        if (this.takeKeyword('true')) return true;
        if (this.takeKeyword('false')) return false;
        throw damaged('something that is not a PDF object', `byte ${this.pos}`);
    }
  }

  private array(depth: number): PdfValue[] {
    this.pos++;
    const items: PdfValue[] = [];
    for (;;) {
      this.skipSpace();
      if (this.bytes[this.pos] === 0x5d) break;
      items.push(this.value(depth + 1));
    }
    this.pos++;
    return items;
  }

  private dictionary(depth: number): PdfDict {
    this.pos += 2;
    const map = new Map<string, PdfValue>();
    for (;;) {
      this.skipSpace();
      const c = this.bytes[this.pos];
      if (c === 0x3e && this.bytes[this.pos + 1] === 0x3e) break;
      if (c !== 0x2f) throw damaged('a dictionary key is not a name', `byte ${this.pos}`);
      const key = this.name();
      map.set(key, this.value(depth + 1));
    }
    this.pos += 2;
    return map;
  }

  private name(): string {
    const { bytes } = this;
    const start = ++this.pos;
    let escaped = false;
    let pos = start;
    for (let c = bytes[pos]; c !== undefined && CLASS[c] === 0; c = bytes[++pos])
      if (c === 0x23) escaped = true;
    this.pos = pos;
    let text = '';
    for (let i = start; i < pos; i++) text += String.fromCharCode(bytes[i] ?? 0);
    return escaped
      ? text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
      : text;
  }

  private literalString(): Uint8Array {
    const { bytes } = this;
    const start = this.pos + 1;
    let isPlain = true;
    let open = 1;
    let end = start;
    for (; ; end++) {
      const c = bytes[end];
      if (c === undefined) throw damaged('a string does not end', `byte ${this.pos}`);
      if (c === 0x28) open++;
      else if (c === 0x29 && --open === 0) break;
      else if (c === 0x5c || c === 13) {
        isPlain = false;
        if (c === 0x5c) end++;
      }
    }
    this.pos = end + 1;
    const raw = bytes.subarray(start, end);
    return isPlain ? raw : unescaped(raw);
  }

  private hexString(): Uint8Array {
    const out: number[] = [];
    let high = -1;
    let pos = this.pos + 1;
    for (; ; pos++) {
      const c = this.bytes[pos];
      if (c === undefined) throw damaged('a string does not end', `byte ${this.pos}`);
      if (c === 0x3e) break;
      if (CLASS[c] === 1) continue;
      const digit = hexDigit(c);
      if (digit < 0) throw damaged('a hexadecimal string holds another character', `byte ${pos}`);
      if (high < 0) high = digit;
      else {
        out.push(high * 16 + digit);
        high = -1;
      }
    }
    if (high >= 0) out.push(high * 16);
    this.pos = pos + 1;
    return Uint8Array.from(out);
  }

  private numberOrRef(): number | PdfRef {
    const start = this.pos;
    const num = this.takeInteger();
    const next = this.bytes[this.pos];
    if (num !== undefined && (next === undefined || CLASS[next] !== 0)) {
      const afterNumber = this.pos;
      const gen = this.takeInteger();
      if (gen !== undefined && this.takeKeyword('R')) return new PdfRef(num, gen);
      this.pos = afterNumber;
      return num;
    }
    this.pos = start;
    return this.real();
  }

  private real(): number {
    const start = this.pos;
    let text = '';
    for (let c = this.bytes[this.pos]; c !== undefined && CLASS[c] === 0; c = this.bytes[++this.pos])
      text += String.fromCharCode(c);
    if (!/^[+-]?(\d+\.?\d*|\.\d*)$/.test(text) || text.length > 64)
      throw damaged('a number is malformed', `byte ${start}`);
    return Number(text === '.' || text === '-.' || text === '+.' ? 0 : text);
  }
}

const ESCAPES: Readonly<Record<number, number>> = { 0x6e: 10, 0x72: 13, 0x74: 9, 0x62: 8, 0x66: 12 };

/** A literal string's bytes with escapes read and line ends made one (7.3.4.2). */
function unescaped(raw: Uint8Array): Uint8Array {
  const out = new Uint8Array(raw.length);
  let length = 0;
  for (let pos = 0; pos < raw.length; pos++) {
    const c = raw[pos] ?? 0;
    if (c === 0x5c) {
      const escape = readEscape(raw, pos + 1);
      pos = escape.last;
      if (escape.value !== undefined) out[length++] = escape.value;
    } else if (c === 13) {
      out[length++] = 10;
      if (raw[pos + 1] === 10) pos++;
    } else out[length++] = c;
  }
  return out.subarray(0, length);
}

/** What follows a backslash (7.3.4.2, table 3): its byte, if any, and the position of its last byte. */
function readEscape(bytes: Uint8Array, pos: number): { value: number | undefined; last: number } {
  const c = bytes[pos] ?? 0;
  if (c >= 48 && c <= 55) {
    let value = 0;
    let end = pos;
    for (; end < pos + 3; end++) {
      const digit = bytes[end] ?? 0;
      if (digit < 48 || digit > 55) break;
      value = value * 8 + digit - 48;
    }
    return { value: value & 255, last: end - 1 };
  }
  if (c === 13) return { value: undefined, last: bytes[pos + 1] === 10 ? pos + 1 : pos };
  return { value: c === 10 ? undefined : (ESCAPES[c] ?? c), last: pos };
}
