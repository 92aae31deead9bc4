/** Reads the parts of a TrueType font that a PDF needs (OpenType 1.9: cmap, glyf, head, hhea, hmtx, loca, maxp). */
export interface TrueTypeFont {
  /** PostScript name for the PDF. */
  readonly name: string;
  readonly tables: ReadonlyMap<string, Uint8Array>;
  readonly unitsPerEm: number;
  readonly ascender: number;
  readonly descender: number;
  readonly capHeight: number;
  readonly bounds: readonly [number, number, number, number];
  readonly glyphCount: number;
  readonly isFixedPitch: boolean;
  /** 0 when the font has no glyph for the code point. */
  glyphOf(codePoint: number): number;
  /** In font units. */
  advanceOf(glyph: number): number;
  /** The glyph's outline record; empty for blanks. */
  outlineOf(glyph: number): Uint8Array;
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

/** Parses one of the service's own fonts; a malformed one is a programming error. */
export function parseTrueType(bytes: Uint8Array, name: string): TrueTypeFont {
  const tables = tablesOf(bytes);
  const table = (tag: string): DataView => view(required(tables, tag));
  const head = table('head');
  const hhea = table('hhea');
  const os2 = table('OS/2');
  const hmtx = table('hmtx');
  const loca = table('loca');
  const glyf = required(tables, 'glyf');
  const glyphCount = table('maxp').getUint16(4);
  const metricCount = hhea.getUint16(34);
  const longLoca = head.getInt16(50) === 1;
  const offsetOf = (glyph: number): number =>
    longLoca ? loca.getUint32(glyph * 4) : loca.getUint16(glyph * 2) * 2;
  return {
    name,
    tables,
    unitsPerEm: head.getUint16(18),
    ascender: hhea.getInt16(4),
    descender: hhea.getInt16(6),
    capHeight: os2.getUint16(0) >= 2 ? os2.getInt16(88) : hhea.getInt16(4),
    bounds: [head.getInt16(36), head.getInt16(38), head.getInt16(40), head.getInt16(42)],
    glyphCount,
    isFixedPitch: table('post').getUint32(12) !== 0,
    glyphOf: readCmap(table('cmap')),
    advanceOf: (glyph) => hmtx.getUint16(Math.min(glyph, metricCount - 1) * 4),
    outlineOf: (glyph) => glyf.subarray(offsetOf(glyph), offsetOf(glyph + 1)),
  };
}

/** Tables by their tags, as the font's directory names them. */
export function tablesOf(bytes: Uint8Array): Map<string, Uint8Array> {
  const data = view(bytes);
  const tables = new Map<string, Uint8Array>();
  for (let i = 0; i < data.getUint16(4); i++) {
    const record = 12 + i * 16;
    const tag = Buffer.from(bytes.subarray(record, record + 4)).toString('latin1');
    const offset = data.getUint32(record + 8);
    tables.set(tag, bytes.subarray(offset, offset + data.getUint32(record + 12)));
  }
  return tables;
}

function required(tables: ReadonlyMap<string, Uint8Array>, tag: string): Uint8Array {
  const table = tables.get(tag);
  if (table === undefined) throw new Error(`font without ${tag} table`);
  return table;
}

function readCmap(cmap: DataView): (codePoint: number) => number {
  let best = { offset: -1, format: 0 };
  for (let i = 0; i < cmap.getUint16(2); i++) {
    const offset = cmap.getUint32(4 + i * 8 + 4);
    const format = cmap.getUint16(offset);
    if ((format === 4 || format === 12) && format > best.format) best = { offset, format };
  }
  if (best.format === 12) return (codePoint) => lookUp12(cmap, best.offset, codePoint);
  if (best.format === 4) return (codePoint) => lookUp4(cmap, best.offset, codePoint);
  throw new Error('font without a Unicode cmap');
}

/** The glyph for a code in a subtable of format 0, 4, 6 or 12; 0 when there is none. */
export function lookUp(cmap: DataView, offset: number, code: number): number {
  switch (cmap.getUint16(offset)) {
    case 0:
      return code < 256 ? cmap.getUint8(offset + 6 + code) : 0;
    case 4:
      return lookUp4(cmap, offset, code);
    case 6: {
      const index = code - cmap.getUint16(offset + 6);
      const isListed = index >= 0 && index < cmap.getUint16(offset + 8);
      return isListed ? cmap.getUint16(offset + 10 + index * 2) : 0;
    }
    case 12:
      return lookUp12(cmap, offset, code);
    default:
      throw new Error('a cmap of another format');
  }
}

function lookUp12(cmap: DataView, offset: number, codePoint: number): number {
  let low = 0;
  let high = cmap.getUint32(offset + 12) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const group = offset + 16 + middle * 12;
    if (codePoint < cmap.getUint32(group)) high = middle - 1;
    else if (codePoint > cmap.getUint32(group + 4)) low = middle + 1;
    else return cmap.getUint32(group + 8) + codePoint - cmap.getUint32(group);
  }
  return 0;
}

function lookUp4(cmap: DataView, offset: number, codePoint: number): number {
  if (codePoint > 0xffff) return 0;
  const segments = cmap.getUint16(offset + 6) / 2;
  const ends = offset + 14;
  const starts = ends + segments * 2 + 2;
  const deltas = starts + segments * 2;
  const ranges = deltas + segments * 2;
  for (let i = 0; i < segments; i++) {
    if (cmap.getUint16(ends + i * 2) < codePoint) continue;
    const start = cmap.getUint16(starts + i * 2);
    if (start > codePoint) return 0;
    const delta = cmap.getUint16(deltas + i * 2);
    const range = cmap.getUint16(ranges + i * 2);
    if (range === 0) return (codePoint + delta) & 0xffff;
    const glyph = cmap.getUint16(ranges + i * 2 + range + (codePoint - start) * 2);
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}
