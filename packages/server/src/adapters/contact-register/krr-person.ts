/**
 * One person as the Norwegian contact and reservation register (KRR) sends them, and what of it may be used. Fields
 * and codes: docs.digdir.no, krr_attributter; mobile numbers: begrep, mobiltelefonnummer.
 */
import type { RegisteredContact } from '../../jobs/contact-register.ts';

type Fields = Readonly<Record<string, unknown>>;

interface RegisteredPerson {
  readonly number: string;
  /** Undefined: not in the register. */
  readonly contact: RegisteredContact | undefined;
}

/** Says what is malformed; holds nothing of the answer. */
export class MalformedPerson extends Error {}

const statuses: readonly unknown[] = ['AKTIV', 'SLETTET', 'IKKE_REGISTRERT'];
const notifiable: readonly unknown[] = ['KAN_VARSLES', 'KAN_IKKE_VARSLES'];

/**
 * Reads one element of `personer`; `now` in milliseconds.
 * @throws MalformedPerson when the person is not known beyond doubt, above all whether they have opted out
 */
export function registeredPerson(value: unknown, now: number): RegisteredPerson {
  const person = fieldsOf(value, 'a person');
  const number = person['personidentifikator'];
  if (typeof number !== 'string' || !/^\d{11}$/.test(number)) {
    throw new MalformedPerson('personidentifikator is not 11 digits');
  }
  const { reservasjon, status, varslingsstatus } = person;
  if (!statuses.includes(status)) throw new MalformedPerson('status is none of the known codes');
  if (reservasjon === 'JA') return { number, contact: { reserved: true } };
  if (status !== 'AKTIV') return { number, contact: undefined };
  if (reservasjon !== 'NEI') throw new MalformedPerson('reservasjon is neither JA nor NEI');
  if (varslingsstatus !== undefined && varslingsstatus !== null && !notifiable.includes(varslingsstatus)) {
    throw new MalformedPerson('varslingsstatus is none of the known codes');
  }
  const known = person['kontaktinformasjon'] ?? {};
  const details =
    varslingsstatus === 'KAN_IKKE_VARSLES' ? {} : usableDetails(fieldsOf(known, 'kontaktinformasjon'), now);
  return { number, contact: { reserved: false, ...details, ...languageOf(person) } };
}

function usableDetails(known: Fields, now: number): Pick<RegisteredContact, 'email' | 'mobile'> {
  const email = isFresh(known, 'epostadresse', now) ? emailOf(known['epostadresse']) : undefined;
  const mobile = isFresh(known, 'mobiltelefonnummer', now)
    ? mobileOf(known['mobiltelefonnummer'])
    : undefined;
  return { ...(email === undefined ? {} : { email }), ...(mobile === undefined ? {} : { mobile }) };
}

/**
 * eForvaltningsforskriften § 32: details that the person has neither updated nor confirmed for 18 months must not be
 * used for notifications. Each channel has dates of its own, and one recent date is enough.
 */
function isFresh(known: Fields, field: string, now: number): boolean {
  const oldest = eighteenMonthsBefore(now);
  return [`${field}_oppdatert`, `${field}_sist_verifisert`].some((name) => {
    const time = instantOf(known[name]);
    return time !== undefined && time >= oldest;
  });
}

/** The same day of the month 18 months earlier, or that month's last. */
export function eighteenMonthsBefore(now: number): number {
  const date = new Date(now);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - 18);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.getTime();
}

/** The register writes offsets as `+02` too, which Date does not read. */
function instantOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?)(?:Z|([+-]\d\d)(?::?(\d\d))?)$/.exec(value);
  if (match === null) return undefined;
  const [, local = '', hours = '+00', minutes = '00'] = match;
  const time = Date.parse(`${local}${hours}:${minutes}`);
  return Number.isNaN(time) ? undefined : time;
}

/** An address that can stand in a mail's header as it is; whether it exists is the mail server's to say. */
function emailOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 254) return undefined;
  return /^[^\s\p{C}@<>()[\]\\,;:"]+@[^\s\p{C}@<>()[\]\\,;:"]+\.[^\s\p{C}@<>()[\]\\,;:".]+$/u.test(value)
    ? value
    : undefined;
}

/** Eight digits are Norwegian; `00` is written `+`. A number whose country is unknown is not guessed. */
function mobileOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 20) return undefined;
  const digits = value.replace(/[- _]/g, '').replace(/^00/, '+');
  const international = /^\d{8}$/.test(digits) ? `+47${digits}` : digits;
  if (!/^\+[1-9]\d{6,14}$/.test(international)) return undefined;
  const norwegian = international.startsWith('+47');
  return norwegian && !/^\+47[49]\d{7}$/.test(international) ? undefined : international;
}

function languageOf({ spraak }: Fields): Pick<RegisteredContact, 'language'> {
  // Northern Sámi (se) is in the register, but not among the languages we write.
  return spraak === 'nb' || spraak === 'nn' || spraak === 'en' ? { language: spraak } : {};
}

function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedPerson(`${what} is not an object`);
  }
  return value as Fields;
}
