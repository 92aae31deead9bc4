/** What an organisation's use of the API leaves behind, and what its account managers decide about it. */
import type { Flow, Instant, OrganizationNumber } from './model.ts';

export interface ClientCertificate {
  readonly organisation: OrganizationNumber;
  /** Of the DER, lower-case hex. */
  readonly sha256: string;
  /** RFC 4514 text. */
  readonly subject: string;
  readonly issuer: string;
  /** Decimal. */
  readonly serialNumber: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  /** When it was used first, or registered before that. */
  readonly seenAt: Instant;
  /** To the hour; undefined for one that was never used. */
  readonly lastUsedAt: Instant | undefined;
  /** By an account manager. */
  readonly registeredAt: Instant | undefined;
  readonly revokedAt: Instant | undefined;
}

/** A request that was refused. Neither address nor text holds a personal identification number. */
export interface ApiError {
  readonly at: Instant;
  readonly method: string;
  /** The pattern of the address. */
  readonly route: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
}

export interface WaitingQueue {
  readonly flow: Flow;
  /** '' is the default queue. */
  readonly name: string;
  /** Status changes that nobody has confirmed. */
  readonly waiting: number;
  readonly oldestAt: Instant;
}

export interface ApiAccessTransaction {
  clientCertificate(organisation: OrganizationNumber, sha256: string): Promise<ClientCertificate | undefined>;
  /** Those seen last come first. */
  clientCertificates(organisation: OrganizationNumber): Promise<readonly ClientCertificate[]>;
  /** Adds it as it is, or notes of the one that is there when it was used and nothing else: a decision made meanwhile holds. */
  noteCertificateUse(certificate: ClientCertificate): Promise<void>;
  /** Adds or replaces. For who holds the organisation's lock. */
  putClientCertificate(certificate: ClientCertificate): Promise<void>;
  /** Who may send for the organisation. */
  brokersOf(sender: OrganizationNumber): Promise<readonly OrganizationNumber[]>;
  forbidBroker(broker: OrganizationNumber, sender: OrganizationNumber): Promise<void>;
  waitingQueues(sender: OrganizationNumber): Promise<readonly WaitingQueue[]>;
  /** Keeps the latest 100 of each organisation. */
  appendApiError(organisation: OrganizationNumber, error: ApiError): Promise<void>;
  /** Latest first. */
  apiErrors(organisation: OrganizationNumber): Promise<readonly ApiError[]>;
}
