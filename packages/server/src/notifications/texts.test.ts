import { expect, test } from 'vitest';
import { isGsm7 } from './gsm7.ts';
import { fill, texts } from './texts.ts';

interface Tree {
  readonly [key: string]: string | Tree;
}

/** Every text by its path. */
function flatten(tree: Tree, path = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) => {
      const place = path === '' ? key : `${path}.${key}`;
      return typeof value === 'string' ? [[place, value] as const] : [...flatten(value, place)];
    }),
  );
}

const placeholders = (text: string): string[] => [...new Set(text.match(/\{\{\w+\}\}/g))].sort();
const { nb, nn, en } = texts;

test.each([
  ['nn', nn],
  ['en', en],
])('%s has the keys and placeholders of nb', (_name, other) => {
  const expected = flatten(nb);
  const actual = flatten(other);
  expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [key, text] of expected)
    expect(placeholders(actual.get(key) ?? ''), key).toEqual(placeholders(text));
});

test('no text is empty, and text messages use nothing that makes them twice as long', () => {
  for (const language of [nb, nn, en]) {
    for (const [key, text] of flatten(language)) {
      expect(text.trim(), key).not.toBe('');
      if (key.startsWith('sms.') || key === 'test' || key === 'moment') {
        expect(isGsm7(text.replaceAll(/[{}]/g, '')), key).toBe(true);
      }
    }
  }
});

test('a value is put in as it is, and a missing one is an error', () => {
  expect(fill('{{a}} og {{b}}', { a: '{{b}} $& $1', b: 'to' })).toBe('{{b}} $& $1 og to');
  expect(() => fill('{{a}}', {})).toThrow(RangeError);
  expect(() => fill('{{constructor}}', {})).toThrow(RangeError);
});
