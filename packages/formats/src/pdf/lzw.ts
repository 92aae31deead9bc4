import { damaged, tooComplex } from './errors.ts';

/** Undoes LZWDecode (ISO 32000-1, 7.4.4): codes of 9 to 12 bits, 256 clears, 257 ends. */
export function undoLzw(data: Uint8Array, earlyChange: boolean, limit: number): Uint8Array {
  const early = earlyChange ? 1 : 0;
  const chunks: Uint8Array[] = [];
  let total = 0;
  let table: Uint8Array[] = [];
  let width = 9;
  let previous: Uint8Array | undefined;
  let bits = 0;
  let held = 0;
  for (let pos = 0; ;) {
    while (held < width && pos < data.length) {
      bits = ((bits << 8) | (data[pos++] ?? 0)) & 0xfffff;
      held += 8;
    }
    if (held < width) break;
    const code = (bits >> (held - width)) & ((1 << width) - 1);
    held -= width;
    if (code === 257) break;
    if (code === 256) {
      table = [];
      width = 9;
      previous = undefined;
      continue;
    }
    const entry = entryFor(code, table, previous);
    if (previous !== undefined && table.length < 4096 - 258) table.push(extended(previous, entry[0] ?? 0));
    chunks.push(entry);
    total += entry.length;
    if (total > limit) throw tooComplex('a stream unpacks to too much data');
    previous = entry;
    const size = 258 + table.length + early;
    width = size >= 2048 ? 12 : size >= 1024 ? 11 : size >= 512 ? 10 : 9;
  }
  return Buffer.concat(chunks);
}

function entryFor(code: number, table: readonly Uint8Array[], previous: Uint8Array | undefined): Uint8Array {
  if (code < 256) return Uint8Array.of(code);
  const known = table[code - 258];
  if (known !== undefined) return known;
  if (previous === undefined || code !== 258 + table.length) throw damaged('LZW data is out of order');
  return extended(previous, previous[0] ?? 0);
}

function extended(prefix: Uint8Array, last: number): Uint8Array {
  const out = new Uint8Array(prefix.length + 1);
  out.set(prefix);
  out[prefix.length] = last;
  return out;
}
