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
  /** The log-in's session at the provider (`sid`), where it sends one: front-channel logout names it. */
  readonly sessionId: string | undefined;
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

/**
 * - `signature`: one signature. The person is always asked anew, and the nonce is the hash of the intent.
 * - `session`: the signer portal. Who is logged in at the provider already may not be asked again, so `authTime` can be
 *   long ago and `level` lower than asked for; the nonce is random.
 * - `step-up`: a session whose person must prove themselves again: for a higher level, or to be somebody else.
 *
 * A signature's answers come to another address than the others', and the provider binds a code to the address: one
 * can never be redeemed for the other.
 */
export type LoginPurpose = 'signature' | 'session' | 'step-up';

export interface AuthorizationRequest {
  readonly purpose: LoginPurpose;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly level: AuthenticationLevel;
  readonly language: Language;
}

export interface LoginAnswer {
  /** As it was asked for. */
  readonly purpose: LoginPurpose;
  /** The query of the callback as it arrived, without '?'. */
  readonly query: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export interface LogoutRequest {
  /**
   * The session's ID token. Tells the provider whom to log out without asking; undefined: by client alone, and the
   * provider may ask the person.
   */
  readonly idToken: string | undefined;
  /** Registered at the provider; the person comes back to it with `state`. */
  readonly postLogoutRedirectUri: string;
  readonly state: string;
}

/**
 * What the browser must send to log out at the provider: a form, posted. With an ID token among the fields never a
 * query, which would put the person's number into histories and logs.
 */
export interface LogoutForm {
  readonly action: URL;
  readonly fields: Readonly<Record<string, string>>;
}

/** An eID provider. What returns a promise rejects with {@link EidError}. */
export interface Eid {
  /** As people know it, for "you will log in with …". */
  readonly name: string;
  authorizationUrl(request: AuthorizationRequest): Promise<URL>;
  /** Exchanges the code and verifies the ID token: issuer, audience, signature, nonce, times. Not level and person. */
  login(answer: LoginAnswer): Promise<ProvenLogin>;
  /** OpenID Connect RP-Initiated Logout 1.0; undefined where the provider has none. Our own session is ended first. */
  logout(request: LogoutRequest): Promise<LogoutForm | undefined>;
  /**
   * OpenID Connect Front-Channel Logout 1.0: the `sessionId` that the provider says is over, from the query of its
   * request without '?'; undefined when the query is not this provider's. The request comes from a frame and without
   * our cookies, so every session with that `sessionId` ends, whoever asks; the same request again changes nothing.
   */
  endedSession(query: string): string | undefined;
  /**
   * Origins of the provider's own pages. The route of front-channel logout must let them frame it (`frame-ancestors`
   * instead of X-Frame-Options, on that one route only), and the page that logs out must let a form go there
   * (`form-action`).
   */
  pageOrigins(): Promise<readonly string[]>;
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
