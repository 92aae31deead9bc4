import { describe, expect, it } from 'vitest';
import type { Sector, SignatureType, SignerAddress } from './model.ts';
import { applySectorRules, shownIdentifier, type Requested } from './sector-rules.ts';

const byNumber: SignerAddress = { kind: 'personal-identification-number', value: '12345678910' };
const byIdentifier: SignerAddress = { kind: 'signer-identifier', value: 'customer-7' };
const advanced: SignatureType = 'ADVANCED_ELECTRONIC_SIGNATURE';
const authenticated: SignatureType = 'AUTHENTICATED_ELECTRONIC_SIGNATURE';

const grant = (
  sector: Sector,
  signatureType: SignatureType | undefined,
  address: SignerAddress = byNumber,
  changes: Partial<Requested> = {},
) =>
  applySectorRules(sector, {
    requiredAuthentication: undefined,
    identifierInSignedDocuments: undefined,
    signers: [{ address, signatureType, onBehalfOf: undefined }],
    documents: 1,
    ...changes,
  });
const refused = (grant: () => unknown): string => {
  try {
    grant();
  } catch (error) {
    return (error as Error).message;
  }
  return 'granted';
};

describe('what a sender gets', () => {
  it.each([
    ['public', byNumber, authenticated, 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME'],
    ['public', byIdentifier, authenticated, 'DATE_OF_BIRTH_AND_NAME'],
    ['private', byNumber, advanced, 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME'],
    ['private', byIdentifier, advanced, 'DATE_OF_BIRTH_AND_NAME'],
  ] as const)('%s, asking for nothing', (sector, address, signatureType, identifier) => {
    expect(grant(sector, undefined, address)).toEqual({
      requiredAuthentication: 4,
      identifierInSignedDocuments: identifier,
      signers: [{ address, signatureType, onBehalfOf: 'SELF' }],
    });
  });

  it('public: level 3, advanced for one document, any identifier with authenticated', () => {
    expect(grant('public', undefined, byNumber, { requiredAuthentication: 3 }).requiredAuthentication).toBe(
      3,
    );
    expect(grant('public', advanced).signers[0]?.signatureType).toBe(advanced);
    expect(grant('public', advanced, byIdentifier).identifierInSignedDocuments).toBe(
      'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME',
    );
    for (const identifierInSignedDocuments of ['DATE_OF_BIRTH_AND_NAME', 'NAME'] as const) {
      expect(
        grant('public', authenticated, byNumber, { identifierInSignedDocuments, documents: 20 })
          .identifierInSignedDocuments,
      ).toBe(identifierInSignedDocuments);
    }
  });

  it('private: many documents', () => {
    expect(refused(() => grant('private', undefined, byNumber, { documents: 20 }))).toBe('granted');
  });
});

describe('what a sender does not get', () => {
  it.each<[string, Parameters<typeof grant>]>([
    ['signature-type', ['private', authenticated]],
    ['required-authentication', ['private', undefined, byNumber, { requiredAuthentication: 3 }]],
    [
      'identifier-in-signed-documents',
      ['private', undefined, byNumber, { identifierInSignedDocuments: 'NAME' }],
    ],
    [
      'identifier-in-signed-documents',
      [
        'private',
        undefined,
        byIdentifier,
        { identifierInSignedDocuments: 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME' },
      ],
    ],
    ['signature-type', ['public', advanced, byNumber, { documents: 2 }]],
    [
      'identifier-in-signed-documents',
      ['public', advanced, byNumber, { identifierInSignedDocuments: 'DATE_OF_BIRTH_AND_NAME' }],
    ],
    [
      'identifier-in-signed-documents',
      ['public', advanced, byNumber, { identifierInSignedDocuments: 'NAME' }],
    ],
  ])('%s: %j', (element, asked) => {
    expect(refused(() => grant(...asked))).toMatch(new RegExp(`^The ${element} is not allowed: `));
  });
});

it('never shows the number of someone who was not addressed by it', () => {
  expect(shownIdentifier('PERSONAL_IDENTIFICATION_NUMBER_AND_NAME', byIdentifier)).toBe(
    'DATE_OF_BIRTH_AND_NAME',
  );
  expect(shownIdentifier('PERSONAL_IDENTIFICATION_NUMBER_AND_NAME', byNumber)).toBe(
    'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME',
  );
  expect(shownIdentifier('NAME', byIdentifier)).toBe('NAME');
});
