/** What the use cases need from outside. Adapters and the store implement these; `main.ts` joins them. */
import type { Readable } from 'node:stream';
import type { ApiAccessTransaction } from './api-access-records.ts';
import type { DraftsTransaction } from './draft-records.ts';
import type { JobListsTransaction } from './job-list-records.ts';
import type { OrganisationRecordsTransaction } from './organisation-records.ts';
import type { PortalTransaction } from './portal-records.ts';
import type { UsersTransaction } from './user-records.ts';
import type {
  Flow,
  Instant,
  JobDocument,
  JobStatus,
  JobInAnswers,
  Organisation,
  OrganizationNumber,
  SignatureJob,
  Signer,
  SignerStatus,
} from './model.ts';

export interface Clock {
  /** The service's time; the sandbox can move it. */
  now(): Instant;
  /** The machine's time, for comparing with what a caller's own clock wrote (bundle signing time, ID tokens). */
  wall(): Instant;
}

export interface Random {
  /** URL-safe token with 256 bits of entropy. */
  token(): string;
  /** UUID version 4. */
  uuid(): string;
}

/** Content-addressed files. A put that returned is durable; the same content twice is stored once. */
export interface Blobs {
  /** Stores and returns the SHA-256 in lower-case hex. Several at once share their directory syncs. */
  put(content: Uint8Array): Promise<string>;
  get(sha256: string): Promise<Uint8Array>;
  /** `range` is inclusive at both ends. */
  stream(sha256: string, range?: { start: number; end: number }): Promise<Readable>;
  size(sha256: string): Promise<number>;
  delete(sha256: string): Promise<void>;
}

/** Looks whether a document can be signed and shown; may work in another thread. */
export interface DocumentInspector {
  /** Rejects with FormatError when it cannot; the message is meant for the sender. */
  inspect(content: Uint8Array, mime: JobDocument['mime']): Promise<{ readonly pages: number }>;
}

export interface NewSigner extends Omit<Signer, 'id'> {
  readonly redirectTokenHash: string | undefined;
}

export interface NewJob extends Omit<SignatureJob, 'id' | 'signers'> {
  readonly signers: readonly NewSigner[];
}

export type JobChanges = Partial<
  Pick<
    SignatureJob,
    | 'status'
    | 'endedAt'
    | 'handledAt'
    | 'padesSha256'
    | 'expiresAt'
    | 'activatedOrder'
    | 'available'
    | 'cancellationMessage'
    | 'keptFor'
    | 'downloadedAt'
    | 'documentsDeletedAt'
  >
>;
export type SignerChanges = Partial<
  Pick<Signer, 'status' | 'since' | 'xadesSha256' | 'rejectionReason' | 'knownContact'>
>;

/** A status change waits in the queue of (sender, flow, polling queue) until it is confirmed. */
export interface QueueName {
  readonly sender: OrganizationNumber;
  readonly flow: Flow;
  /** '' is the default queue. */
  readonly name: string;
}

/** The job as it stood when the change happened; what a poll answers with. */
export interface StatusSnapshot {
  readonly jobStatus: JobStatus;
  readonly signers: readonly {
    readonly number: number;
    readonly status: SignerStatus;
    readonly since: Instant;
  }[];
}

export interface StatusChange {
  readonly id: bigint;
  readonly jobId: bigint;
  readonly snapshot: StatusSnapshot;
  readonly createdAt: Instant;
}

/** Outcome of looking up a redirect token. */
export type RedirectLookup =
  | { readonly kind: 'usable'; readonly jobId: bigint; readonly signerId: bigint }
  | { readonly kind: 'used' | 'replaced'; readonly jobId: bigint; readonly signerId: bigint }
  | { readonly kind: 'unknown' };

export interface CeremonySession {
  /** Public, random, stands in the page's URL. */
  readonly id: string;
  readonly tokenHash: string;
  readonly jobId: bigint;
  readonly signerId: bigint;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  /** Token hash of the portal session that it was opened from, and with which it ends. */
  readonly portalSession?: string;
}

/** One attempt to sign: fixed before the eID log-in, filled with what the log-in proved. */
export interface SigningAttempt {
  readonly id: string;
  readonly jobId: bigint;
  readonly signerId: bigint;
  readonly ceremonyId: string;
  /** Canonical JSON of the intent (see ceremony/intent.ts); its SHA-256, base64url, is the OIDC nonce. */
  readonly intent: string;
  /** SHA-256 hex of the OIDC `state`; the attempt is found by it, once. */
  readonly stateHash: string;
  readonly codeVerifier: string;
  /**
   * STARTED → REDEEMING (the callback came; claimed by whoever exchanges the code) → AUTHENTICATED (identity proven,
   * task queued) → SIGNED; or ended with a notice.
   */
  readonly state: 'STARTED' | 'REDEEMING' | 'AUTHENTICATED' | 'SIGNED' | 'ENDED';
  readonly notice: string | undefined;
  /** JSON of ceremony/evidence.ts, from AUTHENTICATED on. */
  readonly evidence: string | undefined;
  readonly createdAt: Instant;
}

