import { expect, test } from 'vitest';
import { writeMoment } from './deadline.ts';

test.each([
  ['nb', '2026-12-03T14:30:59+01:00', 'torsdag 3. desember 2026 kl. 14:30 (norsk tid)'],
  ['nn', '2026-12-05T00:00:00+01:00', 'laurdag 5. desember 2026 kl. 00:00 (norsk tid)'],
  ['en', '2027-07-01T23:59:00+02:00', 'Thursday 1 July 2027 at 23:59 (Norwegian time)'],
] as const)('%s: %s', (language, moment, words) => {
  expect(writeMoment(Date.parse(moment), language)).toBe(words);
});
