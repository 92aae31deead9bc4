import type { TrueTypeFont } from './truetype.ts';

/** Cuts a TrueType font down to some glyphs, numbered anew from 0 in the order given. */

/** Component flags of a composite glyph (OpenType, glyf). */
const WORDS = 0x0001;
const SCALE = 0x0008;
const MORE = 0x0020;
const XY_SCALE = 0x0040;
const TWO_BY_TWO = 0x0080;

/** Tables a PDF viewer needs (ISO 32000-1, 9.9); hinting goes along as it is. */
const KEPT_TABLES = ['cvt ', 'fpgm', 'prep'] as const;

/** The glyphs, then every component they are built from. `glyphs[0]` must be glyph 0. */
export function withComponents(font: TrueTypeFont, glyphs: readonly number[]): number[] {
  const all = [...glyphs];
  const seen = new Set(all);
  for (const glyph of all)
    forEachComponent(font.outlineOf(glyph), (component) => {
      if (seen.has(component)) return;
      seen.add(component);
      all.push(component);
    });
  return all;
}

/** A font file with exactly `glyphs` (closed under components). */
export function subsetFont(font: TrueTypeFont, glyphs: readonly number[]): Uint8Array {
  const newNumber = new Map(glyphs.map((glyph, index) => [glyph, index]));
  const outlines: Uint8Array[] = [];
  const loca = Buffer.alloc((glyphs.length + 1) * 4);
  const hmtx = Buffer.alloc(glyphs.length * 4);
  const sourceMetrics = font.tables.get('hmtx') ?? new Uint8Array();
  let length = 0;
  glyphs.forEach((glyph, index) => {
    const outline = Buffer.from(font.outlineOf(glyph));
    forEachComponent(outline, (component, at) => outline.writeUInt16BE(newNumber.get(component) ?? 0, at));
    const padded =
      outline.length % 4 === 0 ? outline : Buffer.concat([outline, Buffer.alloc(4 - (outline.length % 4))]);
    outlines.push(padded);
    length += padded.length;
    loca.writeUInt32BE(length, (index + 1) * 4);
    hmtx.writeUInt16BE(font.advanceOf(glyph), index * 4);
    hmtx.writeInt16BE(sideBearing(sourceMetrics, font, glyph), index * 4 + 2);
  });
  const head = Buffer.from(font.tables.get('head') ?? []);
  head.writeUInt32BE(0, 8);
  head.writeInt16BE(1, 50);
  const hhea = Buffer.from(font.tables.get('hhea') ?? []);
  hhea.writeUInt16BE(glyphs.length, 34);
  const maxp = Buffer.from(font.tables.get('maxp') ?? []);
  maxp.writeUInt16BE(glyphs.length, 4);
  const tables = new Map<string, Uint8Array>([
    ['glyf', Buffer.concat(outlines)],
    ['head', head],
    ['hhea', hhea],
    ['hmtx', hmtx],
    ['loca', loca],
    ['maxp', maxp],
  ]);
  for (const tag of KEPT_TABLES) {
    const table = font.tables.get(tag);
    if (table !== undefined) tables.set(tag, table);
  }
  return assemble(tables);
}

function sideBearing(hmtx: Uint8Array, font: TrueTypeFont, glyph: number): number {
  const data = new DataView(hmtx.buffer, hmtx.byteOffset, hmtx.length);
  const full = new DataView(
    (font.tables.get('hhea') ?? hmtx).buffer,
    (font.tables.get('hhea') ?? hmtx).byteOffset,
  ).getUint16(34);
  return glyph < full ? data.getInt16(glyph * 4 + 2) : data.getInt16(full * 4 + (glyph - full) * 2);
}

/** Calls `visit` with each component glyph and the byte position of its number. */
function forEachComponent(outline: Uint8Array, visit: (glyph: number, at: number) => void): void {
  if (outline.length < 10) return;
  const data = new DataView(outline.buffer, outline.byteOffset, outline.length);
  if (data.getInt16(0) >= 0) return;
  let at = 10;
  for (let flags = MORE; (flags & MORE) !== 0;) {
    flags = data.getUint16(at);
    visit(data.getUint16(at + 2), at + 2);
    at += 4 + ((flags & WORDS) !== 0 ? 4 : 2);
    if ((flags & SCALE) !== 0) at += 2;
    else if ((flags & XY_SCALE) !== 0) at += 4;
    else if ((flags & TWO_BY_TWO) !== 0) at += 8;
  }
}

/** The font file: directory sorted by tag, tables aligned to four bytes, checksums (OpenType, font file). */
function assemble(tables: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const tags = [...tables.keys()].sort();
  const power = 2 ** Math.floor(Math.log2(tags.length));
  const directory = Buffer.alloc(12 + tags.length * 16);
  directory.writeUInt32BE(0x00010000, 0);
  directory.writeUInt16BE(tags.length, 4);
  directory.writeUInt16BE(power * 16, 6);
  directory.writeUInt16BE(Math.log2(power), 8);
  directory.writeUInt16BE((tags.length - power) * 16, 10);
  const parts: Uint8Array[] = [directory];
  let offset = directory.length;
  let headOffset = 0;
  tags.forEach((tag, index) => {
    const table = Buffer.from(tables.get(tag) ?? []);
    const padded = Buffer.concat([table, Buffer.alloc((4 - (table.length % 4)) % 4)]);
    const record = 12 + index * 16;
    directory.write(tag, record, 'latin1');
    directory.writeUInt32BE(checksum(padded), record + 4);
    directory.writeUInt32BE(offset, record + 8);
    directory.writeUInt32BE(table.length, record + 12);
    if (tag === 'head') headOffset = offset;
    parts.push(padded);
    offset += padded.length;
  });
  const file = Buffer.concat(parts);
  file.writeUInt32BE((0xb1b0afba - checksum(file)) >>> 0, headOffset + 8);
  return file;
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let i = 0; i + 3 < bytes.length; i += 4) sum = (sum + bytes.readUInt32BE(i)) >>> 0;
  return sum;
}
