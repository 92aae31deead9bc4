import { expect, test } from 'vitest';
import { createRateLimit } from './rate-limit.ts';

const limit = () => createRateLimit({ requestsPerSecond: 10, refusedSeconds: 30 });

test('ten requests in a second pass, the eleventh is refused for 30 seconds', () => {
  const check = limit();
  for (let at = 0; at < 10; at += 1) expect(check('310000019', 1000 + at)).toBeUndefined();
  expect(check('310000019', 1999)).toBe(31_999);
  expect(check('310000019', 31_998)).toBe(31_999);
  expect(check('310000027', 1999)).toBeUndefined();
  expect(check('310000019', 31_999)).toBeUndefined();
});

test('the second slides: ten now and ten after a second pass, a burst across the edge does not', () => {
  const check = limit();
  for (let at = 0; at < 10; at += 1) expect(check('310000019', 900 + at)).toBeUndefined();
  for (let at = 0; at < 10; at += 1) expect(check('310000019', 1900 + at)).toBeUndefined();
  expect(check('310000019', 2400)).toBe(32_400);
});

test('refused requests do not prolong the refusal', () => {
  const check = limit();
  for (let at = 0; at < 11; at += 1) check('310000019', 0);
  for (let at = 1; at < 30; at += 1) expect(check('310000019', at * 1000)).toBe(30_000);
  expect(check('310000019', 30_000)).toBeUndefined();
});
