import type { Language } from '@segl/protocol/json';

const locales: Record<Language, string> = { nb: 'nb-NO', nn: 'nb-NO', en: 'en-GB' };
const zone = 'Europe/Oslo';

/** Not every browser knows Nynorsk; its dates are those of Bokmål but for the days of the week. */
const nynorskDays: Readonly<Record<string, string>> = {
  mandag: 'måndag',
  tirsdag: 'tysdag',
  lørdag: 'laurdag',
  søndag: 'sundag',
};

/** A moment as the language writes it, with weekday and time, in Norwegian time. `iso` is ISO 8601 with offset. */
export function writeMoment(iso: string, language: Language): string {
  const moment = new Date(iso);
  const date = dayFormat(language, { weekday: 'long' })
    .formatToParts(moment)
    .map(({ type, value }) =>
      type === 'weekday' && language === 'nn' ? (nynorskDays[value] ?? value) : value,
    )
    .join('');
  const time = new Intl.DateTimeFormat(locales[language], {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(moment);
  return language === 'en' ? `${date}, ${time}` : `${date} kl.\u00a0${time}`;
}

/** The day of a moment as the language writes it, in Norwegian time. `iso` is ISO 8601 with offset. */
export function writeDay(iso: string, language: Language): string {
  return dayFormat(language).format(new Date(iso));
}

function dayFormat(language: Language, more: Intl.DateTimeFormatOptions = {}): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locales[language], {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: zone,
    ...more,
  });
}

type TimeLeft = { unit: 'days' | 'hours'; count: number } | { unit: 'less' } | { unit: 'none' };

const hour = 3_600_000;

/** How long is left until `iso`, rounded down, in the unit people think in. */
export function timeLeft(iso: string, now: number): TimeLeft {
  const left = Date.parse(iso) - now;
  if (left <= 0) return { unit: 'none' };
  if (left < hour) return { unit: 'less' };
  if (left < 48 * hour) return { unit: 'hours', count: Math.floor(left / hour) };
  return { unit: 'days', count: Math.floor(left / (24 * hour)) };
}
