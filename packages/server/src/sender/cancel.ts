/** Cancelling a job from the sender portal, with a word to those who were told of it. */
import { applyTransition } from '../jobs/apply-transition.ts';
import type { CancelJobDeps } from '../jobs/cancel-job.ts';
import { jobCancelled } from '../jobs/state-machine.ts';
import { tellAgain } from '../notifications/schedule.ts';
import { lockedJob } from './locked-job.ts';
import type { JobRequest } from './show-job.ts';

/** @throws ServiceError NOT_A_USER, JOB_NOT_FOUND; JOB_ENDED also once everybody has signed */
export async function cancel(
  deps: CancelJobDeps,
  request: JobRequest & { readonly message: string | undefined },
): Promise<void> {
  const { store, clock, tasks } = deps;
  await store.transaction(async (tx) => {
    const now = clock.now();
    const { job, user } = await lockedJob(tx, request, now);
    const transition = jobCancelled(job, now);
    const message = request.message?.trim() ?? '';
    const by = { user: user.id, messageGiven: message !== '' };
    const audit = transition.audit.map((event) =>
      event.kind === 'JOB_CANCELLED' ? { ...event, data: { ...event.data, ...by } } : event,
    );
    await applyTransition(tx, job, { ...transition, audit }, now);
    if (message !== '') await tx.updateJob(job.id, { cancellationMessage: message });
    for (const { id: signerId, status } of job.signers) {
      if (status === 'WAITING') await tellAgain(tx, deps, { jobId: job.id, signerId }, 'cancelled', now);
    }
  });
  tasks.wake();
}
