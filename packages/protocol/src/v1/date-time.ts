/** xs:dateTime (XML Schema Part 2, 3.2.7) and moments in time. */
import { ProtocolError } from './errors.ts';

const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,30}))?(Z|[+-]\d\d:\d\d)?$/;

/**
 * The moment of a schema-valid xs:dateTime, to the millisecond (further digits are dropped). Without time zone it
 * is Norwegian local time.
 * @throws ProtocolError VALUE_INVALID for years outside 0001 to 9999
 */
export function readDateTime(text: string, line: number): Date {
  const match = DATE_TIME.exec(text.trim());
  if (!match) {
    throw new ProtocolError('VALUE_INVALID', `Line ${line}: the time must have a year of four digits.`, {
      line,
    });
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const millisecond = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, millisecond);
  const zone = match[8];
  return new Date(date.getTime() - (zone === undefined ? osloOffset(date) : zoneOffset(zone)));
}

/** ISO 8601 in UTC, milliseconds only when there are any. */
export function writeDateTime(moment: Date): string {
  return moment.toISOString().replace('.000Z', 'Z');
}

function zoneOffset(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

const DAY = 86_400_000;
const OSLO = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Oslo', timeZoneName: 'longOffset' });

/** Offset in Oslo when its clocks show what `local` shows in UTC; in the hour that comes twice, the first. */
function osloOffset(local: Date): number {
  const before = offsetAt(local.getTime() - DAY);
  const after = offsetAt(local.getTime() + DAY);
  return [before, after].find((offset) => offsetAt(local.getTime() - offset) === offset) ?? before;
}

function offsetAt(moment: number): number {
  const name = OSLO.formatToParts(moment).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const zone = /[+-]\d\d:\d\d/.exec(name)?.[0];
  return zone === undefined ? 0 : zoneOffset(zone);
}
