/** The sandbox's test persons. Every national identity number is synthetic (month + 80). */

export interface Person {
  /** Eleven digits. */
  readonly number: string;
  /** Absent: the eID knows no name for this person. */
  readonly name?: { readonly given: string; readonly family: string };
  /** ISO 8601 date. */
  readonly birthDate: string;
  /** The highest level this person can log in at. */
  readonly highestLevel: 3 | 4;
  /** What the contact register knows; absent: the person is not in it. */
  readonly contact?: Contact;
  /** What the start page and the eID say about the person. */
  readonly note: string;
}

/**
 * Addresses are at example.com (RFC 2606), mobile numbers are made up of nines and the person's place in the list.
 * Neither is ever written to: the sandbox keeps every message to itself.
 */
export interface Contact {
  /** Opted out of digital communication with public bodies. */
  readonly reserved: boolean;
  readonly email?: string;
  /** E.164. */
  readonly mobile?: string;
  readonly language?: 'nb' | 'nn' | 'en';
}

export const people: readonly Person[] = [
  {
    number: '14838522190',
    name: { given: 'Åse', family: 'Østby-Ærfugl' },
    birthDate: '1985-03-14',
    highestLevel: 4,
    contact: { reserved: false, email: 'ase@example.com', mobile: '+4799999901', language: 'nb' },
    note: 'email and mobile in the register; account manager in both organisations',
  },
  {
    number: '02919134561',
    name: { given: 'Ola', family: 'Nordmann' },
    birthDate: '1991-11-02',
    highestLevel: 4,
    contact: { reserved: false, email: 'ola@example.com', language: 'nb' },
    note: 'email only; document processor in Eksempel AS',
  },
  {
    number: '23875840266',
    name: { given: 'Thị Hồng Ánh', family: 'Nguyễn' },
    birthDate: '1958-07-23',
    highestLevel: 4,
    contact: { reserved: false, mobile: '+4799999903', language: 'nb' },
    note: 'mobile only',
  },
  {
    number: '30817211883',
    name: { given: 'Reservert', family: 'Hansen' },
    birthDate: '1972-01-30',
    highestLevel: 4,
    contact: { reserved: true },
    note: 'opted out of digital communication',
  },
  {
    number: '09890351201',
    name: { given: 'Uten', family: 'Kontakt' },
    birthDate: '2003-09-09',
    highestLevel: 4,
    contact: { reserved: false },
    note: 'no contact details in the register',
  },
  {
    number: '17856630870',
    name: { given: 'Bare', family: 'Nivåtre' },
    birthDate: '1966-05-17',
    highestLevel: 3,
    contact: { reserved: false, email: 'bare@example.com', language: 'nn' },
    note: 'can log in at level 3 only',
  },
  {
    number: '01924920382',
    birthDate: '1949-12-01',
    highestLevel: 4,
    note: 'the eID knows no name, and the register has none',
  },
];

/** The whole name as the eID writes it; Vietnamese names put the family first. */
export function fullName(person: Person): string | undefined {
  if (!person.name) return undefined;
  const { given, family } = person.name;
  return family === 'Nguyễn' ? `${family} ${given}` : `${given} ${family}`;
}
