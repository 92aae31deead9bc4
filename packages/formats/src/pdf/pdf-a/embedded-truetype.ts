import { lookUp, tablesOf } from '../fonts/truetype.ts';

/** What PDF/A asks of a TrueType font that somebody else embedded: its glyphs, their widths, and how codes lead to them. */
export interface EmbeddedTrueType {
  readonly glyphCount: number;
  /** In thousandths. */
  widthOf(glyph: number): number;
  /** Of a symbolic font; undefined when its tables leave it open. */
  readonly symbolGlyph: ((code: number) => number) | undefined;
  /** Of a font with WinAnsiEncoding or MacRomanEncoding; undefined when it has no table for that. */
  encodedGlyph(isMacRoman: boolean): ((code: number) => number) | undefined;
}

const windows = new TextDecoder('windows-1252');
const macintosh = new TextDecoder('macintosh');

/** Throws whatever a malformed font provokes. */
export function glyphsOf(program: Uint8Array): EmbeddedTrueType {
  const tables = tablesOf(program);
  const table = (tag: string): DataView => {
    const bytes = tables.get(tag);
    if (bytes === undefined) throw new Error(`font without ${tag} table`);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  };
  const unitsPerEm = table('head').getUint16(18);
  const metricCount = table('hhea').getUint16(34);
  const hmtx = table('hmtx');
  for (const required of ['glyf', 'loca']) table(required);
  const cmap = tables.has('cmap') ? table('cmap') : undefined;
  const subtables = cmap === undefined ? [] : subtablesOf(cmap);
  const find = (platform: number, encoding: number): ((code: number) => number) | undefined => {
    const found = subtables.find((one) => one.platform === platform && one.encoding === encoding);
    return found && cmap && ((code) => lookUp(cmap, found.offset, code));
  };
  return {
    glyphCount: table('maxp').getUint16(4),
    widthOf: (glyph) => (hmtx.getUint16(Math.min(glyph, metricCount - 1) * 4) * 1000) / unitsPerEm,
    symbolGlyph: symbolGlyph(subtables.length, find),
    encodedGlyph: (isMacRoman) => encodedGlyph(isMacRoman, find),
  };
}

type Find = (platform: number, encoding: number) => ((code: number) => number) | undefined;

/** A symbolic font must have one table, or one for symbols (ISO 19005-3, 6.2.11.6). */
function symbolGlyph(count: number, find: Find): EmbeddedTrueType['symbolGlyph'] {
  const symbols = find(3, 0);
  if (symbols !== undefined)
    return (code) =>
      [0xf000, 0xf100, 0xf200, 0].map((base) => symbols(base + code)).find((glyph) => glyph > 0) ?? 0;
  return count === 1 ? find(1, 0) : undefined;
}

function encodedGlyph(isMacRoman: boolean, find: Find): ((code: number) => number) | undefined {
  const unicode = find(3, 1);
  const decoder = isMacRoman ? macintosh : windows;
  if (unicode !== undefined)
    return (code) => unicode(decoder.decode(Uint8Array.of(code)).codePointAt(0) ?? 0);
  const roman = find(1, 0);
  if (roman === undefined) return undefined;
  // Below 128 both encodings are the same; above, only MacRoman fits the table.
  return isMacRoman ? roman : (code) => (code < 128 ? roman(code) : 0);
}

function subtablesOf(cmap: DataView): { platform: number; encoding: number; offset: number }[] {
  return Array.from({ length: cmap.getUint16(2) }, (_, index) => {
    const record = 4 + index * 8;
    return {
      platform: cmap.getUint16(record),
      encoding: cmap.getUint16(record + 2),
      offset: cmap.getUint32(record + 4),
    };
  });
}
