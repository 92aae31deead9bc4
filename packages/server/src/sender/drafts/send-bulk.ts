/** A template and a table become a job for each row: in one transaction, all or none. */
import type { BulkCheck, BulkSent } from '@segl/protocol/json';
import { fieldsInvalid, type ServiceError } from '../../errors.ts';
import { grantPortalJob, insertPortalJob, newPortalJob } from '../../jobs/portal-job-rules.ts';
import { once } from '../once.ts';
import { time } from '../show-list.ts';
import { checkTable, noTemplate } from './check-bulk.ts';
import { jobDocuments } from './draft-wish.ts';
import { inOrder, visible, type DraftRequest } from './drafts.ts';
import { requireRight } from '../../organisations/actor.ts';
import type { SendDraftDeps } from './send-draft.ts';

/**
 * Sent again with the same key, the answer is the same and nothing is sent.
 * @throws ServiceError NOT_A_USER, DRAFT_NOT_FOUND, KEY_REUSED, FIELDS_INVALID when any row has a problem
 */
export async function sendBulk(
  deps: SendDraftDeps,
  { caller, id }: DraftRequest,
  { csv, key }: { readonly csv: string; readonly key: string | undefined },
): Promise<BulkSent> {
  const sent = await deps.store.transaction(async (tx) => {
    const now = deps.clock.now();
    const { user, organisation } = await requireRight(tx, caller, 'create-jobs', now);
    const template = await visible(tx, { user, organisation }, id);
    if (template.kind !== 'template') throw noTemplate();
    const answer = await once(tx, user.id, { key, request: { template: id, csv } }, now, async () => {
      const { content } = template;
      const documents = jobDocuments(content, inOrder(content, await tx.draftDocuments(id)));
      const against = { organisation, documents: documents.length, canLookUp: deps.canLookUp };
      const { check, wishes } = checkTable(deps, { content, documents, user, against }, csv, now);
      const wrong = refusal(check);
      if (wrong !== undefined) throw wrong;
      await tx.useBlobs(documents.map(({ sha256 }) => sha256));
      const by = { sender: organisation.number, createdBy: organisation.number, createdByUser: user.id };
      const jobs: string[] = [];
      for (const wish of wishes) {
        const granted = grantPortalJob(deps, wish, organisation, now);
        const job = await insertPortalJob(tx, newPortalJob(wish, by, granted, documents, now));
        jobs.push(job.id.toString());
      }
      await tx.updateDraft(id, { updatedAt: now });
      return { jobs, sentAt: time(now) };
    });
    return { ...answer, repeated: answer.sentAt !== time(now) };
  });
  deps.tasks.wake();
  return sent;
}

function refusal({ problems, rows, columns }: BulkCheck): ServiceError | undefined {
  const detail = 'See bulk/check for the whole table';
  const wrong = [
    ...problems.map(({ code }) => ({ pointer: '/csv', code, detail })),
    ...rows.flatMap(({ line, problems: ofRow }) =>
      ofRow.map(({ code, column }) => ({
        pointer: `/rows/${line}${column === undefined ? '' : `/${columns[column]?.heading ?? ''}`}`,
        code,
        detail,
      })),
    ),
  ];
  return wrong.length === 0 ? undefined : fieldsInvalid(wrong);
}
