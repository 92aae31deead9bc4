import { expect, test } from 'vitest';
import { readDateTime, writeDateTime } from './date-time.ts';

test.each([
  ['2017-01-23T12:51:43+01:00', '2017-01-23T11:51:43Z'],
  ['2017-01-23T12:51:43.1-03:30', '2017-01-23T16:21:43.100Z'],
  ['2017-01-23T12:51:43.123456789Z', '2017-01-23T12:51:43.123Z'],
  ['2016-12-31T24:00:00Z', '2017-01-01T00:00:00Z'],
  ['0099-01-01T00:00:00Z', '0099-01-01T00:00:00Z'],
  ['\n 2017-01-23T12:51:43Z ', '2017-01-23T12:51:43Z'],
  // Without zone: Oslo's clocks, in winter, in summer, in the hour that is left out, in the hour that comes twice.
  ['2026-01-15T12:00:00', '2026-01-15T11:00:00Z'],
  ['2026-07-15T12:00:00', '2026-07-15T10:00:00Z'],
  ['2026-03-29T03:00:00', '2026-03-29T01:00:00Z'],
  ['2026-10-25T02:30:00', '2026-10-25T00:30:00Z'],
  ['2026-10-25T03:00:00', '2026-10-25T02:00:00Z'],
])('%s is %s', (text, expected) => {
  expect(writeDateTime(readDateTime(text, 1))).toBe(expected);
});

test.each(['20260-01-01T00:00:00Z', '-0001-01-01T00:00:00Z'])('%s is beyond the calendar', (text) => {
  expect(() => readDateTime(text, 7)).toThrow(/Line 7/);
});
