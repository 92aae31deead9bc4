import { readFileSync } from 'node:fs';
import { parseTrueType } from './truetype.ts';
import type { TrueTypeFont } from './truetype.ts';

/** The service's own fonts: which face draws which character. */

export type Face = 'regular' | 'semibold' | 'mono';

const FILES = {
  InterRegular: ['Inter-Regular.ttf', 'Inter-Regular'],
  InterSemiBold: ['Inter-SemiBold.ttf', 'Inter-SemiBold'],
  NotoSans: ['NotoSans-Regular.ttf', 'NotoSans-Regular'],
  DejaVuSansMono: ['DejaVuSansMono.ttf', 'DejaVuSansMono'],
} as const;
export type FontKey = keyof typeof FILES;

/** The first font with a glyph draws the character. */
const CHAINS: Readonly<Record<Face, readonly FontKey[]>> = {
  regular: ['InterRegular', 'NotoSans', 'DejaVuSansMono'],
  semibold: ['InterSemiBold', 'NotoSans', 'DejaVuSansMono'],
  mono: ['DejaVuSansMono', 'NotoSans', 'InterRegular'],
};

/** A stretch of text that one font draws. */
interface Run {
  readonly font: FontKey;
  readonly text: string;
}

const loaded = new Map<FontKey, TrueTypeFont>();
const chosen: Readonly<Record<Face, Map<number, FontKey | undefined>>> = {
  regular: new Map(),
  semibold: new Map(),
  mono: new Map(),
};

export function fontOf(key: FontKey): TrueTypeFont {
  let font = loaded.get(key);
  if (font === undefined) {
    const [file, name] = FILES[key];
    const path = new URL(`../../../assets/fonts/${file}`, import.meta.url);
    font = parseTrueType(new Uint8Array(readFileSync(path)), name);
    loaded.set(key, font);
  }
  return font;
}

/** Text as it is drawn: composed (NFC), without characters that are invisible by nature, odd spaces as spaces. */
export function displayText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
    .replace(/[\p{Zs}\t\r\n\u2028\u2029]/gu, ' ');
}

function fontFor(face: Face, character: string): FontKey | undefined {
  const codePoint = character.codePointAt(0) ?? 0;
  const cache = chosen[face];
  if (cache.has(codePoint)) return cache.get(codePoint);
  // Controls (also those that turn text round), unassigned and private characters have no meaning to show.
  const key = /^\p{C}$/u.test(character)
    ? undefined
    : CHAINS[face].find((candidate) => fontOf(candidate).glyphOf(codePoint) !== 0);
  cache.set(codePoint, key);
  return key;
}

/** The characters of `text` that no font of the service can show, each once; empty when all can be shown. */
export function missingGlyphs(text: string): string[] {
  const missing = new Set<string>();
  for (const character of displayText(text))
    if (fontFor('regular', character) === undefined) missing.add(character);
  return [...missing];
}

/** Splits display text into runs; a character nobody has is left to the caller to have refused. */
export function runsOf(text: string, face: Face): Run[] {
  const runs: { font: FontKey; text: string }[] = [];
  for (const character of text) {
    const font = fontFor(face, character);
    if (font === undefined) throw new Error('text with a missing glyph reached the page');
    const last = runs.at(-1);
    if (last?.font === font) last.text += character;
    else runs.push({ font, text: character });
  }
  return runs;
}

/** Width in points. */
export function measure(text: string, face: Face, size: number): number {
  let width = 0;
  for (const run of runsOf(text, face)) {
    const font = fontOf(run.font);
    let units = 0;
    for (const character of run.text) units += font.advanceOf(font.glyphOf(character.codePointAt(0) ?? 0));
    width += (units / font.unitsPerEm) * size;
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

function breakWord(word: string, face: Face, size: number, width: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const character of word) {
    const advance = measure(character, face, size);
    if (piece !== '' && used + advance > width) {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += character;
    used += advance;
  }
  return [...pieces, piece];
}
