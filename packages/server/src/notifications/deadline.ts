/** A moment in words, as the language writes it, in Norwegian time. */
import type { Language } from '@segl/protocol/json';
import type { Instant } from '../jobs/model.ts';
import { fill, texts } from './texts.ts';

const locales: Readonly<Record<Language, string>> = { nb: 'nb-NO', nn: 'nn-NO', en: 'en-GB' };

const formats = Object.fromEntries(
  Object.entries(locales).map(([language, locale]) => [
    language,
    new Intl.DateTimeFormat(locale, {
      timeZone: 'Europe/Oslo',
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }),
  ]),
) as Record<Language, Intl.DateTimeFormat>;

/** `torsdag 3. desember 2026 kl. 14:30 (norsk tid)`. Seconds are left out: what is written is never too late. */
export function writeMoment(instant: Instant, language: Language): string {
  const parts = new Map(formats[language].formatToParts(instant).map(({ type, value }) => [type, value]));
  const [weekday, day, month, year, hour, minute] = (
    ['weekday', 'day', 'month', 'year', 'hour', 'minute'] as const
  ).map((type) => parts.get(type) ?? '');
  const date = `${weekday} ${day}${language === 'en' ? '' : '.'} ${month} ${year}`;
  return fill(texts[language].moment, { date, time: `${hour}:${minute}` });
}
