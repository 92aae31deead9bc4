/** The sender cancels a portal job; those who were told of it are told so. */
import { tellAgain } from '../notifications/schedule.ts';
import { applyTransition } from './apply-transition.ts';
import { findAndLockJob, type JobOfSender } from './find-job.ts';
import type { Clock, Random, Store, TaskSignal } from './ports.ts';
import { jobCancelled } from './state-machine.ts';

export interface CancelJobDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly tasks: TaskSignal;
}

/** @throws ServiceError JOB_NOT_FOUND; JOB_ENDED also once everybody has signed, or a signature cannot be undone */
export async function cancelJob(deps: CancelJobDeps, request: JobOfSender): Promise<void> {
  const { store, clock, tasks } = deps;
  await store.transaction(async (tx) => {
    const now = clock.now();
    const job = await findAndLockJob(tx, request);
    await applyTransition(tx, job, jobCancelled(job, now), now);
    for (const { id: signerId, status } of job.signers) {
      if (status === 'WAITING') await tellAgain(tx, deps, { jobId: job.id, signerId }, 'cancelled', now);
    }
  });
  tasks.wake();
}
