import type { Bidi, EmbeddingLevels } from 'bidi-js';
import { displayText, fontFile, fontOf, isShaped, runsOf } from './font-set.ts';
import type { Face, FontKey } from './font-set.ts';

/** From text to glyphs in the order they are drawn (Unicode Bidirectional Algorithm; OpenType shaping by HarfBuzz). */

/** A glyph where it stands in its line. Font units. */
export interface PlacedGlyph {
  readonly glyph: number;
  /** What it stands for; the other glyphs of a cluster have ''. */
  readonly text: string;
  /** From its place to that of the next. */
  readonly advance: number;
  readonly dx: number;
  readonly dy: number;
}

export interface ShapedRun {
  readonly font: FontKey;
  readonly glyphs: readonly PlacedGlyph[];
}

interface Shaper {
  readonly levels: (text: string) => EmbeddingLevels;
  readonly shape: (font: FontKey, text: string, isRightToLeft: boolean) => PlacedGlyph[];
}

let shaper: Shaper | undefined;

/** Loads what shaping needs, once any of `texts` needs it; to be called before they are measured or drawn. */
export async function prepareShaping(texts: readonly string[]): Promise<void> {
  if (shaper === undefined && texts.some(needsShaping)) shaper = await loadShaper();
}

/** Whether letters join, reorder or run from right to left. Of text that no font shows: false. */
export function needsShaping(text: string): boolean {
  return /[\u0590-\u08ff\u0900-\u0eff\u1000-\u109f\u1780-\u17ff\ufb1d-\ufefc]/u.test(text);
}

const [ISOLATE, END] = ['\u2068', '\u2069'];
const ISOLATES = new RegExp(`[${ISOLATE}${END}]`, 'gu');

/** A name within a sentence: its direction has no say in how what stands around it is ordered. */
export function isolated(name: string): string {
  return needsShaping(name) ? `${ISOLATE}${name}${END}` : name;
}

export const withoutIsolates = (text: string): string => text.replace(ISOLATES, '');

/** The line's runs from left to right. `prepareShaping` must have seen its text. */
export function shapeLine(line: string, face: Face): ShapedRun[] {
  const text = displayText(line);
  if (!needsShaping(text)) return runsOf(text, face).map(({ font, text: part }) => plainRun(font, part));
  if (shaper === undefined) throw new Error('text is shaped before shaping was prepared');
  const { shape } = shaper;
  // The space that ends a line stays at its end, whatever its direction.
  const shown = text.trimEnd();
  const runs = inVisualOrder(itemsOf(shown, face, shaper)).map(({ font, text: part, level }) => {
    const isRightToLeft = level % 2 === 1;
    if (!isShaped(font) && !isRightToLeft) return plainRun(font, part);
    return { font, glyphs: shape(font, part, isRightToLeft) };
  });
  const spaces = runsOf(text.slice(shown.length), face);
  return [...runs, ...spaces.map(({ font, text: part }) => plainRun(font, part))];
}

interface Item {
  readonly font: FontKey;
  text: string;
  readonly level: number;
}

/** Stretches of one font and one direction. */
function itemsOf(text: string, face: Face, { levels: levelsOf }: Shaper): Item[] {
  const { levels } = levelsOf(text);
  const shownLevels = Array.from(levels).filter((_, index) => !/[\u2068\u2069]/u.test(text[index] ?? ''));
  const items: Item[] = [];
  let at = 0;
  for (const { font, text: part } of runsOf(withoutIsolates(text), face))
    for (const character of part) {
      const level = shownLevels[at] ?? 0;
      const last = items.at(-1);
      if (last?.font === font && last.level === level) last.text += character;
      else items.push({ font, text: character, level });
      at += character.length;
    }
  return items;
}

/** Reverses, from the highest level down, every stretch of that level or above (rule L2). */
function inVisualOrder<Item extends { readonly level: number }>(items: readonly Item[]): Item[] {
  const ordered = [...items];
  const highest = Math.max(0, ...items.map(({ level }) => level));
  for (let level = highest; level > 0; level--)
    for (let start = 0; start < ordered.length; start++) {
      if ((ordered[start]?.level ?? 0) < level) continue;
      let end = start;
      while (end < ordered.length && (ordered[end]?.level ?? 0) >= level) end++;
      ordered.splice(start, end - start, ...ordered.slice(start, end).toReversed());
      start = end;
    }
  return ordered;
}

function plainRun(font: FontKey, text: string): ShapedRun {
  const own = fontOf(font);
  const glyphs = Array.from(text, (character) => {
    const glyph = own.glyphOf(character.codePointAt(0) ?? 0);
    return { glyph, text: character, advance: own.advanceOf(glyph), dx: 0, dy: 0 };
  });
  return { font, glyphs };
}

async function loadShaper(): Promise<Shaper> {
  const [harfbuzz, bidiModule] = await Promise.all([import('harfbuzzjs'), import('bidi-js')]);
  // Its types are written for CommonJS.
  const bidi = (bidiModule.default as unknown as () => Bidi)();
  const fonts = new Map<FontKey, InstanceType<typeof harfbuzz.Font>>();
  const open = (key: FontKey) => {
    let font = fonts.get(key);
    if (font === undefined) {
      const { bytes } = fontFile(key);
      font = new harfbuzz.Font(new harfbuzz.Face(new harfbuzz.Blob(bytes)));
      fonts.set(key, font);
    }
    return font;
  };
  return {
    levels: (text) => bidi.getEmbeddingLevels(text),
    shape: (key, text, isRightToLeft) => {
      const buffer = new harfbuzz.Buffer();
      buffer.addText(text);
      buffer.guessSegmentProperties();
      buffer.setDirection(isRightToLeft ? harfbuzz.Direction.RTL : harfbuzz.Direction.LTR);
      harfbuzz.shape(open(key), buffer);
      const infos = buffer.getGlyphInfos();
      const positions = buffer.getGlyphPositions();
      const parts = clusters(
        text,
        infos.map(({ cluster }) => cluster),
      );
      return infos.map(({ codepoint: glyph }, index) => {
        if (glyph === 0) throw new Error('text with a missing glyph reached the page');
        const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {};
        return { glyph, text: parts[index] ?? '', advance: xAdvance, dx: xOffset, dy: yOffset };
      });
    },
  };
}

/** The text of each cluster at its first glyph. */
function clusters(text: string, starts: readonly number[]): string[] {
  const sorted = [...new Set(starts)].sort((a, b) => a - b);
  const seen = new Set<number>();
  return starts.map((start) => {
    if (seen.has(start)) return '';
    seen.add(start);
    return text.slice(start, sorted[sorted.indexOf(start) + 1] ?? text.length);
  });
}

/** Width in points. */
export function measure(text: string, face: Face, size: number): number {
  let width = 0;
  for (const { font, glyphs } of shapeLine(text, face)) {
    const units = glyphs.reduce((sum, { advance }) => sum + advance, 0);
    width += (units / fontOf(font).unitsPerEm) * size;
  }
  return width;
}

/** Breaks display text into lines no wider than `width` points; a word too long for a line is broken. */
export function wrap(text: string, face: Face, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const candidate = line === '' ? word : `${line} ${word}`;
    if (measure(candidate, face, size) <= width) {
      line = candidate;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = breakWord(word, face, size, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}

const graphemes = new Intl.Segmenter('nb', { granularity: 'grapheme' });

function breakWord(word: string, face: Face, size: number, width: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const { segment } of graphemes.segment(word)) {
    if (piece !== '' && measure(piece + segment, face, size) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += segment;
  }
  return [...pieces, piece];
}
