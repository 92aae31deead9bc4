/** Clock time in Norway (Europe/Oslo), both clock changes included. */
import type { Instant } from '../jobs/model.ts';

/** A reading of the wall clock; months and days from 1. Readings compare as written. */
export interface OsloTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

const day = 86_400_000;

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Oslo',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
});

export function osloTime(instant: Instant): OsloTime {
  const fields = new Map(clock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const field = (type: Intl.DateTimeFormatPartTypes): number => fields.get(type) ?? 0;
  return {
    year: field('year'),
    month: field('month'),
    day: field('day'),
    hour: field('hour'),
    minute: field('minute'),
    second: field('second'),
    millisecond: ((instant % 1000) + 1000) % 1000,
  };
}

/**
 * When the wall clock shows that; fields beyond their range carry over (day 0 is the last of the month before). A time
 * that a clock change skips is read as the same time before it (02:30 becomes 03:30), one that comes twice as the first.
 */
export function osloInstant(time: OsloTime): Instant {
  const asUtc = utcReading(time);
  const before = offset(asUtc - day);
  const candidates = [before, offset(asUtc + day)].map((zone) => asUtc - zone);
  const shown = candidates.filter((instant) => offset(instant) === asUtc - instant);
  return shown.length === 0 ? asUtc - before : Math.min(...shown);
}

/** The same time of day so many calendar days earlier. */
export function daysBefore(instant: Instant, days: number): Instant {
  const time = osloTime(instant);
  return osloInstant({ ...time, day: time.day - days });
}

/** Milliseconds that Norway's clock is ahead of UTC. */
function offset(instant: Instant): number {
  return utcReading(osloTime(instant)) - instant;
}

function utcReading({ year, month, day, hour, minute, second, millisecond }: OsloTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
}

/** When a day in Norway begins, `YYYY-MM-DD`, or that many days later. */
export function osloDay(date: string, later = 0): Instant {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return osloInstant({ year, month, day: day + later, hour: 0, minute: 0, second: 0, millisecond: 0 });
}
