/** What is kept of portal signers beside their jobs: notifications, links with codes, log-ins and sessions. */
import type { AuthenticationLevel, Instant } from './model.ts';

export type NotificationChannel = 'email' | 'sms';
/**
 * `code`: a one-time code, where it goes apart from the link or the signer asked for a new one. `completed`: the signed
 * document, for a signer with a link, who has no inbox to look into.
 */
export type NotificationKind = 'first' | 'reminder' | 'cancelled' | 'code' | 'completed';

export interface NewNotification {
  readonly jobId: bigint;
  readonly signerId: bigint;
  readonly kind: NotificationKind;
  readonly channel: NotificationChannel;
  readonly dueAt: Instant;
  /** UUID: Message-ID and the SMS gateway's reference are made of it, so a message sent again is known as the same. */
  readonly reference: string;
}

export interface Notification extends NewNotification {
  readonly id: bigint;
  /** PLANNED → SENT, FAILED (for good) or DROPPED (no longer due: acted, ended, opted out, another deadline). */
  readonly state: 'PLANNED' | 'SENT' | 'FAILED' | 'DROPPED';
  readonly sentAt: Instant | undefined;
  readonly gatewayReference: string | undefined;
  /** A stable code, when it failed: at the gateway, or by the gateway's delivery receipt after it was sent. */
  readonly failure: string | undefined;
}

/** The link of a signer who is addressed by contact details; the token and the codes are derived from `id`. */
export interface SignerLink {
  readonly signerId: bigint;
  readonly jobId: bigint;
  readonly id: string;
  readonly tokenHash: string;
  /** 1 for the first code; each new one counts on, and earlier ones stop working. */
  readonly codeNumber: number;
  readonly codeHash: string;
  /** Since the last right one. */
  readonly wrongCodes: number;
}

/** The two rooms of the portal that one log-in opens. */
export type PortalRoom = 'signer' | 'sender';

/** A log-in to the portal on its way to the eID and back. */
export interface PortalLogin {
  readonly id: string;
  readonly stateHash: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly level: AuthenticationLevel;
  /** `step-up`: the person is asked again at the eID, whoever it remembers. */
  readonly purpose: 'session' | 'step-up';
  /** Where the person goes afterwards. */
  readonly room: PortalRoom;
  /** Machine's time. */
  readonly createdAt: Instant;
}

/** Somebody logged in to the portal. Times are the machine's: a session lasts as long as it does for people. */
export interface PortalSession {
  readonly tokenHash: string;
  readonly personalIdentificationNumber: string;
  readonly name: string | undefined;
  readonly level: AuthenticationLevel;
  /** For logging out at the provider. */
  readonly idToken: string;
  /** `sid`, where the provider sends one. */
  readonly providerSession: string | undefined;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant;
}

/** A signer's place in a portal job, as the inbox needs it. */
export interface SignerPlace {
  readonly jobId: bigint;
  readonly signerId: bigint;
}

/** The part of a transaction that portal jobs need. */
export interface PortalTransaction {
  /** Plans it and queues its task; returns the id. */
  insertNotification(notification: NewNotification): Promise<bigint>;
  notification(id: bigint): Promise<Notification | undefined>;
  /** Of one signer, in the order they are due. */
  notificationsOf(signerId: bigint): Promise<readonly Notification[]>;
  /** By what the SMS gateway was given, or gave itself. */
  sentNotification(
    by: { readonly reference: string } | { readonly gatewayReference: string },
  ): Promise<Notification | undefined>;
  updateNotification(
    id: bigint,
    changes: Partial<Pick<Notification, 'state' | 'sentAt' | 'gatewayReference' | 'failure'>>,
  ): Promise<void>;

  insertSignerLink(link: SignerLink): Promise<void>;
  signerLink(tokenHash: string): Promise<SignerLink | undefined>;
  signerLinkOf(signerId: bigint): Promise<SignerLink | undefined>;
  updateSignerLink(
    signerId: bigint,
    changes: Partial<Pick<SignerLink, 'codeNumber' | 'codeHash' | 'wrongCodes'>>,
  ): Promise<void>;

  insertPortalLogin(login: PortalLogin): Promise<void>;
  portalLogin(id: string): Promise<PortalLogin | undefined>;
  /** Takes the log-in away; false when somebody was faster. */
  takePortalLogin(id: string): Promise<boolean>;
  insertPortalSession(session: PortalSession): Promise<void>;
  portalSession(tokenHash: string): Promise<PortalSession | undefined>;
  touchPortalSession(tokenHash: string, at: Instant): Promise<void>;
  /** Ends it, and the ceremonies that were opened from it. */
  deletePortalSession(tokenHash: string): Promise<void>;
  /** The provider ended its session (front-channel logout): so do those that began with it, as above. */
  deletePortalSessionsOf(providerSession: string): Promise<void>;
  /** All of one person's, as above. */
  deletePortalSessionsOfPerson(personalIdentificationNumber: string): Promise<void>;
  /** Ceremonies opened from one session belong to another from now on: the same person logged in again. */
  moveCeremonies(from: string, to: string): Promise<void>;
  /** Log-ins and sessions that were begun or last used before those times, wherever they stand. */
  deletePortalVisitsBefore(times: { readonly login: Instant; readonly session: Instant }): Promise<void>;

  /** Portal jobs in progress where the person waits to sign, by deadline. */
  waitingPlaces(personalIdentificationNumber: string, limit: number): Promise<readonly SignerPlace[]>;
  /** Portal jobs that the person signed at `since` or later, latest first. */
  signedPlaces(
    personalIdentificationNumber: string,
    since: Instant,
    limit: number,
  ): Promise<readonly SignerPlace[]>;
}
