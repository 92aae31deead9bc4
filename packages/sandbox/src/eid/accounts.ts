/** Whoever logged in, known to the provider by a pairwise-looking subject that reveals nothing. */
import { createHmac, randomBytes } from 'node:crypto';
import { fullName, people, type Person } from '../people.ts';

export class Accounts {
  readonly #bySubject = new Map<string, Person>();
  readonly #secret = randomBytes(32);

  /** Remembers the person for this run and returns the subject. */
  subjectOf(person: Person): string {
    const identity = JSON.stringify([person.number, person.name, person.birthDate]);
    const subject = createHmac('sha256', this.#secret).update(identity).digest('base64url');
    this.#bySubject.set(subject, person);
    return subject;
  }

  claims(subject: string): Record<string, string> | undefined {
    const person = this.#bySubject.get(subject);
    if (!person) return undefined;
    const name = fullName(person);
    return {
      pid: person.number,
      birthdate: person.birthDate,
      ...(name && person.name
        ? { name, given_name: person.name.given, family_name: person.name.family }
        : {}),
    };
  }
}

/** What the log-in form sends. */
export interface LoginForm {
  readonly number: string;
  readonly level: 3 | 4;
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: string;
}

/** A test person by number, or anybody else with the name typed in; a string says what is missing. */
export function personOf(form: LoginForm): Person | string {
  const known = people.find((person) => person.number === form.number);
  if (known) {
    return form.level > known.highestLevel ? 'This person can log in at level 3 only' : known;
  }
  if (!/^\d{11}$/.test(form.number)) return 'A national identity number has 11 digits';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(form.birthDate)) return 'The birth date is written YYYY-MM-DD';
  const { givenName, familyName } = form;
  return {
    number: form.number,
    birthDate: form.birthDate,
    highestLevel: 4,
    note: '',
    ...(givenName && familyName ? { name: { given: givenName, family: familyName } } : {}),
  };
}
