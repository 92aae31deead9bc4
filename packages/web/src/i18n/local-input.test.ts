import { expect, test } from 'vitest';
import { localInput, momentOfInput } from './local-input.ts';

test.each([
  ['in winter', '2026-11-24T12:00:00.000Z', '2026-11-24T13:00'],
  ['in summer', '2026-07-01T22:30:00.000Z', '2026-07-02T00:30'],
  ['the first of the double hour', '2026-10-25T00:30:00.000Z', '2026-10-25T02:30'],
])('a moment %s there and back', (_, iso, input) => {
  expect(localInput(iso)).toBe(input);
  expect(momentOfInput(input)).toBe(iso);
});

test('a skipped hour is the one after it, and half an input is none', () => {
  expect(momentOfInput('2026-03-29T02:30')).toBe('2026-03-29T01:30:00.000Z');
  expect(momentOfInput('2026-03-29')).toBeUndefined();
  expect(momentOfInput('')).toBeUndefined();
});
