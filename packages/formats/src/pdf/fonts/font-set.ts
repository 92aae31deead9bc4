import { readFileSync } from 'node:fs';
import { parseTrueType } from './truetype.ts';
import type { TrueTypeFont } from './truetype.ts';

/** The service's own fonts: which face draws which character. */

export type Face = 'regular' | 'semibold' | 'mono';

/** Scripts whose letters join, reorder or run from right to left: they are shaped (`shape.ts`). */
const SHAPED = [
  ...(['Arabic', 'Hebrew', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Tamil', 'Telugu'] as const),
  ...(['Kannada', 'Malayalam', 'Oriya', 'Sinhala', 'Thai', 'Lao', 'Khmer', 'Myanmar'] as const),
  ...(['Syriac', 'Thaana'] as const),
] as const;
const PLAIN = ['Armenian', 'Georgian', 'Ethiopic', 'Cherokee', 'Tifinagh'] as const;

type Script = (typeof SHAPED)[number] | (typeof PLAIN)[number];
const OWN = {
  InterRegular: 'Inter-Regular',
  InterSemiBold: 'Inter-SemiBold',
  NotoSans: 'NotoSans-Regular',
  DejaVuSansMono: 'DejaVuSansMono',
  DroidSansFallback: 'DroidSansFallback',
} as const;
export type FontKey = keyof typeof OWN | `Noto${Script}`;

const scriptFont = (script: Script): FontKey => `Noto${script}`;
const SHAPED_FONTS: ReadonlySet<FontKey> = new Set(SHAPED.map(scriptFont));
const OTHER_SCRIPTS: readonly FontKey[] = [...SHAPED, ...PLAIN].map(scriptFont);

/** The first font with a glyph draws the character. Rows of fixed width have no place for other scripts. */
const CHAINS: Readonly<Record<Face, readonly FontKey[]>> = {
  regular: ['InterRegular', 'NotoSans', ...OTHER_SCRIPTS, 'DroidSansFallback', 'DejaVuSansMono'],
  semibold: ['InterSemiBold', 'NotoSans', ...OTHER_SCRIPTS, 'DroidSansFallback', 'DejaVuSansMono'],
  mono: ['DejaVuSansMono', 'NotoSans', 'InterRegular'],
};
/** DejaVu Sans Mono has letters of these, but they must be joined or turned. */
const NOT_IN_ROWS = new RegExp(`[${SHAPED.map((script) => `\\p{Script=${script}}`).join('')}]`, 'u');
/** Marks and joiners belong to the letter before them, whichever font draws it. */
const ATTACHED = /^[\p{Mn}\p{Mc}\p{Me}\u200c\u200d]$/u;

/** A stretch of text that one font draws. */
export interface Run {
  readonly font: FontKey;
  readonly text: string;
}

const loaded = new Map<FontKey, TrueTypeFont>();
const chosen: Readonly<Record<Face, Map<number, FontKey | undefined>>> = {
  regular: new Map(),
  semibold: new Map(),
  mono: new Map(),
};

/** The font's file, and its PostScript name. */
export function fontFile(key: FontKey): { readonly name: string; readonly bytes: Uint8Array } {
  const name = key in OWN ? OWN[key as keyof typeof OWN] : `NotoSans${key.slice('Noto'.length)}-Regular`;
  return {
    name,
    bytes: new Uint8Array(readFileSync(new URL(`../../../assets/fonts/${name}.ttf`, import.meta.url))),
  };
}

export function fontOf(key: FontKey): TrueTypeFont {
  let font = loaded.get(key);
  if (font === undefined) {
    const { name, bytes } = fontFile(key);
    font = parseTrueType(bytes, name);
    loaded.set(key, font);
  }
  return font;
}

export const isShaped = (font: FontKey): boolean => SHAPED_FONTS.has(font);

/** Text as it is drawn: composed (NFC), without characters that are invisible by nature, odd spaces as spaces. */
export function displayText(text: string): string {
  return (
    text
      .normalize('NFC')
      .replace(/[\u00ad\u200b\u2060\ufeff]/g, '')
      // Joiners say how letters of other scripts stand together; elsewhere they mean nothing.
      .replace(/(?<![\p{L}\p{M}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{M}])/gu, '')
      .replace(/[\p{Zs}\t\r\n\u2028\u2029]/gu, ' ')
  );
}

function fontFor(face: Face, character: string): FontKey | undefined {
  const codePoint = character.codePointAt(0) ?? 0;
  const cache = chosen[face];
  if (cache.has(codePoint)) return cache.get(codePoint);
  // Controls (also those that turn text round), unassigned and private characters have no meaning to show.
  const isShown = !/^\p{C}$/u.test(character) && !(face === 'mono' && NOT_IN_ROWS.test(character));
  const key = isShown
    ? CHAINS[face].find((candidate) => fontOf(candidate).glyphOf(codePoint) !== 0)
    : undefined;
  cache.set(codePoint, key);
  return key;
}

/** The characters of `text` that no font of the service can show, each once; empty when all can be shown. */
export function missingGlyphs(text: string, face: Face = 'regular'): string[] {
  const missing = new Set<string>();
  for (const { font, text: part } of stretches(text, face))
    if (font === undefined) for (const character of part) missing.add(character);
  return [...missing];
}

/** Splits display text into runs; a character nobody has is left to the caller to have refused. */
export function runsOf(text: string, face: Face): Run[] {
  return stretches(text, face).map(({ font, text: part }) => {
    if (font === undefined) throw new Error('text with a missing glyph reached the page');
    return { font, text: part };
  });
}

interface Stretch {
  readonly font: FontKey | undefined;
  text: string;
}

/** The font is undefined for what cannot be shown. */
function stretches(text: string, face: Face): Stretch[] {
  const all: Stretch[] = [];
  for (const character of displayText(text)) {
    const last = all.at(-1);
    const before = last?.font;
    const isJoiner = character === '\u200c' || character === '\u200d';
    // A joiner between letters that do not join is not drawn.
    if (isJoiner && (before === undefined || !isShaped(before))) continue;
    const staysWith =
      before !== undefined &&
      (isJoiner || (ATTACHED.test(character) && fontOf(before).glyphOf(character.codePointAt(0) ?? 0) !== 0));
    const font = staysWith ? before : fontFor(face, character);
    if (last !== undefined && last.font === font) last.text += character;
    else all.push({ font, text: character });
  }
  return all;
}
