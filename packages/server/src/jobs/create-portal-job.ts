/** Creates a portal signature job for the API: every rule first, then the documents, then one transaction. */
import { authorizedSender, type Caller } from '../organisations/access.ts';
import type { SignatureJob } from './model.ts';
import {
  grantPortalJob,
  insertPortalJob,
  newPortalJob,
  type PortalJobWish,
  type PortalRulesDeps,
} from './portal-job-rules.ts';
import type { Blobs, Clock, DocumentInspector, Store } from './ports.ts';
import { holdDocuments, storeDocuments, withSizes, type RequestedDocument } from './store-documents.ts';

/** A request and its manifest, validated against their schemas, and the documents of the verified bundle. */
export interface PortalJobRequest extends Omit<PortalJobWish, 'documents'> {
  readonly caller: Caller;
  readonly documents: readonly RequestedDocument[];
}

export interface CreatePortalJobDeps extends PortalRulesDeps {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly inspector: DocumentInspector;
}

/**
 * The job is stored durably when this returns, and its activation queued.
 * @throws ServiceError NOT_AUTHORIZED, BROKER_NOT_AUTHORIZED, and as {@link grantPortalJob}
 */
export async function createPortalJob(
  deps: CreatePortalJobDeps,
  request: PortalJobRequest,
): Promise<SignatureJob> {
  const { store, blobs, clock } = deps;
  const { caller } = request;
  const sender = await store.transaction((tx) => authorizedSender(tx, caller));
  const wish = withSizes(request);
  const granted = grantPortalJob(deps, wish, sender, clock.now());
  const documents = await storeDocuments(deps, request.documents);
  const by = { sender: caller.sender, createdBy: caller.organization };
  const job = newPortalJob(wish, by, granted, documents, clock.now());
  return store.transaction(async (tx) => {
    await holdDocuments(tx, blobs, documents, request.documents);
    return insertPortalJob(tx, job);
  });
}
