import fc from 'fast-check';
import { expect, test } from 'vitest';
import { daysBefore, osloInstant, osloTime } from './oslo-time.ts';

const instants = fc.integer({ min: Date.parse('2020-01-01T00:00Z'), max: Date.parse('2040-01-01T00:00Z') });

test('a reading leads back to its instant, or to the first of two that read the same', () => {
  fc.assert(
    fc.property(instants, (instant) => {
      const again = osloInstant(osloTime(instant));
      expect([instant, instant - 3_600_000]).toContain(again);
      expect(osloTime(again)).toEqual(osloTime(instant));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  // The hour that is skipped in spring, and the one that comes twice in autumn.
  ['2027-03-28T02:30:00.000', '2027-03-28T01:30:00.000Z'],
  ['2026-10-25T02:30:00.000', '2026-10-25T00:30:00.000Z'],
  ['2026-07-01T00:00:00.000', '2026-06-30T22:00:00.000Z'],
])('%s in Norway is %s', (reading, instant) => {
  const [year, month, day, hour, minute, second] = reading.split(/\D/).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const time = { year, month, day, hour, minute, second, millisecond: 0 };
  expect(new Date(osloInstant(time)).toISOString()).toBe(instant);
});

test('days before keeps the time of day over months, years and clock changes', () => {
  fc.assert(
    fc.property(instants, fc.integer({ min: 0, max: 90 }), (instant, days) => {
      const now = osloTime(instant);
      const then = osloTime(daysBefore(instant, days));
      const skipped = then.month === 3 && then.hour === 3 && now.hour === 2;
      if (!skipped)
        expect([then.hour, then.minute, then.second, then.millisecond]).toEqual([
          now.hour,
          now.minute,
          now.second,
          now.millisecond,
        ]);
      const dates = [now, then].map(({ year, month, day }) => Date.UTC(year, month - 1, day));
      expect((dates[0] ?? 0) - (dates[1] ?? 0)).toBe(days * 86_400_000);
    }),
    { numRuns: 1000 },
  );
});
