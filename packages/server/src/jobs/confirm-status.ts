/** The sender has taken a status in: it is not handed out again, and an ended job is handled. */
import { ServiceError } from '../errors.ts';
import { findAndLockJob, type JobOfSender } from './find-job.ts';
import type { Clock, Store } from './ports.ts';

/**
 * Confirms the change that a poll answered with, or, without one, the job's status as it is. Again is no error.
 * @throws ServiceError JOB_NOT_FOUND; NOT_FOUND when the job never had that change
 */
export async function confirmStatus(
  deps: { readonly store: Store; readonly clock: Clock },
  request: JobOfSender & { readonly changeId: bigint | undefined },
): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const now = deps.clock.now();
    const job = await findAndLockJob(tx, request);
    if (request.changeId !== undefined) {
      const change = await tx.confirmStatusChange(job.id, request.changeId, now);
      if (change === undefined) {
        throw new ServiceError('NOT_FOUND', 'The signature job never had this change of status.');
      }
      // Confirming an earlier change says nothing about the end, which the sender may not have seen.
      if (change.snapshot.jobStatus === 'IN_PROGRESS') return;
    }
    if (job.status === 'IN_PROGRESS' || job.handledAt !== undefined) return;
    await tx.updateJob(job.id, { handledAt: now });
    await tx.appendAudit(job.id, { at: now, kind: 'STATUS_CONFIRMED', data: { status: job.status } });
  });
}
