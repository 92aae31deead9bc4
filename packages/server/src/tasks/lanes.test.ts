import { afterEach, beforeEach, expect, it } from 'vitest';
import { insertJob, newJob, noon } from '../../test/jobs.ts';
import { describeOnEachDatabase, type TestDatabase } from '../../test/stores.ts';
import type { SignatureJob } from '../jobs/model.ts';
import type { Store } from '../jobs/ports.ts';
import { taskLanes, type TaskLanes } from './lanes.ts';

describeOnEachDatabase('task lanes', (kind) => {
  let database: TestDatabase;
  let store: Store;
  let job: SignatureJob;
  let lanes: TaskLanes | undefined;
  beforeEach(async () => {
    database = await kind.create();
    store = await database.open();
    job = await insertJob(store, newJob(1));
  });
  afterEach(async () => {
    await lanes?.stop();
    await database.remove();
  });

  it('also run what one that was running already queues for another', async () => {
    const ran: string[] = [];
    const begun = Promise.withResolvers<undefined>();
    const release = Promise.withResolvers<undefined>();
    const enqueue = (task: 'sign' | 'seal') =>
      store.transaction((tx) => tx.enqueueTask({ kind: task, key: task, jobId: job.id, dueAt: noon }));
    const common = {
      queue: store.tasks,
      clock: { now: () => noon, wall: () => Date.now() },
      chance: () => 0,
      ran: () => undefined,
      queueFailed: (error: unknown) => {
        throw error;
      },
    };
    const sign = async () => {
      begun.resolve(undefined);
      await release.promise;
      await enqueue('seal');
      ran.push('sign');
    };
    const seal = () => Promise.resolve(void ran.push('seal'));
    // The second lane finds nothing to do at first.
    lanes = taskLanes(common, [
      { concurrency: 1, handlers: { sign } },
      { concurrency: 1, handlers: { seal } },
    ]);
    await enqueue('sign');
    lanes.start();
    await begun.promise;
    const due = lanes.runDue();
    release.resolve(undefined);
    await due;
    expect(ran).toEqual(['sign', 'seal']);
  });
});
