/** What a log-in proved, as it is stored with the signing attempt, and what of it a job lets be seen. */
import { createHash } from 'node:crypto';
import type { AuthenticationLevel, SignatureJob, Signer } from '../jobs/model.ts';
import type { CertifiedPerson, JsonWebKeySet, PersonName, ProvenLogin, RegisteredPerson } from './ports.ts';

/** Stays in the service's own store: it holds the ID token, and with it the signer's number. */
export interface SigningEvidence {
  readonly version: 1;
  readonly provider: { readonly issuer: string; readonly name: string };
  readonly acr: string;
  readonly level: AuthenticationLevel;
  readonly amr: readonly string[];
  /** `auth_time`, ISO 8601 UTC. */
  readonly authenticatedAt: string;
  /** When the log-in reached the service and the consent was complete, by the service's clock; ISO 8601 UTC. */
  readonly provenAt: string;
  readonly personalIdentificationNumber?: string;
  readonly name: { readonly full: string; readonly given?: string; readonly family?: string };
  readonly nameSource: 'eid' | 'register';
  /** YYYY-MM-DD. */
  readonly birthDate?: string;
  readonly idToken: string;
  /** The provider's public keys as they were when the token was verified. */
  readonly providerKeys: JsonWebKeySet;
  readonly ipAddress: string;
  readonly userAgent: string;
}

export interface Client {
  readonly ipAddress: string;
  readonly userAgent: string;
}

/** Puts the evidence of a log-in together; `registered` fills in what the eID did not say. */
export function signingEvidence(
  providerName: string,
  login: ProvenLogin & { level: AuthenticationLevel },
  person: { name: PersonName; registered: RegisteredPerson | undefined },
  client: Client,
  now: number,
): SigningEvidence {
  const birthDate = login.birthDate ?? person.registered?.birthDate;
  const { full, given, family } = person.name;
  return {
    version: 1,
    provider: { issuer: login.issuer, name: providerName },
    acr: login.acr,
    level: login.level,
    amr: login.amr,
    authenticatedAt: new Date(login.authTime * 1000).toISOString(),
    provenAt: new Date(now).toISOString(),
    ...(login.personalIdentificationNumber === undefined
      ? {}
      : { personalIdentificationNumber: login.personalIdentificationNumber }),
    name: {
      full,
      ...(given === undefined ? {} : { given }),
      ...(family === undefined ? {} : { family }),
    },
    nameSource: login.name === undefined ? 'register' : 'eid',
    ...(birthDate === undefined ? {} : { birthDate }),
    idToken: login.idToken,
    providerKeys: login.providerKeys,
    ipAddress: client.ipAddress,
    userAgent: client.userAgent,
  };
}

/** Reads back what was stored as JSON. */
export function readEvidence(stored: string): SigningEvidence {
  return JSON.parse(stored) as SigningEvidence;
}

/** SHA-256 of the ID token as received, lower-case hex. */
export function idTokenSha256(evidence: SigningEvidence): string {
  return createHash('sha256').update(evidence.idToken, 'ascii').digest('hex');
}

/** What the signed documents may show of a signer. */
interface ShownIdentity {
  readonly name: string;
  readonly personalIdentificationNumber: string | undefined;
  /** YYYY-MM-DD. */
  readonly birthDate: string | undefined;
}

/** Only where the job asks for it and the sender knew it already: addressed the signer by it. */
export function showsNumber(
  { identifierInSignedDocuments }: Pick<SignatureJob, 'identifierInSignedDocuments'>,
  { address }: Pick<Signer, 'address'>,
): boolean {
  return (
    identifierInSignedDocuments === 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME' &&
    address.kind === 'personal-identification-number'
  );
}

/** The number as {@link showsNumber} says; the date of birth only where the job asks for that. */
export function shownIdentity(
  job: Pick<SignatureJob, 'identifierInSignedDocuments'>,
  signer: Pick<Signer, 'address'>,
  evidence: SigningEvidence,
): ShownIdentity {
  const wish = job.identifierInSignedDocuments;
  return {
    name: evidence.name.full,
    personalIdentificationNumber: showsNumber(job, signer)
      ? evidence.personalIdentificationNumber
      : undefined,
    birthDate: wish === 'DATE_OF_BIRTH_AND_NAME' ? evidence.birthDate : undefined,
  };
}

/** The same, for a certificate in the signer's name. */
export function certifiedPerson(
  job: Pick<SignatureJob, 'identifierInSignedDocuments'>,
  signer: Pick<Signer, 'address'>,
  evidence: SigningEvidence,
): CertifiedPerson {
  const { full, given, family } = evidence.name;
  return {
    name: { full, given, family },
    personalIdentificationNumber: shownIdentity(job, signer, evidence).personalIdentificationNumber,
  };
}
