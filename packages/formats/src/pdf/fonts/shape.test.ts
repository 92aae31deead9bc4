import { beforeAll, describe, expect, it } from 'vitest';
import { fontOf, missingGlyphs } from './font-set.ts';
import { isolated, measure, prepareShaping, shapeLine, wrap } from './shape.ts';

const texts = {
  arabic: 'محمد',
  persian: 'می‌خواهد',
  hebrew: 'דוד (תל אביב) 1980',
  hindi: 'क्षत्रिय',
  tamil: 'சுப்பிரமணியம்',
  thai: 'ที่',
  khmer: 'ខ្មែរ',
  oriya: 'ଓଡ଼ିଆ',
  syriac: 'ܫܠܡܐ',
  thaana: 'ދިވެހި',
};
const textOf = (line: string): string =>
  shapeLine(line, 'regular')
    .flatMap(({ glyphs }) => glyphs.map(({ text }) => text))
    .join('|');

describe('text of other scripts', () => {
  beforeAll(() => prepareShaping(Object.values(texts)));

  it.each(Object.entries(texts))('%s has every glyph, and a width', (_, text) => {
    expect(missingGlyphs(text)).toEqual([]);
    expect(measure(text, 'regular', 10)).toBeGreaterThan(5);
  });

  it('joins letters, and runs from right to left', () => {
    const [run] = shapeLine(texts.arabic, 'regular');
    const alone = Array.from(texts.arabic, (letter) => fontOf('NotoArabic').glyphOf(letter.codePointAt(0)!));
    expect(run?.glyphs.map(({ text }) => text).join('')).toBe(Array.from(texts.arabic).reverse().join(''));
    expect(run?.glyphs.map(({ glyph }) => glyph)).not.toEqual(alone.toReversed());
  });

  it('makes one sign of several letters, and orders vowels as they are read', () => {
    const [run] = shapeLine(texts.hindi, 'regular');
    expect(run!.glyphs.length).toBeLessThan(Array.from(texts.hindi).length);
    expect(run!.glyphs.map(({ text }) => text).join('')).toBe(texts.hindi);
  });

  it('keeps numbers from left to right and turns brackets', () => {
    expect(textOf(texts.hebrew)).toMatch(/^1\|9\|8\|0\| \|\)\|ב/);
  });

  it('does not reorder the names of a list', () => {
    const list = (write: (name: string) => string): string => `Av ${write('דוד')}, ${write('משה')} og Kari`;
    expect(textOf(list((name) => name))).toMatch(/^A\|v\| \|ה\|ש\|מ/);
    expect(textOf(list(isolated))).toMatch(/^A\|v\| \|ד\|ו\|ד\|,\| \|ה/);
  });

  it('leaves the space that ends a line at its end', () => {
    expect(textOf(`${texts.arabic} `)).toMatch(/\| $/);
  });

  it('is wrapped and broken without losing a letter', () => {
    const long = `${texts.arabic} ${texts.hindi} ${texts.arabic.repeat(20)}`;
    const lines = wrap(long, 'regular', 10, 60);
    expect(lines.join('').replaceAll(' ', '')).toBe(long.replaceAll(' ', ''));
    for (const line of lines) expect(measure(line, 'regular', 10)).toBeLessThanOrEqual(60);
  });

  it('is not shown in rows of fixed width', () => {
    for (const text of [texts.arabic, texts.hebrew, texts.thai])
      expect(missingGlyphs(text, 'mono')).not.toEqual([]);
    expect(missingGlyphs('Ærlig: Ελένη, Дмитрий', 'mono')).toEqual([]);
  });
});
