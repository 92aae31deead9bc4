import type { DocumentLanguage } from './input.ts';

/** Dates and times as each language writes them, always Oslo time. */

const MONTHS: Readonly<Record<DocumentLanguage, readonly string[]>> = {
  nb: 'januar februar mars april mai juni juli august september oktober november desember'.split(' '),
  nn: 'januar februar mars april mai juni juli august september oktober november desember'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
};

const OSLO = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Oslo',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'longOffset',
});

function osloParts(instant: number): Readonly<Record<string, string>> {
  return Object.fromEntries(OSLO.formatToParts(instant).map((part) => [part.type, part.value]));
}

/** "24. november 2026" or "24 November 2026", from year, month (1–12) and day. */
function longDate(language: DocumentLanguage, year: number, month: number, day: number): string {
  const monthName = MONTHS[language][month - 1] ?? '';
  return `${day}${language === 'en' ? '' : '.'} ${monthName} ${year}`;
}

export function dateText(language: DocumentLanguage, instant: number): string {
  const parts = osloParts(instant);
  return longDate(language, Number(parts['year']), Number(parts['month']), Number(parts['day']));
}

/** Time of day with seconds and zone: "kl. 13.02.11 (Oslo, UTC+01:00)". */
export function timeText(language: DocumentLanguage, instant: number): string {
  const parts = osloParts(instant);
  const zone = `Oslo, ${(parts['timeZoneName'] ?? '').replace('GMT', 'UTC')}`;
  const [hour, minute, second] = [parts['hour'], parts['minute'], parts['second']];
  return language === 'en'
    ? `${hour}:${minute}:${second} (${zone})`
    : `kl. ${hour}.${minute}.${second} (${zone})`;
}

/** A date of birth written yyyy-mm-dd; anything else is shown as it stands. */
export function birthDateText(language: DocumentLanguage, value: string): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value);
  return match ? longDate(language, Number(match[1]), Number(match[2]), Number(match[3])) : value;
}

/** D:YYYYMMDDHHmmSSZ (ISO 32000-1, 7.9.4). */
export function pdfDate(instant: number): Uint8Array {
  return Buffer.from(`D:${new Date(instant).toISOString().replace(/\D/g, '').slice(0, 14)}Z`, 'latin1');
}
