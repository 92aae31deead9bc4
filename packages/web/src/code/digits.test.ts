import { expect, test } from 'vitest';
import { digitsOf } from './digits.ts';

test.each([
  ['123456', '123456'],
  [' 123 456\n', '123456'],
  ['123-456', '123456'],
  ['Koden din er 001234.', '001234'],
  ['ingen', ''],
  ['9'.repeat(5000), '9'.repeat(20)],
])('the digits of %j', (text, digits) => {
  expect(digitsOf(text)).toBe(digits);
});
