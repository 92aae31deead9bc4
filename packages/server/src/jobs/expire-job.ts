/** The task `expire`: ends a job whose period ran out. */
import type { Clock, Store } from './ports.ts';
import { recordExpiry } from './record-acts.ts';

/** May be run any number of times; does nothing before the job's `expiresAt`. Rejects while a signature is being made. */
export async function expireJob(
  deps: { readonly store: Store; readonly clock: Clock },
  jobId: bigint,
): Promise<void> {
  await deps.store.transaction((tx) => recordExpiry(tx, jobId, deps.clock.now()));
}
