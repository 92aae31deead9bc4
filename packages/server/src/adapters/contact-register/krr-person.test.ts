import { describe, expect, test } from 'vitest';
import { MalformedPerson, eighteenMonthsBefore, registeredPerson } from './krr-person.ts';

const now = Date.parse('2026-11-25T12:00:00Z');
const number = '02013299997';
const active = { personidentifikator: number, status: 'AKTIV', reservasjon: 'NEI' };
const contactOf = (person: unknown) => registeredPerson(person, now).contact;
const withDetails = (kontaktinformasjon: Record<string, unknown>) =>
  contactOf({ ...active, kontaktinformasjon });

test('a person with recent details can be reached', () => {
  const person = {
    ...active,
    varslingsstatus: 'KAN_VARSLES',
    kontaktinformasjon: {
      epostadresse: 'kari@example.com',
      epostadresse_oppdatert: '2019-06-29T10:14:52+02',
      epostadresse_sist_verifisert: '2026-08-05T10:45:15.768Z',
      mobiltelefonnummer: '99990001',
      mobiltelefonnummer_oppdatert: '2026-06-29T10:14:52+02:00',
    },
    spraak: 'nn',
    digital_post: { postkasseadresse: 'kari#1' },
  };
  expect(registeredPerson(person, now)).toEqual({
    number,
    contact: { reserved: false, email: 'kari@example.com', mobile: '+4799990001', language: 'nn' },
  });
});

test('of a person who has opted out nothing else is told', () => {
  const kontaktinformasjon = {
    epostadresse: 'kari@example.com',
    epostadresse_oppdatert: '2026-08-05T10:45:15Z',
  };
  for (const status of ['AKTIV', 'SLETTET', 'IKKE_REGISTRERT']) {
    expect(contactOf({ ...active, status, reservasjon: 'JA', kontaktinformasjon, spraak: 'nb' })).toEqual({
      reserved: true,
    });
  }
});

test('who is deleted or was never registered is not in the register', () => {
  for (const status of ['SLETTET', 'IKKE_REGISTRERT']) {
    expect(contactOf({ ...active, status })).toBeUndefined();
    expect(contactOf({ personidentifikator: number, status })).toBeUndefined();
  }
});

describe('details not verified for 18 months', () => {
  test.each([
    ['2025-05-25T12:00:00Z', true],
    ['2025-05-25T14:00:00+02', true],
    ['2025-05-25T11:59:59Z', false],
    ['2025-05-25T13:59:59+0200', false],
    ['2025-05-25', false],
    ['yesterday', false],
    [1_900_000_000_000, false],
    [null, false],
  ])('of %s', (date, usable) => {
    const contact = withDetails({ epostadresse: 'kari@example.com', epostadresse_sist_verifisert: date });
    expect(contact).toEqual(usable ? { reserved: false, email: 'kari@example.com' } : { reserved: false });
  });

  test('are judged for each channel', () => {
    const old = '2020-01-01T00:00:00Z';
    const recent = '2026-01-01T00:00:00Z';
    expect(
      withDetails({
        epostadresse: 'kari@example.com',
        epostadresse_oppdatert: old,
        epostadresse_sist_verifisert: old,
        mobiltelefonnummer: '+4799990001',
        mobiltelefonnummer_oppdatert: old,
        mobiltelefonnummer_sist_verifisert: recent,
      }),
    ).toEqual({ reserved: false, mobile: '+4799990001' });
  });

  test('are not used on the register’s word either', () => {
    const kontaktinformasjon = {
      epostadresse: 'kari@example.com',
      epostadresse_oppdatert: '2026-01-01T00:00:00Z',
    };
    expect(contactOf({ ...active, varslingsstatus: 'KAN_IKKE_VARSLES', kontaktinformasjon })).toEqual({
      reserved: false,
    });
    expect(withDetails({ epostadresse: 'kari@example.com' })).toEqual({ reserved: false });
  });

  test.each([
    ['2026-11-25', '2025-05-25'],
    ['2026-08-31', '2025-02-28'],
    ['2025-08-31', '2024-02-29'],
    ['2026-06-30', '2024-12-30'],
    ['2027-05-31', '2025-11-30'],
  ])('counted back from %s end at %s', (from, to) => {
    expect(new Date(eighteenMonthsBefore(Date.parse(`${from}T08:00:00Z`))).toISOString()).toBe(
      `${to}T08:00:00.000Z`,
    );
  });
});

describe('a mobile number', () => {
  test.each([
    ['99990001', '+4799990001'],
    ['+47 999 90 001', '+4799990001'],
    ['004799990001', '+4799990001'],
    ['0047-4999_0001', '+4749990001'],
    ['+46701740605', '+46701740605'],
    ['0046701740605', '+46701740605'],
    ['4799990001', undefined],
    ['22990001', undefined],
    ['+4722990001', undefined],
    ['+479999000', undefined],
    ['+0999900011', undefined],
    ['+47999900011234567890', undefined],
    ['99990001\r\nTo: x', undefined],
    ['', undefined],
    [99990001, undefined],
    [null, undefined],
  ])('%s', (mobiltelefonnummer, mobile) => {
    const contact = withDetails({ mobiltelefonnummer, mobiltelefonnummer_oppdatert: '2026-01-01T00:00:00Z' });
    expect(contact?.mobile).toBe(mobile);
  });
});

describe('an email address', () => {
  test.each([
    ['kari.nordmann+x@mail.example.com', true],
    ['kåre@example.com', true],
    ['kari@example', false],
    ['kari@example.com, ola@example.com', false],
    ['Kari <kari@example.com>', false],
    ['kari@example.com\r\nBcc: ola@example.com', false],
    ['kari@\u0000example.com', false],
    ['@example.com', false],
    [`${'k'.repeat(250)}@example.com`, false],
    [{ toString: 'kari@example.com' }, false],
  ])('%s', (epostadresse, usable) => {
    const contact = withDetails({ epostadresse, epostadresse_oppdatert: '2026-01-01T00:00:00Z' });
    expect(contact?.email).toBe(usable ? epostadresse : undefined);
  });
});

test('a language we do not write is none', () => {
  expect(contactOf({ ...active, spraak: 'se' })).toEqual({ reserved: false });
  expect(contactOf({ ...active, spraak: 'en' })).toEqual({ reserved: false, language: 'en' });
});

test.each([
  ['nothing', null],
  ['a list', [active]],
  ['no number', { ...active, personidentifikator: undefined }],
  ['a number that is none', { ...active, personidentifikator: '0201329999' }],
  ['a number as number', { ...active, personidentifikator: 12_345_678_901 }],
  ['an unknown status', { ...active, status: 'aktiv' }],
  ['no word on the reservation', { ...active, reservasjon: undefined }],
  ['an unclear reservation', { ...active, reservasjon: true }],
  ['an unknown notification status', { ...active, varslingsstatus: 'KANSKJE' }],
  ['details of another kind', { ...active, kontaktinformasjon: 'kari@example.com' }],
])('%s is malformed, and the message holds no number', (_name, person) => {
  expect(() => contactOf(person)).toThrow(MalformedPerson);
  expect(() => contactOf(person)).toThrow(/^\D*(11 digits)?$/);
});
