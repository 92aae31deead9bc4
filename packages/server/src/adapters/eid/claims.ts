/** Reads a verified ID token's claims by a provider's profile. */
import { EidError, type PersonName } from '../../ceremony/ports.ts';
import type { EidProfile } from './profiles.ts';

type Claims = Readonly<Record<string, unknown>>;

interface PersonClaims {
  readonly personalIdentificationNumber: string | undefined;
  readonly name: PersonName | undefined;
  /** YYYY-MM-DD. */
  readonly birthDate: string | undefined;
}

const MAX_NAME = 200;

/** Number, name and birth date; each undefined where the token has none. EID_FAILED when one is malformed. */
export function personOf(claims: Claims, profile: EidProfile): PersonClaims {
  const fields = profile.claims;
  const given = text(claims, fields.givenName);
  const family = text(claims, fields.familyName);
  const joined = [given, family].filter((part) => part !== undefined).join(' ');
  const full = text(claims, fields.name) ?? (joined === '' ? undefined : joined);
  return {
    personalIdentificationNumber: numberOf(claims, profile),
    name: full === undefined ? undefined : { full, given, family },
    birthDate: birthDateOf(claims, fields.birthDate),
  };
}

/** `amr` was once a string at ID-porten; RFC 8176 says array. */
export function authenticationMethods(claims: Claims): readonly string[] {
  const { amr } = claims;
  const list: readonly unknown[] = Array.isArray(amr) ? amr : [amr];
  return list.filter((method) => typeof method === 'string').slice(0, 10);
}

/** The log-in's session at the provider, as a front-channel logout will name it. */
export function sessionIdOf(claims: Claims, { claims: { sessionId } }: EidProfile): string | undefined {
  const value = claims[sessionId];
  return typeof value === 'string' && isSessionId(value) ? value : undefined;
}

/** Opaque; of a length that can be stored and of characters that can stand in a query. */
export function isSessionId(text: string): boolean {
  return /^[\x21-\x7e]{1,255}$/.test(text);
}

function numberOf(claims: Claims, profile: EidProfile): string | undefined {
  const { personalIdentificationNumber, numberIssuedBy } = profile.claims;
  const number = text(claims, personalIdentificationNumber);
  if (number === undefined) return undefined;
  if (numberIssuedBy !== undefined && claims[numberIssuedBy.claim] !== numberIssuedBy.value) return undefined;
  if (!/^\d{11}$/.test(number)) {
    throw new EidError('EID_FAILED', 'the claim with the personal identification number is not 11 digits');
  }
  return number;
}

function birthDateOf(claims: Claims, name: string): string | undefined {
  const date = text(claims, name);
  // OpenID Connect Core 5.1 allows a year alone or year 0000; neither is a date of birth to print.
  return date !== undefined && /^[12]\d{3}-\d\d-\d\d$/.test(date) ? date : undefined;
}

/** White space and control characters become single spaces: the text goes into XML, a certificate and a page. */
function text(claims: Claims, name: string): string | undefined {
  const value = claims[name];
  if (typeof value !== 'string') return undefined;
  const clean = value
    .normalize('NFC')
    .replace(/[\s\p{Cc}\p{Cs}\p{Co}\p{Cn}]+/gu, ' ')
    .trim();
  if (clean.length > MAX_NAME) throw new EidError('EID_FAILED', `the claim ${name} is too long`);
  return clean === '' ? undefined : clean;
}
