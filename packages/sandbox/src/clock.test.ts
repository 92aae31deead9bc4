import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openClock, parseDuration } from './clock.ts';

const day = 86_400_000;

test.each([
  ['P3DT2H', 3 * day + 7_200_000],
  ['P1W', 7 * day],
  ['PT90S', 90_000],
  ['P', undefined],
  ['PT', undefined],
  ['P1Y', undefined],
  ['3 days', undefined],
])('duration %s', (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

test('a moved clock stays moved after a restart, and never goes back', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'segl-clock-'));
  try {
    const clock = await openClock(folder);
    await clock.moveTo(Date.now() + 40 * day);
    const again = await openClock(folder);
    expect(again.now() - again.wall()).toBeGreaterThan(39 * day);
    await expect(again.moveTo(Date.now())).rejects.toThrow(RangeError);
  } finally {
    await rm(folder, { recursive: true });
  }
});
