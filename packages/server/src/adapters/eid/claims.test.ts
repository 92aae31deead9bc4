import { expect, test } from 'vitest';
import { authenticationMethods, personOf, sessionIdOf } from './claims.ts';
import { eidProfiles } from './profiles.ts';

const { idporten, bankid, signicat } = eidProfiles;

test('ID-porten gives a number and nothing more', () => {
  expect(personOf({ pid: '02013299997' }, idporten)).toEqual({
    personalIdentificationNumber: '02013299997',
    name: undefined,
    birthDate: undefined,
  });
});

test('BankID gives all; a name is put together where only its parts are sent', () => {
  const claims = {
    nnin_altsub: '02013299997',
    given_name: 'Åse',
    family_name: 'Østby',
    birthdate: '1932-01-02',
  };
  expect(personOf(claims, bankid)).toEqual({
    personalIdentificationNumber: '02013299997',
    name: { full: 'Åse Østby', given: 'Åse', family: 'Østby' },
    birthDate: '1932-01-02',
  });
});

test('a number from another country is no Norwegian one', () => {
  const claims = { nin: '02013299997', nin_issuing_country: 'SE' };
  expect(personOf(claims, signicat).personalIdentificationNumber).toBeUndefined();
  expect(
    personOf({ ...claims, nin_issuing_country: 'NO' }, signicat).personalIdentificationNumber,
  ).toBeDefined();
});

test('a birth date without day, or one that is none, is not used', () => {
  for (const birthdate of ['1932', '0000-01-02', '1932-01-02T00:00:00Z', 19320102]) {
    expect(personOf({ birthdate }, bankid).birthDate).toBeUndefined();
  }
});

test('names of endless length are refused, decomposed letters are composed', () => {
  expect(() => personOf({ name: 'x'.repeat(201) }, bankid)).toThrow('too long');
  expect(personOf({ name: 'A\u030ase' }, bankid).name?.full).toBe('Åse');
});

test('methods come as array or, as they once did, as string', () => {
  expect(authenticationMethods({ amr: ['BankID', 7] })).toEqual(['BankID']);
  expect(authenticationMethods({ amr: 'BankID' })).toEqual(['BankID']);
  expect(authenticationMethods({})).toEqual([]);
});

test('a session has an id where the provider sends one that a logout could name', () => {
  expect(sessionIdOf({ sid: 'D8Fgz-jEXG7JXP_VAORmAm1sKB0LjZyA3wAy-rVyMYc=' }, idporten)).toBe(
    'D8Fgz-jEXG7JXP_VAORmAm1sKB0LjZyA3wAy-rVyMYc=',
  );
  for (const sid of [undefined, null, '', 7, 'a b', 'x'.repeat(256)]) {
    expect(sessionIdOf({ sid }, idporten)).toBeUndefined();
  }
});
