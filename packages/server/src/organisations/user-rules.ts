/** What holds for the users of an organisation: pure. */
import { fieldsInvalid } from '../errors.ts';
import { isEmailAddress } from '../jobs/contact-addresses.ts';
import type { Instant } from '../jobs/model.ts';
import type { User } from '../jobs/user-records.ts';
import { osloDay, osloTime } from '../notifications/oslo-time.ts';
import { oneLine } from '../notifications/plain-words.ts';

const longestName = 80;

/** Until when the organisation surely has an account manager: Infinity where one has no end date. */
export function managedUntil(users: readonly User[]): Instant {
  const ends = users
    .filter(({ role, deactivatedAt }) => role === 'ACCOUNT_MANAGER' && deactivatedAt === undefined)
    .map(({ endsAt }) => endsAt ?? Infinity);
  return Math.max(-Infinity, ...ends);
}

/** The user as account managers see it. */
export function stateOf(user: User, now: Instant): 'INVITED' | 'ACTIVE' | 'ENDED' | 'DEACTIVATED' {
  if (user.deactivatedAt !== undefined) return 'DEACTIVATED';
  if (user.endsAt !== undefined && now >= user.endsAt) return 'ENDED';
  return user.lastLoginAt === undefined ? 'INVITED' : 'ACTIVE';
}

/** The last day, `YYYY-MM-DD` in Norway, of what ends then. */
export function lastDayOf(endsAt: Instant): string {
  const { year, month, day } = osloTime(endsAt - 1);
  return [String(year).padStart(4, '0'), ...[month, day].map((part) => String(part).padStart(2, '0'))].join(
    '-',
  );
}

type Problem = Parameters<typeof fieldsInvalid>[0][number];
interface Fields {
  readonly personalIdentificationNumber?: string;
  readonly name?: string;
  readonly email?: string;
  /** `YYYY-MM-DD`; '' for no end. */
  readonly lastDay?: string;
}
type Read = Partial<Pick<User, 'personalIdentificationNumber' | 'name' | 'email' | 'endsAt'>>;

/**
 * The fields that are there, in the form they are stored in.
 * @throws ServiceError FIELDS_INVALID with every problem at once
 */
export function readFields(fields: Fields, now: Instant): Read {
  const problems: Problem[] = [];
  const refuse = (field: keyof Fields, code: string, detail: string): undefined => {
    problems.push({ pointer: `/${field}`, code, detail });
  };
  const { name, email, personalIdentificationNumber, lastDay } = fields;
  const read: Read = {
    ...(name !== undefined && { name: readName(name, refuse) }),
    ...(email !== undefined && { email: readEmail(email, refuse) }),
    ...(personalIdentificationNumber !== undefined && {
      personalIdentificationNumber: readNumber(personalIdentificationNumber, refuse),
    }),
    ...(lastDay !== undefined && { endsAt: readLastDay(lastDay, now, refuse) }),
  };
  if (problems.length > 0) throw fieldsInvalid(problems);
  return read;
}

type Refuse = (field: keyof Fields, code: string, detail: string) => undefined;

function readName(text: string, refuse: Refuse): string {
  const name = oneLine(text);
  if (name === '') refuse('name', 'REQUIRED', 'A name is needed');
  if (Array.from(name).length > longestName) refuse('name', 'TOO_LONG', `At most ${longestName} characters`);
  return name;
}

function readEmail(text: string, refuse: Refuse): string {
  const email = text.trim();
  if (email === '') refuse('email', 'REQUIRED', 'An email address is needed');
  else if (!isEmailAddress(email)) refuse('email', 'EMAIL_INVALID', 'An address like name@example.org');
  return email;
}

/** As people write it, `010199 12345`. */
function readNumber(text: string, refuse: Refuse): string {
  const number = text.replace(/[\s\u00A0]/g, '');
  if (number === '')
    refuse('personalIdentificationNumber', 'REQUIRED', 'A national identity number is needed');
  else if (!/^\d{11}$/.test(number))
    refuse('personalIdentificationNumber', 'NUMBER_INVALID', 'A national identity number has 11 digits');
  return number;
}

function readLastDay(text: string, now: Instant, refuse: Refuse): Instant | undefined {
  if (text === '') return undefined;
  const endsAt = /^\d{4}-\d{2}-\d{2}$/.test(text) ? osloDay(text, 1) : undefined;
  if (endsAt === undefined || lastDayOf(endsAt) !== text)
    return refuse('lastDay', 'DATE_INVALID', 'A day as YYYY-MM-DD');
  if (endsAt <= now) return refuse('lastDay', 'DATE_PAST', 'Today or later; deactivate to end it at once');
  return endsAt;
}
