/** What a portal signature job may be, whoever asks for it, and how it begins. */
import { ServiceError } from '../errors.ts';
import { checkAddresses, checkContacts, checkLimits } from './job-limits.ts';
import type {
  AuthenticationLevel,
  IdentifierInSignedDocuments,
  Instant,
  JobDocument,
  Organisation,
  SignatureJob,
  SignerNotifications,
} from './model.ts';
import type { NotificationChannel } from './portal-records.ts';
import type { NewJob, Transaction } from './ports.ts';
import { checkPrintable } from './printable-texts.ts';
import { applySectorRules, checkNotifications, type Granted, type RequestedSigner } from './sector-rules.ts';
import { activationKey, expiryKey } from './state-machine.ts';

const second = 1000;
/** Seconds. */
const lifetime = { usual: 30 * 86_400, longest: 7_776_000 };
const latestOrder = 9;
/** An activation further off is a slip of the pen. */
const latestActivation = 366 * 86_400 * second;

export interface RequestedPortalSigner extends RequestedSigner {
  readonly notifications: SignerNotifications;
  /** 0 to 9; undefined: 0. */
  readonly order: number | undefined;
}

/** What is asked for. */
export interface PortalJobWish {
  readonly reference: string | undefined;
  readonly pollingQueue: string | undefined;
  readonly title: string;
  readonly nonSensitiveTitle: string | undefined;
  readonly description: string | undefined;
  readonly requiredAuthentication: AuthenticationLevel | undefined;
  readonly identifierInSignedDocuments: IdentifierInSignedDocuments | undefined;
  /** Undefined or past: at once. */
  readonly activationTime: Date | undefined;
  /** Undefined: 30 days. */
  readonly availableSeconds: bigint | undefined;
  /** The manifest's order. */
  readonly signers: readonly RequestedPortalSigner[];
  readonly documents: readonly Pick<JobDocument, 'title' | 'fileName' | 'size'>[];
}

/** What this installation can do. */
export interface PortalRulesDeps {
  /** What it can send. */
  readonly channels: ReadonlySet<NotificationChannel>;
  /** Whether it has a contact register to look in. */
  readonly canLookUp: boolean;
}

/**
 * What the sender gets of what it asked for.
 * @throws ServiceError MANIFEST_INVALID, MALFORMED_REQUEST, POLLING_QUEUE_INVALID, SIGNER_INVALID,
 * NOT_ALLOWED_FOR_SECTOR, CONTACT_ADDRESSING_NOT_ALLOWED, CHANNEL_NOT_AVAILABLE, DOCUMENTS_TOO_LARGE, DOCUMENT_REFUSED
 */
export function grantPortalJob(
  { channels, canLookUp }: PortalRulesDeps,
  wish: PortalJobWish,
  sender: Organisation,
  now: Instant,
): Granted<RequestedPortalSigner> {
  const { signers } = wish;
  checkLimits({ ...wish, pollingQueue: wish.pollingQueue ?? '' });
  checkAddresses(
    'portal',
    signers.map(({ address }) => address),
  );
  checkNotifications(sender, signers);
  checkContacts(
    signers.flatMap(({ notifications }) => (notifications.kind === 'addresses' ? [notifications] : [])),
  );
  checkChannels(channels, signers);
  if (!canLookUp) refuseLookUp(signers);
  checkOrders(signers);
  checkAvailability(wish, now);
  checkPrintable(wish, sender);
  return applySectorRules(sender.sector, { ...wish, documents: wish.documents.length });
}

/** Somebody who can never be told of the job would let it run out. */
function checkChannels(
  channels: ReadonlySet<NotificationChannel>,
  signers: readonly RequestedPortalSigner[],
): void {
  for (const [index, { notifications }] of signers.entries()) {
    const reachable =
      notifications.kind === 'lookup'
        ? channels.size > 0
        : (notifications.email !== undefined && channels.has('email')) ||
          (notifications.mobile !== undefined && channels.has('sms'));
    if (reachable) continue;
    throw new ServiceError(
      'CHANNEL_NOT_AVAILABLE',
      `The signer ${index + 1} cannot be notified: this installation sends ${channels.size === 0 ? 'no messages' : `${[...channels].join(' and ')} only`}.`,
    );
  }
}

