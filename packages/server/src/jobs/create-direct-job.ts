/** Creates a direct signature job: every rule first, then the documents, then one transaction. */
import { ServiceError } from '../errors.ts';
import { authorizedSender, type Caller } from '../organisations/access.ts';
import { checkExitUrls } from './exit-url.ts';
import { checkAddresses, checkLimits } from './job-limits.ts';
import type {
  AuthenticationLevel,
  ExitUrls,
  IdentifierInSignedDocuments,
  Instant,
  JobDocument,
  Organisation,
  SignatureJob,
  StatusRetrievalMethod,
} from './model.ts';
import type { Blobs, Clock, DocumentInspector, NewJob, Random, Store } from './ports.ts';
import { checkPrintable } from './printable-texts.ts';
import { sha256Hex } from './secrets.ts';
import { applySectorRules, type Granted, type RequestedSigner } from './sector-rules.ts';
import { expiryKey } from './state-machine.ts';
import { holdDocuments, storeDocuments, withSizes, type RequestedDocument } from './store-documents.ts';

const day = 86_400_000;
/** Direct jobs live this long, always. */
const lifetime = 30 * day;

/** A request and its manifest, validated against their schemas, and the documents of the verified bundle. */
export interface DirectJobRequest {
  readonly caller: Caller;
  readonly reference: string | undefined;
  readonly exitUrls: ExitUrls;
  /** Undefined: WAIT_FOR_CALLBACK. */
  readonly statusRetrievalMethod: StatusRetrievalMethod | undefined;
  readonly pollingQueue: string | undefined;
  readonly title: string;
  readonly description: string | undefined;
  readonly requiredAuthentication: AuthenticationLevel | undefined;
  readonly identifierInSignedDocuments: IdentifierInSignedDocuments | undefined;
  /** The manifest's order. */
  readonly signers: readonly RequestedSigner[];
  readonly documents: readonly RequestedDocument[];
}

export interface CreateDirectJobDeps {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly random: Random;
  readonly inspector: DocumentInspector;
  /** Whether exit-urls may be http://. */
  readonly allowHttpExitUrls: boolean;
}

export interface CreatedDirectJob {
  readonly job: SignatureJob;
  /** In the order of the job's signers. */
  readonly redirectTokens: readonly { readonly signerNumber: number; readonly token: string }[];
}

/**
 * The job is stored durably when this returns.
 * @throws ServiceError NOT_AUTHORIZED, BROKER_NOT_AUTHORIZED, MANIFEST_INVALID, MALFORMED_REQUEST,
 * POLLING_QUEUE_INVALID, EXIT_URL_NOT_ALLOWED, SIGNER_INVALID, NOT_ALLOWED_FOR_SECTOR, DOCUMENTS_TOO_LARGE,
 * DOCUMENT_REFUSED
 */
export async function createDirectJob(
  deps: CreateDirectJobDeps,
  request: DirectJobRequest,
): Promise<CreatedDirectJob> {
  const sender = await deps.store.transaction((tx) => authorizedSender(tx, request.caller));
  const granted = checkRequest(request, sender, deps.allowHttpExitUrls);
  const documents = await storeDocuments(deps, request.documents);
  const redirectTokens = request.signers.map((_, index) => ({
    signerNumber: index + 1,
    token: deps.random.token(),
  }));
  const job = newJob(request, granted, documents, redirectTokens, deps.clock.now());
  const stored = await deps.store.transaction(async (tx) => {
    await holdDocuments(tx, deps.blobs, documents, request.documents);
    const inserted = await tx.insertJob(job);
    await tx.enqueueTask({
      kind: 'expire',
      key: expiryKey(inserted),
      jobId: inserted.id,
      dueAt: job.expiresAt,
    });
    await tx.appendAudit(inserted.id, { at: job.createdAt, kind: 'JOB_CREATED', data: creationData(job) });
    return inserted;
  });
  return { job: stored, redirectTokens };
}

function checkRequest(request: DirectJobRequest, sender: Organisation, allowHttp: boolean): Granted {
  checkLimits({ ...withSizes(request), pollingQueue: request.pollingQueue ?? '' });
  checkAddresses(
    'direct',
    request.signers.map(({ address }) => address),
  );
  if (request.pollingQueue && request.statusRetrievalMethod !== 'POLLING') {
    throw new ServiceError(
      'POLLING_QUEUE_INVALID',
      'A polling-queue needs the status-retrieval-method POLLING.',
    );
  }
  checkExitUrls(request.exitUrls, allowHttp);
  checkPrintable(request, sender);
  return applySectorRules(sender.sector, { ...request, documents: request.documents.length });
}

function newJob(
  request: DirectJobRequest,
  granted: Granted,
  documents: readonly JobDocument[],
  tokens: CreatedDirectJob['redirectTokens'],
  now: Instant,
): NewJob {
  return {
    flow: 'direct',
    sender: request.caller.sender,
    createdBy: request.caller.organization,
    reference: request.reference,
    title: request.title,
    description: request.description,
    requiredAuthentication: granted.requiredAuthentication,
    identifierInSignedDocuments: granted.identifierInSignedDocuments,
    statusRetrievalMethod: request.statusRetrievalMethod ?? 'WAIT_FOR_CALLBACK',
    pollingQueue: request.pollingQueue ?? '',
    exitUrls: request.exitUrls,
    createdAt: now,
    activatesAt: now,
    available: lifetime,
    expiresAt: now + lifetime,
    activatedOrder: 0,
    status: 'IN_PROGRESS',
    endedAt: undefined,
    handledAt: undefined,
    padesSha256: undefined,
    documentsDeletedAt: undefined,
    documents,
    signers: granted.signers.map((signer, index) => ({
      ...signer,
      number: index + 1,
      order: 0,
      status: 'WAITING',
      since: now,
      xadesSha256: undefined,
      redirectTokenHash: sha256Hex(tokens[index]?.token ?? ''),
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
