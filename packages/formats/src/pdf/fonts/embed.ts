import { createHash } from 'node:crypto';
import { dict, name } from '../objects.ts';
import type { PdfRef, PdfValue } from '../objects.ts';
import { compressed } from '../writer.ts';
import type { PdfWriter } from '../writer.ts';
import { subsetFont, withComponents } from './subset.ts';
import type { TrueTypeFont } from './truetype.ts';

/** A font while a document is written: hands out glyph codes, and is embedded at the end with what was used. */
export interface FontInUse {
  readonly font: TrueTypeFont;
  /** The font dictionary, to be named in resources. */
  readonly ref: PdfRef;
  /** Two-byte codes in hexadecimal, for Tj. Every character must have a glyph. */
  encode(text: string): string;
  /** The same for one glyph, with the text that it stands for. */
  encodeGlyph(glyph: number, text: string): string;
}

interface Use extends FontInUse {
  readonly codes: Map<string, number>;
  readonly glyphs: number[];
  readonly texts: string[];
}

export function useFont(font: TrueTypeFont, writer: PdfWriter): FontInUse & { embed(): void } {
  const use: Use = {
    font,
    ref: writer.reserve(),
    codes: new Map(),
    glyphs: [0],
    texts: [''],
    encode: (text) =>
      Array.from(text, (character) => use.encodeGlyph(glyphFor(font, character), character)).join(''),
    encodeGlyph: (glyph, text) => codeOf(use, glyph, text).toString(16).padStart(4, '0'),
  };
  return { ...use, embed: () => embed(use, writer) };
}

function glyphFor(font: TrueTypeFont, character: string): number {
  const glyph = font.glyphOf(character.codePointAt(0) ?? 0);
  if (glyph === 0) throw new Error('text was drawn in a font that lacks a glyph for it');
  return glyph;
}

function codeOf(use: Use, glyph: number, text: string): number {
  const key = `${glyph} ${text}`;
  let code = use.codes.get(key);
  if (code === undefined) {
    code = use.glyphs.length;
    use.codes.set(key, code);
    use.glyphs.push(glyph);
    use.texts.push(text);
  }
  return code;
}

/** Type 0 font with a TrueType descendant (ISO 32000-1, 9.7), codes equal to the subset's glyph numbers. */
function embed(use: Use, writer: PdfWriter): void {
  const { font } = use;
  const closed = closeOver(use);
  const file = subsetFont(font, closed);
  const baseFont = name(`${subsetTag(file)}+${font.name}`);
  const thousandths = (units: number): number => Math.round((units * 1000) / font.unitsPerEm);
  const fontFile = writer.add(compressed({ Length1: file.length }, file));
  const descriptor = writer.add(
    dict({
      Type: name('FontDescriptor'),
      FontName: baseFont,
      Flags: 4 + (font.isFixedPitch ? 1 : 0),
      FontBBox: font.bounds.map(thousandths),
      ItalicAngle: 0,
      Ascent: thousandths(font.ascender),
      Descent: thousandths(font.descender),
      CapHeight: thousandths(font.capHeight),
      StemV: 80,
      FontFile2: fontFile,
    }),
  );
  const widths: PdfValue = [0, closed.map((glyph) => thousandths(font.advanceOf(glyph)))];
  const descendant = writer.add(
    dict({
      Type: name('Font'),
      Subtype: name('CIDFontType2'),
      BaseFont: baseFont,
      CIDSystemInfo: dict({
        Registry: Buffer.from('Adobe'),
        Ordering: Buffer.from('Identity'),
        Supplement: 0,
      }),
      FontDescriptor: descriptor,
      W: widths,
      CIDToGIDMap: name('Identity'),
    }),
  );
  writer.write(
    use.ref,
    dict({
      Type: name('Font'),
      Subtype: name('Type0'),
      BaseFont: baseFont,
      Encoding: name('Identity-H'),
      DescendantFonts: [descendant],
      ToUnicode: writer.add(compressed({}, Buffer.from(toUnicode(use.texts), 'latin1'))),
    }),
  );
}

/** Glyphs in code order, then components. Two characters may share a glyph; each keeps its own code. */
function closeOver(use: Use): number[] {
  const unique = [...new Set(use.glyphs)];
  const components = withComponents(use.font, unique).slice(unique.length);
  return [...use.glyphs, ...components];
}

/** Six letters from the subset's digest (9.6.4). */
function subsetTag(file: Uint8Array): string {
  const digest = createHash('sha256').update(file).digest();
  return [...digest.subarray(0, 6)].map((byte) => String.fromCharCode(65 + (byte % 26))).join('');
}

/** ToUnicode CMap (9.10.3), so that text can be searched, copied and read aloud. */
function toUnicode(texts: readonly string[]): string {
  const rows = texts
    .map((text, code) => [code, text] as const)
    .filter(([, text]) => text !== '')
    .map(
      ([code, text]) =>
        `<${code.toString(16).padStart(4, '0')}> <${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`,
    );
  const blocks: string[] = [];
  for (let i = 0; i < rows.length; i += 100) {
    const block = rows.slice(i, i + 100);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange',
    ...blocks,
    'endcmap',
    'CMapName currentdict /CMap defineresource pop',
    'end',
    'end',
  ].join('\n');
}
