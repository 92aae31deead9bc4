/** Creates a portal signature job: every rule first, then the documents, then one transaction. */
import { ServiceError } from '../errors.ts';
import { authorizedSender, type Caller } from '../organisations/access.ts';
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
import type { Blobs, Clock, DocumentInspector, NewJob, Store } from './ports.ts';
import { checkPrintable } from './printable-texts.ts';
import { applySectorRules, checkNotifications, type Granted, type RequestedSigner } from './sector-rules.ts';
import { activationKey, expiryKey } from './state-machine.ts';
import { holdDocuments, storeDocuments, type RequestedDocument } from './store-documents.ts';

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

/** A request and its manifest, validated against their schemas, and the documents of the verified bundle. */
export interface PortalJobRequest {
  readonly caller: Caller;
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
  readonly documents: readonly RequestedDocument[];
}

export interface CreatePortalJobDeps {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly inspector: DocumentInspector;
  /** What this installation can send. */
  readonly channels: ReadonlySet<NotificationChannel>;
  /** Whether this installation has a contact register to look in. */
  readonly canLookUp: boolean;
}

/**
 * The job is stored durably when this returns, and its activation queued.
 * @throws ServiceError NOT_AUTHORIZED, BROKER_NOT_AUTHORIZED, MANIFEST_INVALID, MALFORMED_REQUEST,
 * POLLING_QUEUE_INVALID, SIGNER_INVALID, NOT_ALLOWED_FOR_SECTOR, CONTACT_ADDRESSING_NOT_ALLOWED,
 * CHANNEL_NOT_AVAILABLE, DOCUMENTS_TOO_LARGE, DOCUMENT_REFUSED
 */
export async function createPortalJob(
  deps: CreatePortalJobDeps,
  request: PortalJobRequest,
): Promise<SignatureJob> {
  const sender = await deps.store.transaction((tx) => authorizedSender(tx, request.caller));
  const granted = checkRequest(deps, request, sender);
  const documents = await storeDocuments(deps, request.documents);
  const job = newJob(request, granted, documents, deps.clock.now());
  const firstOrder = Math.min(...job.signers.map(({ order }) => order));
  return deps.store.transaction(async (tx) => {
    await holdDocuments(tx, deps.blobs, documents, request.documents);
    const inserted = await tx.insertJob(job);
    const { id: jobId } = inserted;
    const activation = activationKey(inserted, firstOrder);
    await tx.enqueueTask({ kind: 'activate', key: activation, jobId, dueAt: job.activatesAt });
    await tx.enqueueTask({ kind: 'expire', key: expiryKey(inserted), jobId, dueAt: job.expiresAt });
    await tx.appendAudit(jobId, { at: job.createdAt, kind: 'JOB_CREATED', data: creationData(job) });
    return inserted;
  });
}

function checkRequest(
  { channels, canLookUp, clock }: Pick<CreatePortalJobDeps, 'channels' | 'canLookUp' | 'clock'>,
  request: PortalJobRequest,
  sender: Organisation,
): Granted<RequestedPortalSigner> {
  const { signers } = request;
  checkLimits({ ...request, pollingQueue: request.pollingQueue ?? '' });
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
  checkAvailability(request, clock.now());
  checkPrintable(request, sender);
  return applySectorRules(sender.sector, { ...request, documents: request.documents.length });
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

function checkAvailability({ activationTime, availableSeconds }: PortalJobRequest, now: Instant): void {
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

function newJob(
  request: PortalJobRequest,
  granted: Granted<RequestedPortalSigner>,
  documents: readonly JobDocument[],
  now: Instant,
): NewJob {
  const activatesAt = Math.max(request.activationTime?.getTime() ?? now, now);
  const available = Number(request.availableSeconds ?? lifetime.usual) * second;
  return {
    flow: 'portal',
    sender: request.caller.sender,
    createdBy: request.caller.organization,
    reference: request.reference,
    title: request.title,
    ...(request.nonSensitiveTitle !== undefined && { nonSensitiveTitle: request.nonSensitiveTitle }),
    description: request.description,
    requiredAuthentication: granted.requiredAuthentication,
    identifierInSignedDocuments: granted.identifierInSignedDocuments,
    statusRetrievalMethod: 'POLLING',
    pollingQueue: request.pollingQueue ?? '',
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

function creationData(job: NewJob): Record<string, string | number> {
  return {
    sender: job.sender,
    createdBy: job.createdBy,
    signers: job.signers.length,
    documents: job.documents.map(({ sha256 }) => sha256).join(' '),
  };
}
