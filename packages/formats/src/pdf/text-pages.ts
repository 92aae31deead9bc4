import { refusal, tooComplex } from './errors.ts';
import { missingGlyphs } from './fonts/font-set.ts';

/** Lays plain text out in lines and pages of a fixed-width font. */

/** Columns on a line and lines on a page of A4 at the size the composer uses. */
const TEXT_COLUMNS = 88;
const TEXT_LINES = 62;
const TAB = 8;
const MAX_PAGES = 2_000;

/**
 * Pages of lines. UTF-8, with or without mark; long lines are wrapped, form feeds begin a new page.
 * Throws TEXT_NOT_UTF8, TEXT_CONTROL_CHARACTER or PDF_GLYPH_MISSING.
 */
export function layOutText(bytes: Uint8Array): string[][] {
  const text = decode(bytes);
  const pages: string[][] = [];
  for (const section of text.split('\f')) {
    const lines = section.replace(/\n+$/, '').split('\n').flatMap(wrapColumns);
    for (let i = 0; i < lines.length; i += TEXT_LINES) pages.push(lines.slice(i, i + TEXT_LINES));
    if (pages.length > MAX_PAGES) throw tooComplex(`more than ${MAX_PAGES} pages`);
  }
  return pages;
}

function decode(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw refusal(
      'TEXT_NOT_UTF8',
      'The text file is not UTF-8. Save it as UTF-8 and use that.',
      undefined,
      cause,
    );
  }
  const lines = text.normalize('NFC').replace(/\r\n?/g, '\n');
  if (/[^\P{Cc}\n\f\t]/u.test(lines))
    throw refusal('TEXT_CONTROL_CHARACTER', 'The text file holds control characters that cannot be shown.');
  const missing = missingGlyphs(lines.replace(/[\n\f\t]/g, ' '), 'mono');
  if (missing.length > 0) throw glyphMissing(missing);
  return lines;
}

/** PDF_GLYPH_MISSING naming the code points, not the text around them. */
export function glyphMissing(missing: readonly string[]): Error {
  const codes = missing
    .slice(0, 5)
    .map((character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);
  return refusal(
    'PDF_GLYPH_MISSING',
    `The text has characters that cannot be shown in the signed document (${codes.join(', ')}). Replace them.`,
  );
}

function wrapColumns(line: string): string[] {
  const characters = expandTabs(line);
  const lines: string[] = [];
  let start = 0;
  while (characters.length - start > TEXT_COLUMNS) {
    let end = start + TEXT_COLUMNS;
    while (end > start && characters[end] !== ' ') end--;
    const next = end > start ? end + 1 : start + TEXT_COLUMNS;
    lines.push(characters.slice(start, end > start ? end : next).join(''));
    start = next;
  }
  return [...lines, characters.slice(start).join('')];
}

function expandTabs(line: string): string[] {
  const out: string[] = [];
  for (const character of line) {
    if (character !== '\t') out.push(character);
    else for (let spaces = TAB - (out.length % TAB); spaces > 0; spaces--) out.push(' ');
  }
  return out;
}
