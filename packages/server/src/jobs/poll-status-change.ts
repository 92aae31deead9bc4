/** One poll of a queue of status changes. */
import type { Instant, SignatureJob } from './model.ts';
import type { Clock, QueueName, StatusChange, Store } from './ports.ts';

/** A change that was handed out and not confirmed comes back after this long, in milliseconds. */
const lease = 10 * 60_000;

export interface PollDeps {
  readonly store: Store;
  readonly clock: Clock;
  /** How long to wait after a poll that found nothing, in milliseconds. */
  readonly pollPause: number;
}

export type PollResult = { readonly nextPermittedPoll: Instant } & (
  | {
      readonly kind: 'change';
      readonly change: StatusChange;
      /** For what never changes: addresses, reference. Statuses are those of `change.snapshot`. */
      readonly job: SignatureJob;
    }
  | { readonly kind: 'nothing' }
  /** POLLING_TOO_EARLY */
  | { readonly kind: 'too-early' }
);

/** The oldest change that nobody holds, leased to this caller; or nothing; or the caller came before its time. */
export async function pollStatusChange(deps: PollDeps, queue: QueueName): Promise<PollResult> {
  return deps.store.transaction(async (tx) => {
    const now = deps.clock.now();
    const permitted = await tx.nextPermittedPoll(queue);
    // A time further off than the pause was written before the clock or the pause was changed.
    if (now < permitted && permitted <= now + deps.pollPause) {
      return { kind: 'too-early', nextPermittedPoll: permitted };
    }
    const change = await tx.leaseStatusChange(queue, now, now + lease);
    if (change === undefined) {
      const nextPermittedPoll = now + deps.pollPause;
      await tx.setNextPermittedPoll(queue, nextPermittedPoll);
      return { kind: 'nothing', nextPermittedPoll };
    }
    const job = await tx.job(change.jobId);
    if (job === undefined) throw new Error('a status change without its job');
    return { kind: 'change', change, job, nextPermittedPoll: now };
  });
}
