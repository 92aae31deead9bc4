import { expect, test } from 'vitest';
import { isGsm7, plainLetters, plainSigns, smsSegments } from './gsm7.ts';

test('æ, ø and å are of the GSM alphabet, á and « are not', () => {
  expect(isGsm7('Blåbærsyltetøy, €5 [test]\n')).toBe(true);
  expect(isGsm7('á')).toBe(false);
  expect(isGsm7('«')).toBe(false);
});

test.each([
  ['a'.repeat(160), 1],
  ['å'.repeat(161), 2],
  ['a'.repeat(306), 2],
  ['a'.repeat(307), 3],
  ['€'.repeat(80), 1],
  ['€'.repeat(81), 2],
  // 153 is odd: the sign that would be split goes to the next segment, so a segment holds 76 of them.
  ['€'.repeat(153), 3],
  ['á'.repeat(70), 1],
  ['á'.repeat(71), 2],
  ['😀'.repeat(35), 1],
  ['😀'.repeat(67), 3],
  ['', 1],
])('segments of a message (%#)', (text, segments) => {
  expect(smsSegments(text)).toBe(segments);
});

test('signs and, where asked, letters are written with the GSM alphabet', () => {
  expect(plainSigns('«Avtale» – “ja”…')).toBe('"Avtale" - "ja"...');
  expect(plainSigns('Kárášjohka')).toBe('Kárášjohka');
  expect(plainLetters('Kárášjohka, Łódź, Đà Nẵng, Øystre Slidre 北')).toBe(
    'Karasjohka, Lódz, Dà Nang, Øystre Slidre ?'.replace('ó', 'o'),
  );
});
