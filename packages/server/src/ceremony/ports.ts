/** What the ceremony needs from outside beyond `jobs/ports.ts`: who the signer is, and a key to sign with. */
import type { KeyObject } from 'node:crypto';
import type { SigningKey } from '@segl/formats/signing';
import type { Language } from '@segl/protocol/json';
import type { Blobs, Clock, Random, Store, TaskSignal, Trace } from '../jobs/ports.ts';
import type { AuthenticationLevel, SignatureType } from '../jobs/model.ts';

/** A public key set (RFC 7517) as the provider published it. */
export interface JsonWebKeySet {
  readonly keys: readonly Readonly<Record<string, unknown>>[];
}

/** What a verified ID token says. Every field comes from the token, none from another answer. */
export interface ProvenLogin {
  readonly issuer: string;
  readonly acr: string;
  /** The level that `acr` stands for in the provider's profile; undefined when the profile does not know it. */
  readonly level: AuthenticationLevel | undefined;
  readonly amr: readonly string[];
  /** Seconds since 1970, `auth_time`. */
  readonly authTime: number;
  readonly personalIdentificationNumber: string | undefined;
  readonly name: PersonName | undefined;
  /** YYYY-MM-DD. */
  readonly birthDate: string | undefined;
  /** Compact JWS, as received. */
  readonly idToken: string;
  /** The provider's keys of the moment, with the one that verified the token. */
  readonly providerKeys: JsonWebKeySet;
}

export interface PersonName {
  readonly full: string;
  readonly given: string | undefined;
  readonly family: string | undefined;
}

export interface AuthorizationRequest {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly level: AuthenticationLevel;
  readonly language: Language;
}

export interface LoginAnswer {
  /** The query of the callback as it arrived, without '?'. */
  readonly query: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** An eID provider. Both functions reject with {@link EidError}. */
export interface Eid {
  /** As people know it, for "you will log in with …". */
  readonly name: string;
  authorizationUrl(request: AuthorizationRequest): Promise<URL>;
  /** Exchanges the code and verifies the ID token: issuer, audience, signature, nonce, times. Not level and person. */
  login(answer: LoginAnswer): Promise<ProvenLogin>;
}

type EidErrorCode =
  /** The person stopped. */
  | 'EID_CANCELLED'
  /** The answer was an error, forged, or not for us. */
  | 'EID_FAILED'
  /** The provider cannot be reached. */
  | 'EID_UNAVAILABLE';

/** `message` says which check failed; it never holds tokens, codes or claims. */
export class EidError extends Error {
  readonly code: EidErrorCode;

  constructor(code: EidErrorCode, message: string) {
    super(message);
    this.name = 'EidError';
    this.code = code;
  }
}

export interface RegisteredPerson {
  readonly name: PersonName;
  /** YYYY-MM-DD. */
  readonly birthDate: string | undefined;
}

/** Finds names for eIDs that send none. Rejects when the register cannot be asked. */
export type NameRegister = (personalIdentificationNumber: string) => Promise<RegisteredPerson | undefined>;

/** Who a one-time certificate is issued to. */
export interface CertifiedPerson {
  readonly name: PersonName;
  /** Only where the job shows it. */
  readonly personalIdentificationNumber: string | undefined;
}

/**
 * Makes the key that a signature is made with available to `use`, and takes it away afterwards.
 * AUTHENTICATED: the service's seal key. ADVANCED: a key and certificate for this one signature.
 */
export type SignatureCreation = <T>(
  request: { readonly type: SignatureType; readonly person: CertifiedPerson; readonly signingTime: Date },
  use: (key: SigningKey) => Promise<T>,
) => Promise<T>;

export interface CeremonyDeps {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly random: Random;
  readonly trace: Trace;
  readonly tasks: TaskSignal;
  readonly eid: Eid;
  readonly nameRegister: NameRegister;
  /** HMAC key of the installation; tokens that must be shown twice are derived from it. */
  readonly tokenKey: KeyObject;
  /** True in the sandbox. */
  readonly test: boolean;
}
