/**
 * Runs background tasks: claims what is due, keeps the lease while it runs, tries again later what failed. Any number
 * of nodes may run one each on the same store. A task may be run more than once (a node died, a lease was lost); its
 * handler must end the same way then.
 */
import type { Instant } from '../jobs/model.ts';
import type { Clock, Task, TaskKind, TaskQueue, TaskSignal } from '../jobs/ports.ts';
import { retryDelay } from './backoff.ts';

/** Resolves when the task is done, or with when it is to be run again because its time has not come after all. */
export type TaskHandler = (task: Task) => Promise<void> | Promise<{ readonly again: Instant } | undefined>;

export interface TaskRunnerDeps {
  readonly queue: TaskQueue;
  readonly clock: Clock;
  /** The kinds it runs. Kinds that must not hold each other up have runners of their own. */
  readonly handlers: Readonly<Partial<Record<TaskKind, TaskHandler>>>;
  /** From 0 to 1; spreads retries. */
  readonly chance: () => number;
  /** How many tasks run at once. */
  readonly concurrency: number;
  /** Told after each run; for logs and measurements. `error` is what the handler rejected with. */
  readonly ran: (task: Task, error: unknown) => void;
  /** The queue itself failed, say because the database is away. The runner tries again. */
  readonly queueFailed: (error: unknown) => void;
}

export interface TaskRunner extends TaskSignal {
  start(): void;
  /** Takes no new tasks and resolves when those running have ended. */
  stop(): Promise<void>;
  /**
   * Runs until nothing is left that is due at `now`; also waits for what this runner was running before. How many runs
   * have ended since it was made: more than the last time means that other runners may have got more to do.
   */
  runDue(now: Instant): Promise<number>;
}

/** In milliseconds. A lease outlives two lost extensions; other nodes' tasks are looked for once in `look`. */
const lease = { length: 60_000, extend: 20_000 };
const look = 1_000;

type ClaimedTask = Task & { readonly leaseToken: string };

export function taskRunner(deps: TaskRunnerDeps): TaskRunner {
  const kinds = Object.keys(deps.handlers) as TaskKind[];
  const running = new Map<bigint, Promise<void>>();
  let started = false;
  let woken = false;
  let runs = 0;
  let looking: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lastClaim: Promise<unknown> = Promise.resolve();

  const room = (): number => deps.concurrency - running.size;

  /** Starts as many due tasks as there is room for; how many were started. Claims take turns, so as to count room. */
  const startDue = (due: Instant): Promise<number> => {
    const claim = lastClaim.then(async () => {
      if (room() <= 0) return 0;
      const wall = deps.clock.wall();
      const claimed = await deps.queue.claim(due, { now: wall, until: wall + lease.length }, room(), kinds);
      for (const task of claimed)
        running.set(
          task.id,
          runTask(deps, task).finally(() => ended(task)),
        );
      return claimed.length;
    });
    lastClaim = claim.catch(() => undefined);
    return claim;
  };

  const ended = (task: Task): void => {
    running.delete(task.id);
    runs += 1;
    wake();
  };

  /** How long to wait before the next look, milliseconds. */
  const lookForWork = async (): Promise<number> => {
    while (woken && started && room() > 0) {
      woken = false;
      await startDue(deps.clock.now()).catch((error: unknown) => deps.queueFailed(error));
    }
    return woken || room() <= 0 ? 0 : await untilNextLook();
  };

  const untilNextLook = async (): Promise<number> => {
    const next = await deps.queue.nextDue(kinds).catch(() => undefined);
    return next === undefined ? look : Math.min(Math.max(next - deps.clock.now(), 10), look);
  };

  const wake = (): void => {
    woken = true;
    clearTimeout(timer);
    if (!started || looking !== undefined) return;
    looking = lookForWork().then((pause) => {
      looking = undefined;
      // Without room the next look comes when a task has ended.
      if (started && room() > 0) timer = setTimeout(wake, woken ? 0 : pause);
    });
  };

  return {
    wake,
    start: () => {
      started = true;
      wake();
    },
    stop: async () => {
      started = false;
      clearTimeout(timer);
      await looking;
      clearTimeout(timer);
      await Promise.all(running.values());
    },
    runDue: async (now) => {
      for (;;) {
        const count = await startDue(now);
        if (running.size > 0) await Promise.race(running.values());
        else if (count === 0) return runs;
      }
    },
  };
}

async function runTask(deps: TaskRunnerDeps, task: ClaimedTask): Promise<void> {
  const { queue, clock } = deps;
  const extending = setInterval(() => {
    queue
      .extend(task.id, task.leaseToken, clock.wall() + lease.length)
      .catch((error: unknown) => deps.queueFailed(error));
  }, lease.extend);
  let failure: unknown;
  let later: { readonly again: Instant } | undefined;
  try {
    later = (await deps.handlers[task.kind]?.(task)) ?? undefined;
  } catch (error) {
    failure = error ?? new Error('a task failed without a reason');
  } finally {
    clearInterval(extending);
  }
  deps.ran(task, failure);
  try {
    if (later !== undefined) await queue.postpone(task.id, task.leaseToken, later.again);
    else if (failure === undefined) await queue.complete(task.id, task.leaseToken);
    else {
      const dueAt = clock.now() + retryDelay(task.attempts, deps.chance());
      await queue.retry(task.id, task.leaseToken, dueAt, reasonOf(failure));
    }
  } catch (error) {
    // The lease runs out and the task is run again.
    deps.queueFailed(error);
  }
}

/** For operators: code and message, without what might be a personal identification number. */
function reasonOf(failure: unknown): string {
  if (!(failure instanceof Error)) return 'unknown';
  const code = 'code' in failure && typeof failure.code === 'string' ? `${failure.code}: ` : '';
  return `${code}${failure.message}`.replaceAll(/\d{11}/g, '***********').slice(0, 500);
}
