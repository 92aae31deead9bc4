/** Several runners as one: what waits for one part of the outside world does not hold up the rest. */
import type { Clock } from '../jobs/ports.ts';
import { taskRunner, type TaskRunner, type TaskRunnerDeps } from './runner.ts';

export type Lane = Pick<TaskRunnerDeps, 'handlers' | 'concurrency'>;

export interface TaskLanes extends Omit<TaskRunner, 'runDue'> {
  /** Runs until nothing due is left in any lane, also what the tasks themselves queued. */
  runDue(): Promise<void>;
}

export function taskLanes(common: Omit<TaskRunnerDeps, keyof Lane>, lanes: readonly Lane[]): TaskLanes {
  const runners = lanes.map((lane) => taskRunner({ ...common, ...lane }));
  return {
    wake: () => {
      for (const runner of runners) runner.wake();
    },
    start: () => {
      for (const runner of runners) runner.start();
    },
    stop: async () => {
      await Promise.all(runners.map((runner) => runner.stop()));
    },
    runDue: async () => {
      const { clock }: { readonly clock: Clock } = common;
      // A lane that had nothing to do may have got something from another that was running before.
      for (let before = -1, runs = 0; runs !== before;) {
        before = runs;
        const counts = await Promise.all(runners.map((runner) => runner.runDue(clock.now())));
        runs = counts.reduce((sum, count) => sum + count, 0);
      }
    },
  };
}
