/** What a sender may ask for, by its sector, and what it gets when it asks for nothing. */
import { ServiceError } from '../errors.ts';
import type {
  AuthenticationLevel,
  IdentifierInSignedDocuments,
  OnBehalfOf,
  Sector,
  SignatureType,
  SignerAddress,
} from './model.ts';

export interface RequestedSigner {
  readonly address: SignerAddress;
  readonly signatureType: SignatureType | undefined;
  readonly onBehalfOf: OnBehalfOf | undefined;
}

export interface Requested {
  readonly requiredAuthentication: AuthenticationLevel | undefined;
  readonly identifierInSignedDocuments: IdentifierInSignedDocuments | undefined;
  readonly signers: readonly RequestedSigner[];
  /** How many. */
  readonly documents: number;
}

export interface Granted {
  readonly requiredAuthentication: AuthenticationLevel;
  readonly identifierInSignedDocuments: IdentifierInSignedDocuments;
  readonly signers: readonly {
    readonly address: SignerAddress;
    readonly signatureType: SignatureType;
    readonly onBehalfOf: OnBehalfOf;
  }[];
}

/** @throws ServiceError NOT_ALLOWED_FOR_SECTOR naming what was asked for and what is allowed */
export function applySectorRules(sector: Sector, requested: Requested): Granted {
  const usual: SignatureType =
    sector === 'private' ? 'ADVANCED_ELECTRONIC_SIGNATURE' : 'AUTHENTICATED_ELECTRONIC_SIGNATURE';
  const granted: Granted = {
    requiredAuthentication: requested.requiredAuthentication ?? 4,
    identifierInSignedDocuments:
      requested.identifierInSignedDocuments ?? usualIdentifier(sector, requested.signers),
    signers: requested.signers.map((signer) => ({
      address: signer.address,
      signatureType: signer.signatureType ?? usual,
      onBehalfOf: signer.onBehalfOf ?? 'SELF',
    })),
  };
  if (sector === 'private') checkPrivate(granted);
  else checkPublic(granted, requested.documents);
  return granted;
}

/** The number where every signer was addressed by it; otherwise what says most and is allowed. */
function usualIdentifier(sector: Sector, signers: readonly RequestedSigner[]): IdentifierInSignedDocuments {
  const everyone = signers.every((signer) => isAddressedByNumber(signer.address));
  const authenticated = signers.every((signer) => signer.signatureType !== 'ADVANCED_ELECTRONIC_SIGNATURE');
  return !everyone && (sector === 'private' || authenticated)
    ? 'DATE_OF_BIRTH_AND_NAME'
    : 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME';
}

function checkPrivate({ requiredAuthentication, identifierInSignedDocuments, signers }: Granted): void {
  if (signers.some(({ signatureType }) => signatureType !== 'ADVANCED_ELECTRONIC_SIGNATURE')) {
    refuse('signature-type', 'private organisations can only use ADVANCED_ELECTRONIC_SIGNATURE');
  }
  if (requiredAuthentication !== 4) {
    refuse('required-authentication', 'private organisations can only use level 4');
  }
  if (identifierInSignedDocuments === 'NAME') {
    refuse(
      'identifier-in-signed-documents',
      'private organisations can use PERSONAL_IDENTIFICATION_NUMBER_AND_NAME or DATE_OF_BIRTH_AND_NAME',
    );
  }
  if (
    identifierInSignedDocuments === 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME' &&
    !signers.every(({ address }) => isAddressedByNumber(address))
  ) {
    refuse(
      'identifier-in-signed-documents',
      'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME needs every signer to be addressed by personal-identification-number; use DATE_OF_BIRTH_AND_NAME',
    );
  }
}

function checkPublic({ identifierInSignedDocuments, signers }: Granted, documents: number): void {
  if (signers.every(({ signatureType }) => signatureType === 'AUTHENTICATED_ELECTRONIC_SIGNATURE')) return;
  if (documents > 1) {
    refuse(
      'signature-type',
      'ADVANCED_ELECTRONIC_SIGNATURE can be used for one document only; use AUTHENTICATED_ELECTRONIC_SIGNATURE or send the documents as one',
    );
  }
  if (identifierInSignedDocuments !== 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME') {
    refuse(
      'identifier-in-signed-documents',
      'with ADVANCED_ELECTRONIC_SIGNATURE only PERSONAL_IDENTIFICATION_NUMBER_AND_NAME can be used',
    );
  }
}

/**
 * What the signed documents show of this signer. The number of someone who was not addressed by it never appears,
 * whatever the job says.
 */
export function shownIdentifier(
  identifier: IdentifierInSignedDocuments,
  address: SignerAddress,
): IdentifierInSignedDocuments {
  return identifier === 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME' && !isAddressedByNumber(address)
    ? 'DATE_OF_BIRTH_AND_NAME'
    : identifier;
}

function isAddressedByNumber(address: SignerAddress): boolean {
  return address.kind === 'personal-identification-number';
}

function refuse(element: string, why: string): never {
  throw new ServiceError('NOT_ALLOWED_FOR_SECTOR', `The ${element} is not allowed: ${why}.`);
}
