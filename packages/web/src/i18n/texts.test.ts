import { expect, test } from 'vitest';
import { en } from './en.ts';
import { nb } from './nb.ts';
import { nn } from './nn.ts';
import { senderEn, senderNb, senderNn } from '../sender/texts/index.ts';
import { verifyEn, verifyNb, verifyNn } from '../verify/texts.ts';

type Tree = { [key: string]: string | Tree };

/** Every text by its path. */
function flatten(tree: Tree, path = ''): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const place = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') all.set(place, value);
    else for (const [inner, text] of flatten(value, place)) all.set(inner, text);
  }
  return all;
}

const placeholders = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g))].sort();

test.each([
  ['nn', nn, nb],
  ['en', en, nb],
  ['the sender portal in nn', senderNn, senderNb],
  ['the sender portal in en', senderEn, senderNb],
  ['the check of files in nn', verifyNn, verifyNb],
  ['the check of files in en', verifyEn, verifyNb],
])('%s has the keys and placeholders of nb', (_, texts, original) => {
  const expected = flatten(original);
  const actual = flatten(texts);
  expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [key, text] of expected)
    expect(placeholders(actual.get(key) ?? ''), key).toEqual(placeholders(text));
});

test('no text is empty, and every counted text has both its forms', () => {
  for (const texts of [nb, nn, en, senderNb, senderNn, senderEn, verifyNb, verifyNn, verifyEn]) {
    const all = flatten(texts);
    for (const [key, text] of all) {
      expect(text.trim(), key).not.toBe('');
      if (key.endsWith('_one')) expect(all.has(key.replace(/_one$/, '_other')), key).toBe(true);
    }
  }
});
