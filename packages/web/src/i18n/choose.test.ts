import { describe, expect, test } from 'vitest';
import { firstLanguage } from './choose.ts';
import { timeLeft, writeDay, writeMoment } from './dates.ts';

describe('the first language', () => {
  test.each([
    [['nn-NO', 'nb'], undefined, 'nn'],
    [['no', 'en'], undefined, 'nb'],
    [['se', 'de-DE', 'en-US'], undefined, 'en'],
    [['se', 'de'], undefined, 'nb'],
    [['nb'], 'en', 'en'],
    [['en'], 'klingon', 'en'],
  ] as const)('of %j, having chosen %s: %s', (preferences, chosen, expected) => {
    expect(firstLanguage(preferences, chosen)).toBe(expected);
  });
});

describe('moments', () => {
  test('are written in Norwegian time, summer and winter, as each language writes them', () => {
    expect(writeMoment('2026-12-24T11:00:00Z', 'nb')).toBe('torsdag 24. desember 2026 kl.\u00a012:00');
    expect(writeMoment('2026-07-01T22:30:00Z', 'nb')).toBe('torsdag 2. juli 2026 kl.\u00a000:30');
    expect(writeMoment('2026-12-24T11:00:00Z', 'nn')).toBe('torsdag 24. desember 2026 kl.\u00a012:00');
    expect(writeMoment('2026-12-26T11:00:00Z', 'nn')).toContain('laurdag');
    expect(writeMoment('2026-12-24T11:00:00Z', 'en')).toMatch(/^Thursday,? 24 December 2026, 12:00$/);
  });

  test('as days, too', () => {
    expect(writeDay('2026-07-01T22:30:00Z', 'nb')).toBe('2. juli 2026');
    expect(writeDay('2026-12-24T11:00:00Z', 'nn')).toBe('24. desember 2026');
    expect(writeDay('2026-12-31T23:30:00Z', 'en')).toBe('1 January 2027');
  });

  test('are counted down in days, then hours', () => {
    const now = Date.parse('2026-12-01T12:00:00Z');
    expect(timeLeft('2026-12-04T13:00:00Z', now)).toEqual({ unit: 'days', count: 3 });
    expect(timeLeft('2026-12-03T11:00:00Z', now)).toEqual({ unit: 'hours', count: 47 });
    expect(timeLeft('2026-12-01T12:20:00Z', now)).toEqual({ unit: 'less' });
    expect(timeLeft('2026-12-01T12:00:00Z', now)).toEqual({ unit: 'none' });
  });
});
