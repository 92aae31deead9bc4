/** One poll of a queue of status changes. */
import type { Instant, JobInAnswers } from './model.ts';
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
      readonly job: JobInAnswers;
    }
  | { readonly kind: 'nothing' }
  /** POLLING_TOO_EARLY */
  | { readonly kind: 'too-early' }
);

/** The oldest change that nobody holds, leased to this caller; or nothing; or the caller came before its time. */
export async function pollStatusChange(
  { store, clock, pollPause }: PollDeps,
  queue: QueueName,
): Promise<PollResult> {
  const now = clock.now();
  const leased = await store.polls.lease(queue, now, now + lease, pollPause);
  if (leased !== undefined) return { kind: 'change', ...leased, nextPermittedPoll: now };
  const { kind, until } = await store.polls.pause(queue, now, now + pollPause);
  return { kind: kind === 'begun' ? 'nothing' : 'too-early', nextPermittedPoll: until };
}
