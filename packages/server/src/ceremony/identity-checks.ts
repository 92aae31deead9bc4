/** What must hold of a verified log-in before it may become a signature. One check each, in order. */
import type { CeremonyNotice } from '@segl/protocol/json';
import type { AuthenticationLevel, SignatureJob, Signer } from '../jobs/model.ts';
import type { SigningIntent } from './intent.ts';
import type { ProvenLogin } from './ports.ts';

/** Differences between the provider's clock and ours that are put up with. */
const CLOCK_SKEW_MS = 60_000;

/** A log-in that cannot become a signature; `reason` names the check and holds nothing personal. */
export class LoginRefused extends Error {
  readonly notice: CeremonyNotice;

  constructor(notice: CeremonyNotice, reason: string) {
    super(reason);
    this.name = 'LoginRefused';
    this.notice = notice;
  }
}

/** `acr` proves the level the sender asked for. */
export function requireLevel(
  login: ProvenLogin,
  required: AuthenticationLevel,
): asserts login is ProvenLogin & { level: AuthenticationLevel } {
  if (login.level === undefined || login.level < required) {
    throw new LoginRefused('LEVEL_TOO_LOW', 'acr below the required level');
  }
}

/** The person logged in for this very signature, after having chosen to sign; `wall` is the machine's time. */
export function requireFreshLogin(login: ProvenLogin, intent: SigningIntent, wall: number): void {
  const authenticatedAt = login.authTime * 1000;
  if (authenticatedAt < Date.parse(intent.time) - CLOCK_SKEW_MS) {
    throw new LoginRefused('EID_FAILED', 'auth_time is before the signer chose to sign');
  }
  if (authenticatedAt > wall + CLOCK_SKEW_MS) {
    throw new LoginRefused('EID_FAILED', 'auth_time is in the future');
  }
}

/** Addressed by number: the eID's number must be the same. Otherwise the sender answers for who signs. */
export function requireAddressedPerson(login: ProvenLogin, signer: Pick<Signer, 'address'>): void {
  if (signer.address.kind !== 'personal-identification-number') return;
  if (login.personalIdentificationNumber === undefined) {
    throw new LoginRefused('EID_FAILED', 'the ID token has no personal identification number');
  }
  if (login.personalIdentificationNumber !== signer.address.value) {
    throw new LoginRefused('WRONG_PERSON', 'another person than the addressed signer');
  }
}

/** The documents are still those the intent names. */
export function intentCovers(intent: SigningIntent, job: SignatureJob, signer: Signer): boolean {
  return (
    intent.job === job.id.toString() &&
    intent.signer === signer.number &&
    intent.signatureType === signer.signatureType &&
    intent.documents.length === job.documents.length &&
    intent.documents.every(
      ({ number, sha256 }, index) =>
        job.documents[index]?.number === number && job.documents[index].sha256 === sha256,
    )
  );
}
