import { constants, inflateSync } from 'node:zlib';
import { damaged, refusal, tooComplex } from './errors.ts';
import { asDict, isArray, nameOf } from './objects.ts';
import type { PdfDict, PdfStream, Resolve } from './objects.ts';
import { undoLzw } from './lzw.ts';
import { undoPredictor } from './predictor.ts';

/** Undoes stream filters (ISO 32000-1, 7.4) within a limit; image filters are not undone here. */

const SHORT_NAMES: Readonly<Record<string, string>> = {
  Fl: 'FlateDecode',
  LZW: 'LZWDecode',
  AHx: 'ASCIIHexDecode',
  A85: 'ASCII85Decode',
  RL: 'RunLengthDecode',
};

/** The decoded bytes, at most `limit` of them; PDF_TOO_COMPLEX beyond that. */
export function decodeStream(stream: PdfStream, resolve: Resolve, limit: number): Uint8Array {
  const filters = listOf(resolve(stream.dict.get('Filter')), resolve);
  const parameters = listOf(resolve(stream.dict.get('DecodeParms')), resolve);
  if (filters.length > 8) throw tooComplex('a stream with too many filters');
  let data = stream.raw;
  filters.forEach((filter, index) => {
    data = undoFilter(data, nameOf(filter) ?? '', asDict(parameters[index]), resolve, limit);
  });
  return data;
}

function listOf(value: ReturnType<Resolve>, resolve: Resolve): ReturnType<Resolve>[] {
  if (value === null) return [];
  return isArray(value) ? value.map((item) => resolve(item)) : [value];
}

function undoFilter(
  data: Uint8Array,
  filter: string,
  parameters: PdfDict | undefined,
  resolve: Resolve,
  limit: number,
): Uint8Array {
  switch (SHORT_NAMES[filter] ?? filter) {
    case 'FlateDecode':
      return undoPredictor(inflate(data, limit), parameters, resolve);
    case 'LZWDecode':
      return undoPredictor(
        undoLzw(data, resolve(parameters?.get('EarlyChange')) !== 0, limit),
        parameters,
        resolve,
      );
    case 'ASCIIHexDecode':
      return undoAsciiHex(data);
    case 'ASCII85Decode':
      return undoAscii85(data, limit);
    case 'RunLengthDecode':
      return undoRunLength(data, limit);
    case 'Crypt':
      throw refusal('PDF_ENCRYPTED', 'The PDF is encrypted. Use a copy without password or restrictions.');
    default:
      throw damaged(`a page or structure uses the filter ${filter}, which is for images`);
  }
}

function inflate(data: Uint8Array, limit: number): Uint8Array {
  try {
    // Streams cut before their checksum are common and every viewer shows them.
    return inflateSync(data, { maxOutputLength: limit, finishFlush: constants.Z_SYNC_FLUSH });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooComplex('a stream unpacks to too much data');
    throw damaged('a compressed stream cannot be unpacked', undefined, cause);
  }
}

function undoAsciiHex(data: Uint8Array): Uint8Array {
  const end = data.indexOf(0x3e);
  const text = Buffer.from(end < 0 ? data : data.subarray(0, end))
    .toString('latin1')
    .replace(/[\0\t\n\f\r ]/g, '');
  if (/[^0-9a-fA-F]/.test(text)) throw damaged('hexadecimal data holds another character');
  return Buffer.from(text.length % 2 === 1 ? `${text}0` : text, 'hex');
}

function undoAscii85(data: Uint8Array, limit: number): Uint8Array {
  const out: number[] = [];
  let group: number[] = [];
  for (const c of data) {
    if (c === 0x7e) break;
    if (c <= 32) continue;
    if (c === 0x7a && group.length === 0) out.push(0, 0, 0, 0);
    else if (c < 33 || c > 117) throw damaged('base-85 data holds another character');
    else group.push(c - 33);
    if (group.length === 5) {
      pushBase85(group, 4, out);
      group = [];
    }
    if (out.length > limit) throw tooComplex('a stream unpacks to too much data');
  }
  if (group.length === 1) throw damaged('base-85 data ends in the middle');
  if (group.length > 1) {
    const bytes = group.length - 1;
    while (group.length < 5) group.push(84);
    pushBase85(group, bytes, out);
  }
  return Uint8Array.from(out);
}

function pushBase85(group: readonly number[], count: number, out: number[]): void {
  const value = group.reduce((sum, digit) => sum * 85 + digit, 0);
  if (value > 0xffffffff) throw damaged('base-85 data is out of range');
  for (let i = 0; i < count; i++) out.push(Math.floor(value / 256 ** (3 - i)) & 255);
}

function undoRunLength(data: Uint8Array, limit: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let total = 0;
  for (let pos = 0; pos < data.length;) {
    const length = data[pos++] ?? 128;
    if (length === 128) break;
    const part =
      length < 128 ? data.subarray(pos, pos + length + 1) : new Uint8Array(257 - length).fill(data[pos] ?? 0);
    pos += length < 128 ? length + 1 : 1;
    total += part.length;
    if (total > limit) throw tooComplex('a stream unpacks to too much data');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