/** Kinds of background work. A task's key makes it unique: enqueuing the same (kind, key) twice is one task. */
export const taskKinds = [
  'sign',
  'seal',
  'renew-proof',
  'expire',
  'activate',
  'notify-email',
  'notify-sms',
  'delete-documents',
  'tell-sender',
  'invite-user',
  'erase-job',
  'erase-user',
  'erase-organisation',
] as const;
export type TaskKind = (typeof taskKinds)[number];

/** In place of a job's id, for tasks that belong to no job. */
export const noJob = 0n;

export interface Task {
  readonly id: bigint;
  readonly kind: TaskKind;
  readonly key: string;
  readonly jobId: bigint;
  readonly dueAt: Instant;
  readonly attempts: number;
  readonly lastError: string | undefined;
}

export interface AuditEvent {
  readonly sequence: number;
  readonly at: Instant;
  /** Stable upper snake case, past tense: JOB_CREATED, SIGNER_SIGNED, … */
  readonly kind: string;
  /** Plain data; never a personal identification number. */
  readonly data: Record<string, string | number | boolean | null>;
  /** SHA-256 hex over the previous hash and this event's canonical JSON. */
  readonly hash: string;
}

/** Everything one database transaction can do. Reads inside see its own writes. */
export interface Transaction
  extends
    PortalTransaction,
    UsersTransaction,
    JobListsTransaction,
    DraftsTransaction,
    ApiAccessTransaction,
    OrganisationRecordsTransaction {
  organisation(number: OrganizationNumber): Promise<Organisation | undefined>;
  mayBrokerFor(broker: OrganizationNumber, sender: OrganizationNumber): Promise<boolean>;
  organisations(): Promise<readonly Organisation[]>;
  putOrganisation(organisation: Organisation): Promise<void>;
  /** False when there is one of that number already. */
  addOrganisation(organisation: Organisation): Promise<boolean>;
  allowBroker(broker: OrganizationNumber, sender: OrganizationNumber): Promise<void>;
  /** Certificates, refused requests, whoever it sends for, and whoever sends for it. */
  eraseApiAccess(number: OrganizationNumber): Promise<void>;

  insertJob(job: NewJob): Promise<SignatureJob>;
  job(id: bigint): Promise<SignatureJob | undefined>;
  /** Locks the job: every other transaction that wants to change it waits (or has seen the old state and fails). */
  lockJob(id: bigint): Promise<SignatureJob | undefined>;
  updateJob(id: bigint, changes: JobChanges): Promise<void>;
  updateSigner(id: bigint, changes: SignerChanges): Promise<void>;
  /** With its signers, messages, tasks and history; its documents are gone before. */
  eraseJob(id: bigint): Promise<void>;

  /** Makes `hash` the signer's only working redirect token; an earlier unused one becomes `replaced`. */
  replaceRedirectToken(signerId: bigint, hash: string, now: Instant): Promise<void>;
  /** Looks a redirect token up and, when usable, uses it up in the same statement. */
  useRedirectToken(hash: string, now: Instant): Promise<RedirectLookup>;
  /** Looks a redirect token up without using it. */
  peekRedirectToken(hash: string): Promise<RedirectLookup>;

  insertCeremonySession(session: CeremonySession): Promise<void>;
  ceremonySession(id: string): Promise<CeremonySession | undefined>;

  insertSigningAttempt(attempt: SigningAttempt): Promise<void>;
  signingAttempt(id: string): Promise<SigningAttempt | undefined>;
  /** The attempt of this OIDC state, only while STARTED. */
  startedAttempt(stateHash: string): Promise<SigningAttempt | undefined>;
  latestAttempt(signerId: bigint): Promise<SigningAttempt | undefined>;
  /** Changes the attempt only if it still is in state `from`; false when it was not. */
  advanceAttempt(
    id: string,
    from: SigningAttempt['state'],
    changes: Partial<Pick<SigningAttempt, 'state' | 'notice' | 'evidence'>>,
  ): Promise<boolean>;

  insertStatusQueryToken(jobId: bigint, hash: string): Promise<void>;
  statusQueryTokens(jobId: bigint): Promise<readonly string[]>;

  insertStatusChange(queue: QueueName, jobId: bigint, snapshot: StatusSnapshot, now: Instant): Promise<void>;
  /** The change, confirmed now or before; undefined when this job has none of that id. */
  confirmStatusChange(jobId: bigint, changeId: bigint, now: Instant): Promise<StatusChange | undefined>;

  /**
   * Holds blobs until the commit, so that none is deleted that is about to be used. Those that were deleted meanwhile
   * are returned: they must be put again before the commit.
   */
  useBlobs(hashes: readonly string[]): Promise<readonly string[]>;
  /** A use of these blobs has ended; others may go on. */
  releaseBlobs(hashes: readonly string[], now: Instant): Promise<void>;
  /** A released blob that nothing refers to any more; held until the commit, before which it must be deleted. */
  takeReleasedBlob(now: Instant): Promise<string | undefined>;

  enqueueTask(task: { kind: TaskKind; key: string; jobId: bigint; dueAt: Instant }): Promise<void>;

  appendAudit(jobId: bigint, event: Pick<AuditEvent, 'at' | 'kind' | 'data'>): Promise<void>;
  auditTrail(jobId: bigint): Promise<readonly AuditEvent[]>;

  /** A small named value of the installation. */
  setting(name: string): Promise<string | undefined>;
  putSetting(name: string, value: string): Promise<void>;
}

