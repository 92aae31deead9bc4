/**
 * PDF objects as plain values (ISO 32000-1, 7.3): dictionaries are maps keyed by name, strings are bytes,
 * arrays are arrays, numbers are numbers.
 */
export type PdfValue =
  null | boolean | number | PdfName | Uint8Array | PdfRef | readonly PdfValue[] | PdfDict | PdfStream;
export type PdfDict = ReadonlyMap<string, PdfValue>;

export class PdfName {
  /** One character per byte. */
  readonly value: string;
  constructor(value: string) {
    this.value = value;
  }
}

export class PdfRef {
  readonly num: number;
  readonly gen: number;
  constructor(num: number, gen: number) {
    this.num = num;
    this.gen = gen;
  }
}

export class PdfStream {
  readonly dict: PdfDict;
  /** As stored in the file, filters not undone. */
  readonly raw: Uint8Array;
  constructor(dict: PdfDict, raw: Uint8Array) {
    this.dict = dict;
    this.raw = raw;
  }
}

/** Follows references to the object itself; a reference to nothing is null (7.3.10). */
export type Resolve = (value: PdfValue | undefined) => Exclude<PdfValue, PdfRef>;

export const name = (value: string): PdfName => new PdfName(value);

/** A dictionary from its entries; entries that are undefined are left out. */
export function dict(entries: Readonly<Record<string, PdfValue | undefined>>): PdfDict {
  const map = new Map<string, PdfValue>();
  for (const [key, value] of Object.entries(entries)) if (value !== undefined) map.set(key, value);
  return map;
}

/** Whether `value` is an array object. */
export function isArray(value: PdfValue | undefined): value is readonly PdfValue[] {
  return Array.isArray(value);
}

/** The dictionary, or a stream's dictionary; undefined for anything else. */
export function asDict(value: PdfValue | undefined): PdfDict | undefined {
  if (value instanceof Map) return value as PdfDict;
  return value instanceof PdfStream ? value.dict : undefined;
}

export function nameOf(value: PdfValue | undefined): string | undefined {
  return value instanceof PdfName ? value.value : undefined;
}

/** `count` finite numbers, or undefined when `value` is anything else. */
export function numbersOf(
  value: PdfValue | undefined,
  count: number,
  resolve: Resolve,
): number[] | undefined {
  const array = resolve(value);
  if (!isArray(array) || array.length < count) return undefined;
  const numbers: number[] = [];
  for (const item of array.slice(0, count)) {
    const number = resolve(item);
    if (typeof number !== 'number') return undefined;
    numbers.push(number);
  }
  return numbers;
}

/** A text string (7.9.2.2): ASCII as it is, anything else UTF-16BE with its mark. */
export function textString(text: string): Uint8Array {
  if (/^[\x20-\x7e]*$/.test(text)) return Buffer.from(text, 'latin1');
  return Buffer.concat([Uint8Array.of(0xfe, 0xff), Buffer.from(text, 'utf16le').swap16()]);
}

/** Reads a text string: UTF-16BE or UTF-8 with their marks, else Latin-1 (near enough to PDFDocEncoding). */
export function readTextString(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes);
  if (buffer[0] === 0xfe && buffer[1] === 0xff) {
    const even = buffer.subarray(2, 2 + ((buffer.length - 2) & ~1));
    return Buffer.from(even).swap16().toString('utf16le');
  }
  if (buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf) return buffer.toString('utf8', 3);
  return buffer.toString('latin1');
}
