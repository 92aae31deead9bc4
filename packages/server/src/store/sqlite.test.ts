import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqlite, type TestDatabase } from '../../test/stores.ts';
import { insertJob, newJob } from '../../test/jobs.ts';
import { taskKinds } from '../jobs/ports.ts';

describe('the embedded database', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createSqlite();
  });
  afterEach(() => database.remove());
  const path = () => ('path' in database.location ? database.location.path : '');

  it('is refused to a second holder in this process, and free again after closing', async () => {
    const store = await database.open();
    await expect(database.open()).rejects.toMatchObject({ code: 'DATA_IN_USE' });
    await store.close();
    await database.open();
  });

  it('is refused to a second process, and free again when the first was killed', async () => {
    const holder = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `const { openStore } = await import(${JSON.stringify(new URL('index.ts', import.meta.url).href)});
       const store = await openStore(${JSON.stringify({ path: path() })});
       await store.transaction((tx) => tx.putSetting('written', 'before the kill'));
       process.stdout.write('open');
       setInterval(() => {}, 1000);`,
    ]);
    await once(holder.stdout, 'data');
    await expect(database.open()).rejects.toMatchObject({ code: 'DATA_IN_USE' });
    const gone = once(holder, 'exit');
    holder.kill('SIGKILL');
    await gone;
    const store = await database.open();
    expect(await store.transaction((tx) => tx.setting('written'))).toBe('before the kill');
  });

  it('gives the tasks of a process that died to the next one at once', async () => {
    const store = await database.open();
    const job = await insertJob(store, newJob(1));
    await store.transaction((tx) => tx.enqueueTask({ kind: 'seal', key: 'a', jobId: job.id, dueAt: 100 }));
    const long = { now: 100, until: 9_999_999 };
    const [held] = await store.tasks.claim(100, long, 1, taskKinds);
    await store.close();
    const next = await database.open();
    expect((await next.tasks.claim(100, long, 1, taskKinds)).map(({ key }) => key)).toEqual(['a']);
    expect(await next.tasks.complete(held!.id, held!.leaseToken)).toBe(false);
  });

  it('fails every transaction of a group whose commit fails, and none is stored', async () => {
    const store = await database.open();
    const job = await insertJob(store, newJob(1));
    const other = new DatabaseSync(path());
    // A deferred constraint breaks at the commit only.
    other.exec(
      'create table parent(id integer primary key); create table child(p integer references parent(id) deferrable initially deferred);' +
        `create trigger t after insert on setting when new.name = 'poison' begin insert into child values (42); end`,
    );
    other.close();
    const outcomes = await Promise.allSettled([
      store.transaction((tx) => tx.updateJob(job.id, { handledAt: 5 })),
      store.transaction((tx) => tx.putSetting('poison', '')),
      store.transaction((tx) => tx.putSetting('innocent', '')),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect((await store.transaction((tx) => tx.job(job.id)))?.handledAt).toBeUndefined();
    expect(await store.transaction((tx) => tx.setting('innocent'))).toBeUndefined();
    await store.transaction((tx) => tx.putSetting('innocent', 'now'));
  });
});