/** What can be read without a transaction: each by itself, as it was committed last. */
export type Reading = Pick<
  Transaction,
  | 'organisation'
  | 'mayBrokerFor'
  | 'job'
  | 'notification'
  | 'notificationsOf'
  | 'signerLinkOf'
  | 'user'
  | 'userOfPerson'
  | 'usersOfPerson'
  | 'usersOf'
  | 'organisationEvents'
  | 'clientCertificate'
  | 'listJobs'
  | 'searchJobs'
  | 'latestAttempt'
  | 'auditTrail'
>;

/**
 * The queues of status changes as polls see them. A power failure may undo what these wrote last: then a change is handed
 * out again, as it is when it is not confirmed, and a pause ends early.
 */
export interface StatusQueue {
  /**
   * Leases the oldest change that nobody holds, until `leaseUntil`, and reads its job. Parallel callers never get the
   * same one. Undefined when there is none, and during a pause; pauses longer than `longestPause` milliseconds do not count.
   */
  lease(
    queue: QueueName,
    now: Instant,
    leaseUntil: Instant,
    longestPause: number,
  ): Promise<{ readonly change: StatusChange; readonly job: JobInAnswers } | undefined>;
  /** Begins a pause, unless one holds that ends no later. `until` is the end of the one that holds now. */
  pause(
    queue: QueueName,
    now: Instant,
    until: Instant,
  ): Promise<{ readonly kind: 'begun' | 'held'; readonly until: Instant }>;
}

/**
 * The task queue as the runner sees it; each call stands by itself. A power failure may undo what these wrote last: then a
 * task runs once more.
 */
export interface TaskQueue {
  /**
   * Claims up to `limit` tasks that are due at `due` (the service's time); the token proves the claim. Leases go by
   * the machine's time, so that moving the service's clock does not end them.
   */
  claim(
    due: Instant,
    lease: { readonly now: Instant; readonly until: Instant },
    limit: number,
    kinds: readonly TaskKind[],
  ): Promise<readonly (Task & { leaseToken: string })[]>;
  complete(id: bigint, leaseToken: string): Promise<boolean>;
  /** Gives the task back to be run at `dueAt`, with the reason an operator can read. */
  retry(id: bigint, leaseToken: string, dueAt: Instant, reason: string): Promise<boolean>;
  /** Gives the task back, unfailed, to be run at `dueAt`. */
  postpone(id: bigint, leaseToken: string, dueAt: Instant): Promise<boolean>;
  extend(id: bigint, leaseToken: string, leaseUntil: Instant): Promise<boolean>;
  /** When the next unclaimed task of these kinds is due. */
  nextDue(kinds: readonly TaskKind[]): Promise<Instant | undefined>;
  /** When the next task is due that has never been tried, of whatever kind. */
  nextPlanned(): Promise<Instant | undefined>;
  /** Makes tasks due that failed and are not running: one, all of a kind, or all. Returns how many. */
  hasten(which: { readonly id?: bigint; readonly kind?: string }, dueAt: Instant): Promise<number>;
  /** Tasks that failed at least once and wait. */
  stuck(): Promise<readonly Task[]>;
}

export interface Store {
  /**
   * Runs `work` in one transaction, committed durably when the promise resolves, rolled back when it rejects.
   * May run `work` again when the database asks for it (serialization failure, deadlock), so `work` must have no
   * effect outside the transaction.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Runs `work` outside any transaction. It does nothing but read, and may be run again. */
  read<T>(work: (reading: Reading) => Promise<T>): Promise<T>;
  readonly polls: StatusQueue;
  readonly tasks: TaskQueue;
  close(): Promise<void>;
}

/** Notified after a commit that queued due tasks, so that the runner need not wait for its next look. */
export interface TaskSignal {
  wake(): void;
}

/** Named steps of making a signature and of sealing, in order; logged, measured, and where crash tests strike. */
export type Step =
  | 'intent-recorded'
  | 'identity-proven'
  | 'key-created'
  | 'signature-created'
  | 'signature-timestamped'
  | 'revocation-collected'
  | 'xades-stored'
  | 'signature-committed'
  | 'document-composed'
  | 'document-sealed'
  | 'document-verified'
  | 'document-stored'
  | 'job-completed';

export interface Trace {
  step(step: Step, jobId: bigint): void | Promise<void>;
}
