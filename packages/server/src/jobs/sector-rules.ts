/** What a sender may ask for, by its sector, and what it gets when it asks for nothing. */
import { ServiceError } from '../errors.ts';
import type {
  AuthenticationLevel,
  IdentifierInSignedDocuments,
  OnBehalfOf,
  Organisation,
  Sector,
  SignatureType,
  SignerAddress,
  SignerNotifications,
} from './model.ts';

export interface RequestedSigner {
  readonly address: SignerAddress;
  readonly signatureType: SignatureType | undefined;
  readonly onBehalfOf: OnBehalfOf | undefined;
}

export interface Requested<S extends RequestedSigner = RequestedSigner> {
  readonly requiredAuthentication: AuthenticationLevel | undefined;
  readonly identifierInSignedDocuments: IdentifierInSignedDocuments | undefined;
  readonly signers: readonly S[];
  /** How many. */
  readonly documents: number;
}

/** What was left open decided; whatever else signers have stays. */
export interface Granted<S extends RequestedSigner = RequestedSigner> {
  readonly requiredAuthentication: AuthenticationLevel;
  readonly identifierInSignedDocuments: IdentifierInSignedDocuments;
  readonly signers: readonly (S & {
    readonly signatureType: SignatureType;
    readonly onBehalfOf: OnBehalfOf;
  })[];
}

/** @throws ServiceError NOT_ALLOWED_FOR_SECTOR naming what was asked for and what is allowed */
export function applySectorRules<S extends RequestedSigner>(
  sector: Sector,
  requested: Requested<S>,
): Granted<S> {
  const usual: SignatureType =
    sector === 'private' ? 'ADVANCED_ELECTRONIC_SIGNATURE' : 'AUTHENTICATED_ELECTRONIC_SIGNATURE';
  const granted: Granted<S> = {
    requiredAuthentication: requested.requiredAuthentication ?? 4,
    identifierInSignedDocuments:
      requested.identifierInSignedDocuments ?? usualIdentifier(sector, requested.signers),
    signers: requested.signers.map((signer) => ({
      ...signer,
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

interface Notified extends RequestedSigner {
  readonly notifications: SignerNotifications;
}

/**
 * How a portal job's signers may be addressed and notified.
 * @throws ServiceError NOT_ALLOWED_FOR_SECTOR, CONTACT_ADDRESSING_NOT_ALLOWED
 */
export function checkNotifications(sender: Organisation, signers: readonly Notified[]): void {
  for (const [index, { address, notifications, onBehalfOf }] of signers.entries()) {
    const place = `notifications-using-lookup of signer ${index + 1}`;
    if (address.kind === 'contact' && !sender.contactAddressing) {
      throw new ServiceError(
        'CONTACT_ADDRESSING_NOT_ALLOWED',
        `The signer ${index + 1} is identified by contact information, which the organisation ${sender.number} may not use; name the signer by personal-identification-number.`,
      );
    }
    if (notifications.kind !== 'lookup') continue;
    if (sender.sector === 'private') {
      refuse(place, 'private organisations must give the addresses in notifications');
    }
    if (address.kind === 'contact') {
      refuse(place, 'it needs a signer named by personal-identification-number');
    }
    if (onBehalfOf === 'OTHER') {
      refuse(place, 'a signer on behalf of OTHER is notified at addresses given in notifications');
    }
  }
}