function refuseLookUp(signers: readonly RequestedPortalSigner[]): void {
  const index = signers.findIndex(({ notifications }) => notifications.kind === 'lookup');
  if (index === -1) return;
  throw new ServiceError(
    'CHANNEL_NOT_AVAILABLE',
    `The signer ${index + 1} cannot be looked up: this installation has no contact register; give addresses in notifications.`,
  );
}

function checkOrders(signers: readonly RequestedPortalSigner[]): void {
  for (const [index, { order = 0 }] of signers.entries()) {
    if (Number.isInteger(order) && order >= 0 && order <= latestOrder) continue;
    throw new ServiceError(
      'MANIFEST_INVALID',
      `The order of signer ${index + 1} must be a number from 0 to ${latestOrder}.`,
    );
  }
}

function checkAvailability({ activationTime, availableSeconds }: PortalJobWish, now: Instant): void {
  if (availableSeconds !== undefined && (availableSeconds < 1n || availableSeconds > lifetime.longest)) {
    throw new ServiceError(
      'MANIFEST_INVALID',
      `The available-seconds must be 1 to ${lifetime.longest} (90 days).`,
    );
  }
  if (activationTime !== undefined && activationTime.getTime() > now + latestActivation) {
    throw new ServiceError('MANIFEST_INVALID', 'The activation-time must be within a year.');
  }
}

/** The job as it begins. `by` is the organisation that asked, and the user where one did. */
export function newPortalJob(
  wish: PortalJobWish,
  by: Pick<NewJob, 'sender' | 'createdBy' | 'createdByUser'>,
  granted: Granted<RequestedPortalSigner>,
  documents: readonly JobDocument[],
  now: Instant,
): NewJob {
  const activatesAt = Math.max(wish.activationTime?.getTime() ?? now, now);
  const available = Number(wish.availableSeconds ?? lifetime.usual) * second;
  return {
    flow: 'portal',
    ...by,
    reference: wish.reference,
    title: wish.title,
    ...(wish.nonSensitiveTitle !== undefined && { nonSensitiveTitle: wish.nonSensitiveTitle }),
    description: wish.description,
    requiredAuthentication: granted.requiredAuthentication,
    identifierInSignedDocuments: granted.identifierInSignedDocuments,
    statusRetrievalMethod: 'POLLING',
    pollingQueue: wish.pollingQueue ?? '',
    exitUrls: undefined,
    createdAt: now,
    activatesAt,
    available,
    expiresAt: activatesAt + available,
    activatedOrder: undefined,
    status: 'IN_PROGRESS',
    endedAt: undefined,
    handledAt: undefined,
    padesSha256: undefined,
    documentsDeletedAt: undefined,
    documents,
    signers: granted.signers.map((signer, index) => ({
      ...signer,
      number: index + 1,
      order: signer.order ?? 0,
      status: 'WAITING',
      since: now,
      xadesSha256: undefined,
      redirectTokenHash: undefined,
    })),
  };
}

/** Stores the job and queues its activation; part of a transaction that holds its documents. */
export async function insertPortalJob(tx: Transaction, job: NewJob): Promise<SignatureJob> {
  const firstOrder = Math.min(...job.signers.map(({ order }) => order));
  const inserted = await tx.insertJob(job);
  const { id: jobId } = inserted;
  const activation = activationKey(inserted, firstOrder);
  await tx.enqueueTask({ kind: 'activate', key: activation, jobId, dueAt: job.activatesAt });
  await tx.enqueueTask({ kind: 'expire', key: expiryKey(inserted), jobId, dueAt: job.expiresAt });
  await tx.appendAudit(jobId, { at: job.createdAt, kind: 'JOB_CREATED', data: creationData(job) });
  return inserted;
}

function creationData(job: NewJob): Record<string, string | number> {
  return {
    sender: job.sender,
    createdBy: job.createdBy,
    ...(job.createdByUser !== undefined && { user: job.createdByUser }),
    signers: job.signers.length,
    documents: job.documents.map(({ sha256 }) => sha256).join(' '),
  };
}
