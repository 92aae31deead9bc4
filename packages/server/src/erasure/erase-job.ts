/** The task `erase-job`: nothing is left of a job whose documents were deleted long ago. */
import type { Clock, Store } from '../jobs/ports.ts';
import { jobErasedAt } from './periods.ts';

export interface EraseDeps {
  readonly store: Store;
  readonly clock: Clock;
}

/** Changes nothing for a job that has documents. */
export function eraseJob({ store, clock }: EraseDeps, id: bigint): Promise<void> {
  return store.transaction(async (tx) => {
    const job = await tx.lockJob(id);
    if (job?.documentsDeletedAt === undefined || clock.now() < jobErasedAt(job.documentsDeletedAt)) return;
    await tx.eraseJob(id);
  });
}
