/** A draft becomes a job: in one transaction, and once. */
import { fieldsInvalid, ServiceError } from '../../errors.ts';
import {
  grantPortalJob,
  insertPortalJob,
  newPortalJob,
  type PortalRulesDeps,
} from '../../jobs/portal-job-rules.ts';
import type { TaskSignal } from '../../jobs/ports.ts';
import { checkDraft } from './check-draft.ts';
import { jobDocuments, draftWish } from './draft-wish.ts';
import { inOrder, lockedDraft, requireVersion, type DraftDeps, type DraftRequest } from './drafts.ts';

export interface SendDraftDeps extends DraftDeps, PortalRulesDeps {
  readonly tasks: TaskSignal;
}

/**
 * Sends the draft as it was when the page last heard of it. Sent again, the answer is the same job.
 * @throws ServiceError NOT_A_USER, DRAFT_NOT_FOUND, CHANGED_MEANWHILE, FIELDS_INVALID, and as {@link grantPortalJob}
 */
export async function sendDraft(
  deps: SendDraftDeps,
  request: DraftRequest & { readonly version: number },
): Promise<{ job: string }> {
  const { store, clock, tasks } = deps;
  const sent = await store.transaction(async (tx) => {
    const now = clock.now();
    const { draft, user, organisation } = await lockedDraft(tx, request, now);
    if (draft.jobId !== undefined) return draft.jobId;
    if (draft.kind === 'template')
      throw new ServiceError('DRAFT_NOT_FOUND', 'A template is sent by making a draft of it.');
    requireVersion(draft, request.version);
    const stored = inOrder(draft.content, await tx.draftDocuments(draft.id));
    const against = { organisation, documents: stored.length, canLookUp: deps.canLookUp };
    const problems = checkDraft(draft.content, against);
    if (problems.length > 0) throw fieldsInvalid(problems);
    const documents = jobDocuments(draft.content, stored);
    const wish = draftWish(draft.content, documents, user, against);
    const granted = grantPortalJob(deps, wish, organisation, now);
    const by = { sender: organisation.number, createdBy: organisation.number, createdByUser: user.id };
    await tx.useBlobs(documents.map(({ sha256 }) => sha256));
    const { id } = await insertPortalJob(tx, newPortalJob(wish, by, granted, documents, now));
    // From now on the documents are the job's, and go when it says so.
    for (const document of stored) await tx.deleteDraftDocument(document.id);
    await tx.updateDraft(draft.id, { jobId: id, updatedAt: now });
    return id;
  });
  tasks.wake();
  return { job: sent.toString() };
}
