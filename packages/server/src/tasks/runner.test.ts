import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase, type TestDatabase } from '../../test/stores.ts';
import { insertJob, newJob, noon } from '../../test/jobs.ts';
import type { SignatureJob } from '../jobs/model.ts';
import { taskKinds, type Store, type Task } from '../jobs/ports.ts';
import { retryDelay } from './backoff.ts';
import { taskRunner, type TaskHandler, type TaskRunner } from './runner.ts';

describeOnEachDatabase('task runner', (kind) => {
  let database: TestDatabase;
  let store: Store;
  let job: SignatureJob;
  let runners: TaskRunner[];
  let time: number;
  beforeEach(async () => {
    database = await kind.create();
    store = await database.open();
    job = await insertJob(store, newJob(1));
    runners = [];
    time = noon;
  });
  afterEach(async () => {
    await Promise.all(runners.map((runner) => runner.stop()));
    await database.remove();
  });

  const runnerWith = (sign: TaskHandler, concurrency = 4, on = store): TaskRunner => {
    const unexpected = (): Promise<void> => Promise.reject(new Error('not expected'));
    const runner = taskRunner({
      queue: on.tasks,
      clock: { now: () => time, wall: () => Date.now() },
      handlers: { sign, seal: unexpected, expire: unexpected },
      chance: () => 0,
      concurrency,
      ran: () => undefined,
      queueFailed: (error) => {
        throw error;
      },
    });
    runners.push(runner);
    return runner;
  };
  const enqueue = (key: string, dueAt = time) =>
    store.transaction((tx) => tx.enqueueTask({ kind: 'sign', key, jobId: job.id, dueAt }));

  it('runs what is due, once, and leaves the rest', async () => {
    const ran: string[] = [];
    await enqueue('later', time + 1);
    await enqueue('now');
    const runner = runnerWith((task) => Promise.resolve(void ran.push(task.key)));
    await runner.runDue(time);
    await runner.runDue(time);
    expect(ran).toEqual(['now']);
    await runner.runDue(time + 1);
    expect(ran).toEqual(['now', 'later']);
  });

  it('also runs what the tasks themselves made due', async () => {
    const ran: string[] = [];
    await enqueue('a');
    const runner = runnerWith(async (task) => {
      ran.push(task.key);
      if (task.key.length < 5) await enqueue(`${task.key}a`);
    });
    await runner.runDue(time);
    expect(ran).toEqual(['a', 'aa', 'aaa', 'aaaa', 'aaaaa']);
  });

  it('goes on after it was woken while it had no room', async () => {
    const ran: string[] = [];
    const busy = Promise.withResolvers<undefined>();
    const began = Promise.withResolvers<undefined>();
    const all = Promise.withResolvers<undefined>();
    await enqueue('first');
    const runner = runnerWith(async ({ key }) => {
      ran.push(key);
      began.resolve(undefined);
      if (key === 'first') await busy.promise;
      if (ran.length === 3) all.resolve(undefined);
    }, 1);
    runner.start();
    await began.promise;
    await enqueue('second', time - 2);
    await enqueue('third', time - 1);
    // What was looking for work has found that there is no room for it.
    await new Promise((resolve) => setImmediate(resolve));
    runner.wake();
    runner.wake();
    busy.resolve(undefined);
    await all.promise;
    expect(ran).toEqual(['first', 'second', 'third']);
  });

  it('tries again what failed, ever later, and says why without personal numbers', async () => {
    const tries: number[] = [];
    await enqueue('a');
    const runner = runnerWith((task: Task) => {
      tries.push(task.attempts);
      if (tries.length < 3) return Promise.reject<undefined>(new Error('no time-stamp for 14838522190'));
      return Promise.resolve(undefined);
    });
    await runner.runDue(time);
    expect(await store.tasks.stuck()).toMatchObject([{ lastError: 'no time-stamp for ***********' }]);
    await runner.runDue(time + 999);
    expect(tries).toEqual([1]);
    time += 1000;
    await runner.runDue(time);
    await runner.runDue(time + 1999);
    expect(tries).toEqual([1, 2]);
    await runner.runDue(time + 2000);
    expect(tries).toEqual([1, 2, 3]);
    expect(await store.tasks.stuck()).toEqual([]);
  });

  it('starts a task at once when woken, and waits for it when stopped', async () => {
    const begun = Promise.withResolvers<undefined>();
    const finish = Promise.withResolvers<undefined>();
    let finished = false;
    const runner = runnerWith(async () => {
      begun.resolve(undefined);
      await finish.promise;
      finished = true;
    });
    runner.start();
    await enqueue('a');
    runner.wake();
    await begun.promise;
    const stopped = runner.stop();
    finish.resolve(undefined);
    await stopped;
    expect(finished).toBe(true);
    expect(await store.tasks.claim(time, { now: Number.MAX_SAFE_INTEGER, until: 0 }, 1, taskKinds)).toEqual(
      [],
    );
  });

  it('never runs more at once than allowed', async () => {
    for (let n = 0; n < 20; n += 1) await enqueue(String(n));
    let now = 0;
    let most = 0;
    const runner = runnerWith(async () => {
      now += 1;
      most = Math.max(most, now);
      await store.transaction((tx) => tx.setting('x'));
      now -= 1;
    }, 3);
    runner.start();
    await runner.runDue(time);
    expect(now).toBe(0);
    expect(most).toBe(3);
  });

  it('runs each task once, however many runners there are', async () => {
    const ran: string[] = [];
    for (let n = 0; n < 60; n += 1) await enqueue(String(n));
    const other = kind.name === 'PostgreSQL' ? await database.open() : store;
    const handler: TaskHandler = (task) => Promise.resolve(void ran.push(task.key));
    const nodes = [runnerWith(handler), runnerWith(handler, 2), runnerWith(handler, 8, other)];
    await Promise.all(nodes.map((runner) => runner.runDue(time)));
    expect(ran).toHaveLength(60);
    expect(new Set(ran).size).toBe(60);
  });
});

it('waits between one half and the whole of a doubling time, up to five minutes', () => {
  expect([1, 2, 3, 9, 10, 1000].map((attempt) => retryDelay(attempt, 0))).toEqual([
    1000, 2000, 4000, 256_000, 300_000, 300_000,
  ]);
  expect(retryDelay(3, 1)).toBe(2000);
});
