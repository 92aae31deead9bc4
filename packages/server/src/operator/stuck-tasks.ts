/** Background work that failed and waits: why, and trying again at once. */
import type { RetryRequest, StuckTasks } from '@segl/protocol/json';
import type { Clock, Store, TaskSignal } from '../jobs/ports.ts';

export interface StuckTasksDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly tasks: TaskSignal;
}

export async function stuckTasks({ store }: Pick<StuckTasksDeps, 'store'>): Promise<StuckTasks> {
  const stuck = await store.tasks.stuck();
  return {
    items: stuck.map(({ id, kind, jobId, attempts, lastError = '', dueAt }) => ({
      id: id.toString(),
      kind,
      ...(jobId > 0n && { job: jobId.toString() }),
      attempts,
      reason: lastError,
      dueAt: new Date(dueAt).toISOString(),
    })),
  };
}

/** Makes them due now, but for those that run. Returns how many. */
export async function retryTasks(
  { store, clock, tasks }: StuckTasksDeps,
  { id, kind }: RetryRequest,
): Promise<{ retried: number }> {
  const which = { ...(id !== undefined && { id: BigInt(id) }), ...(kind !== undefined && { kind }) };
  const retried = await store.tasks.hasten(which, clock.now());
  tasks.wake();
  return { retried };
}
