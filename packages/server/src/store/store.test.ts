import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeOnEachDatabase, type TestDatabase } from '../../test/stores.ts';
import { company, insertJob, municipality, newJob, newSigner, noon } from '../../test/jobs.ts';
import { firstBrokenEvent } from '../jobs/audit.ts';
import {
  taskKinds,
  type QueueName,
  type SigningAttempt,
  type StatusSnapshot,
  type Store,
} from '../jobs/ports.ts';

const queue: QueueName = { sender: municipality.number, flow: 'direct', name: '' };
const snapshot: StatusSnapshot = {
  jobStatus: 'IN_PROGRESS',
  signers: [{ number: 1, status: 'SIGNED', since: noon }],
};

describeOnEachDatabase('store', (kind) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await kind.create();
    store = await database.open();
  });
  afterEach(() => database.remove());

  it('gives back a job exactly as it was stored', async () => {
    const inserted = await insertJob(
      store,
      newJob(0, {
        description: 'Æ, ø og å – 𝄞',
        signers: [
          newSigner(2, { address: { kind: 'personal-identification-number', value: '14838522190' } }),
          newSigner(1, { address: { kind: 'contact', email: 'a@example.com' }, order: 3 }),
        ],
      }),
    );
    const read = await store.transaction((tx) => tx.job(inserted.id));
    expect(read).toEqual({
      ...inserted,
      signers: [...inserted.signers].sort((a, b) => a.number - b.number),
    });
  });

  it('undoes everything when the work rejects, and goes on working', async () => {
    const job = await insertJob(store, newJob(1));
    const failing = store.transaction(async (tx) => {
      await tx.updateJob(job.id, { status: 'FAILED', endedAt: noon });
      await tx.enqueueTask({ kind: 'seal', key: 'x', jobId: job.id, dueAt: noon });
      throw new Error('changed my mind');
    });
    const other = store.transaction((tx) => tx.updateJob(job.id, { handledAt: 7 }));
    await expect(failing).rejects.toThrow('changed my mind');
    await other;
    const read = await store.transaction((tx) => tx.job(job.id));
    expect(read).toMatchObject({ status: 'IN_PROGRESS', endedAt: undefined, handledAt: 7 });
    expect(await store.tasks.claim(noon, { now: noon, until: noon + 1 }, 10, taskKinds)).toEqual([]);
  });

  it('undoes everything when a statement fails', async () => {
    const job = await insertJob(store, newJob(1));
    const failing = store.transaction(async (tx) => {
      await tx.putSetting('a', 'b');
      await tx.insertStatusQueryToken(job.id + 1000n, 'no such job');
    });
    await expect(failing).rejects.toThrow(/foreign key/i);
    expect(await store.transaction((tx) => tx.setting('a'))).toBeUndefined();
  });

  it('undoes everything when a statement failed, also when the work went on regardless', async () => {
    const job = await insertJob(store, newJob(1));
    const failing = store.transaction(async (tx) => {
      await tx.putSetting('a', 'b');
      await tx.insertStatusQueryToken(job.id + 1000n, 'no such job').catch(() => undefined);
      await tx.putSetting('c', 'd').catch(() => undefined);
      return 'done';
    });
    const other = store.transaction((tx) => tx.putSetting('e', 'f'));
    await expect(failing).rejects.toThrow(/foreign key/i);
    await other;
    const read = await store.transaction(async (tx) => [
      await tx.setting('a'),
      await tx.setting('c'),
      await tx.setting('e'),
    ]);
    expect(read).toEqual([undefined, undefined, 'f']);
  });

  it('refuses a transaction inside a transaction instead of waiting for ever', async () => {
    await expect(store.transaction(() => store.transaction((tx) => tx.setting('a')))).rejects.toThrow(
      'inside another',
    );
    await store.transaction((tx) => tx.putSetting('a', 'b'));
  });

  it('refuses to read outside a transaction from inside one, and the other way round', async () => {
    const read = () => store.read((reading) => reading.organisation(municipality.number));
    await expect(store.transaction(read)).rejects.toThrow('inside another');
    const begin = () => store.transaction((tx) => tx.setting('a'));
    await expect(store.read(begin)).rejects.toThrow('inside another');
    expect(await read()).toBeUndefined();
  });

  it('runs concurrent changes of one job one after the other', async () => {
    const job = await insertJob(store, newJob(1));
    await Promise.all(
      Array.from({ length: 100 }, () =>
        store.transaction(async (tx) => {
          const locked = await tx.lockJob(job.id);
          await tx.updateJob(job.id, { handledAt: (locked?.handledAt ?? 0) + 1 });
          await tx.appendAudit(job.id, { at: noon, kind: 'COUNTED', data: {} });
        }),
      ),
    );
    const [read, trail] = await store.transaction(
      async (tx) => [await tx.job(job.id), await tx.auditTrail(job.id)] as const,
    );
    expect(read?.handledAt).toBe(100);
    expect(trail).toHaveLength(100);
    expect(firstBrokenEvent(job.id, trail)).toBeUndefined();
  });

  it('finds every change to an audit trail', async () => {
    const job = await insertJob(store, newJob(1));
    const trail = await store.transaction(async (tx) => {
      for (const signer of [1, 2, 3]) {
        await tx.appendAudit(job.id, { at: noon, kind: 'SIGNER_SIGNED', data: { signer, note: null } });
      }
      return tx.auditTrail(job.id);
    });
    const [first, second, third] = [trail[0]!, trail[1]!, trail[2]!];
    expect(firstBrokenEvent(job.id, trail)).toBeUndefined();
    expect(firstBrokenEvent(job.id + 1n, trail)).toBe(1);
    expect(firstBrokenEvent(job.id, [first, third])).toBe(2);
    expect(firstBrokenEvent(job.id, [first, { ...second, data: { signer: 9, note: null } }, third])).toBe(2);
    expect(firstBrokenEvent(job.id, [first, { ...second, at: noon + 1 }, third])).toBe(2);
  });

  it('lets a redirect token work once, and only the newest', async () => {
    const job = await insertJob(
      store,
      newJob(0, { signers: [newSigner(1, { redirectTokenHash: 'first' })] }),
    );
    const signerId = job.signers[0]!.id;
    const at = { jobId: job.id, signerId };
    const use = (hash: string) => store.transaction((tx) => tx.useRedirectToken(hash, noon));
    await store.transaction((tx) => tx.replaceRedirectToken(signerId, 'second', noon));
    expect(await use('first')).toEqual({ kind: 'replaced', ...at });
    expect(await store.transaction((tx) => tx.peekRedirectToken('second'))).toEqual({
      kind: 'usable',
      ...at,
    });
    const uses = await Promise.all(Array.from({ length: 20 }, () => use('second')));
    expect(uses.filter(({ kind }) => kind === 'usable')).toHaveLength(1);
    expect(uses.filter(({ kind }) => kind === 'used')).toHaveLength(19);
    expect(await use('third')).toEqual({ kind: 'unknown' });
  });

  it('advances a signing attempt from each state once', async () => {
    const job = await insertJob(store, newJob(1));
    const attempt: SigningAttempt = {
      id: 'attempt-1',
      jobId: job.id,
      signerId: job.signers[0]!.id,
      ceremonyId: 'ceremony-1',
      intent: '{}',
      stateHash: 'state-1',
      codeVerifier: 'verifier',
      state: 'STARTED',
      notice: undefined,
      evidence: undefined,
      createdAt: noon,
    };
    await store.transaction((tx) => tx.insertSigningAttempt(attempt));
    expect(await store.transaction((tx) => tx.startedAttempt('state-1'))).toEqual(attempt);
    const advanced = await Promise.all(
      [1, 2, 3].map((n) =>
        store.transaction((tx) =>
          tx.advanceAttempt('attempt-1', 'STARTED', { state: 'AUTHENTICATED', evidence: String(n) }),
        ),
      ),
    );
    expect(advanced.filter(Boolean)).toHaveLength(1);
    expect(await store.transaction((tx) => tx.startedAttempt('state-1'))).toBeUndefined();
    await store.transaction((tx) =>
      tx.insertSigningAttempt({ ...attempt, id: 'attempt-0', stateHash: 'state-2' }),
    );
    expect((await store.transaction((tx) => tx.latestAttempt(attempt.signerId)))?.id).toBe('attempt-0');
  });

  it('gives each status change to one of many parallel polls, oldest first', async () => {
    const job = await insertJob(store, newJob(1));
    const changes = 60;
    for (let at = 1; at <= changes; at += 1) {
      await store.transaction((tx) => tx.insertStatusChange(queue, job.id, snapshot, at));
    }
    const polled: (number | undefined)[] = [];
    const poll = async (): Promise<void> => {
      for (let n = 0; n < 12; n += 1) {
        const leased = await store.polls.lease(queue, noon, noon + 600_000, 0);
        polled.push(leased?.change.createdAt);
      }
    };
    await Promise.all(Array.from({ length: 8 }, poll));
    const got = polled.filter((at) => at !== undefined);
    expect(new Set(got).size).toBe(got.length);
    expect(got.toSorted((a, b) => a - b)).toEqual(Array.from({ length: changes }, (_, n) => n + 1));
  });

  it('gives an unconfirmed change again when its lease ends, a confirmed one never', async () => {
    const job = await insertJob(store, newJob(1));
    await store.transaction((tx) => tx.insertStatusChange(queue, job.id, snapshot, noon));
    const lease = async (now: number) => (await store.polls.lease(queue, now, now + 600_000, 0))?.change;
    const first = await lease(noon);
    expect(first).toMatchObject({ jobId: job.id, snapshot });
    expect(await lease(noon + 599_999)).toBeUndefined();
    expect((await lease(noon + 600_000))?.id).toBe(first?.id);
    const confirm = (jobId: bigint) =>
      store.transaction((tx) => tx.confirmStatusChange(jobId, first!.id, noon));
    expect(await confirm(job.id + 1n)).toBeUndefined();
    expect([await confirm(job.id), await confirm(job.id)]).toEqual([first, first]);
    expect(await lease(noon + 9_999_999)).toBeUndefined();
  });

  it('keeps queues apart by sender, flow and name', async () => {
    const job = await insertJob(store, newJob(1));
    await store.transaction((tx) => tx.insertStatusChange({ ...queue, name: 'a' }, job.id, snapshot, noon));
    const lease = (changes: Partial<QueueName>) =>
      store.polls.lease({ ...queue, ...changes }, noon, noon + 1, 0);
    expect(await lease({})).toBeUndefined();
    expect(await lease({ name: 'a', flow: 'portal' })).toBeUndefined();
    expect(await lease({ name: 'a', sender: company.number })).toBeUndefined();
    expect(await lease({ name: 'a' })).toBeDefined();
  });

  it('hands out what was handed out before ahead of what never was', async () => {
    const job = await insertJob(store, newJob(1));
    for (const at of [1, 2, 3, 4]) {
      await store.transaction((tx) => tx.insertStatusChange(queue, job.id, snapshot, at));
    }
    const lease = async (now: number) => (await store.polls.lease(queue, now, now + 10, 0))?.change.createdAt;
    expect([await lease(100), await lease(101)]).toEqual([1, 2]);
    expect([
      await lease(111),
      await lease(112),
      await lease(113),
      await lease(114),
      await lease(115),
    ]).toEqual([1, 2, 3, 4, undefined]);
  });

  it('hands out a change with its job', async () => {
    const job = await insertJob(store, newJob(2));
    await store.transaction((tx) => tx.insertStatusChange(queue, job.id, snapshot, noon));
    const { id, flow, sender, reference, status, endedAt, documentsDeletedAt } = job;
    const signers = job.signers.map(({ number, address, status }) => ({ number, address, status }));
    expect((await store.polls.lease(queue, noon, noon + 1, 0))?.job).toEqual({
      id,
      flow,
      sender,
      reference,
      status,
      endedAt,
      documentsDeletedAt,
      signers,
    });
  });

  it('hands out nothing during a pause, and begins none while one holds', async () => {
    const job = await insertJob(store, newJob(1));
    await store.transaction((tx) => tx.insertStatusChange(queue, job.id, snapshot, noon));
    const pause = (now: number) => store.polls.pause(queue, now, now + 5000);
    const begun = await Promise.all([pause(noon), pause(noon), pause(noon)]);
    expect(begun.map(({ kind }) => kind).toSorted()).toEqual(['begun', 'held', 'held']);
    expect(await pause(noon + 4999)).toEqual({ kind: 'held', until: noon + 5000 });
    expect(await store.polls.lease(queue, noon + 4999, noon + 9999, 5000)).toBeUndefined();
    const other = { ...queue, name: 'other' };
    expect(await store.polls.pause(other, noon + 1, noon + 5001)).toEqual({
      kind: 'begun',
      until: noon + 5001,
    });
    expect(await store.polls.lease(queue, noon + 5000, noon + 9999, 5000)).toBeDefined();
    expect(await pause(noon + 5000)).toEqual({ kind: 'begun', until: noon + 10_000 });
  });

  it('does not keep a pause from before the clock or the pause was changed', async () => {
    const job = await insertJob(store, newJob(1));
    await store.transaction((tx) => tx.insertStatusChange(queue, job.id, snapshot, noon));
    await store.polls.pause(queue, noon, noon + 600_000);
    expect(await store.polls.lease(queue, noon, noon + 9999, 5000)).toBeDefined();
    expect(await store.polls.pause(queue, noon, noon + 5000)).toEqual({ kind: 'begun', until: noon + 5000 });
  });

  describe('tasks', () => {
    const claim = (due: number, now = 0, limit = 10) =>
      store.tasks.claim(due, { now, until: now + 1000 }, limit, taskKinds);

    it('are one for a kind and key, with the newest due time', async () => {
      const job = await insertJob(store, newJob(1));
      await store.transaction(async (tx) => {
        await tx.enqueueTask({ kind: 'expire', key: 'k', jobId: job.id, dueAt: 100 });
        await tx.enqueueTask({ kind: 'expire', key: 'k', jobId: job.id, dueAt: 50 });
        await tx.enqueueTask({ kind: 'seal', key: 'k', jobId: job.id, dueAt: 70 });
      });
      expect(await store.tasks.nextDue(taskKinds)).toBe(50);
      expect(await claim(49)).toEqual([]);
      expect((await claim(100)).map(({ kind, dueAt }) => [kind, dueAt])).toEqual([
        ['expire', 50],
        ['seal', 70],
      ]);
      expect(await store.tasks.nextDue(taskKinds)).toBeUndefined();
    });

    it('are claimed by one of many, and by another when the lease ends', async () => {
      const job = await insertJob(store, newJob(1));
      await store.transaction(async (tx) => {
        for (let n = 0; n < 30; n += 1) {
          await tx.enqueueTask({ kind: 'sign', key: String(n), jobId: job.id, dueAt: n });
        }
      });
      const claims = (await Promise.all(Array.from({ length: 10 }, () => claim(100, 0, 4)))).flat();
      expect(new Set(claims.map(({ key }) => key)).size).toBe(claims.length);
      expect(claims).toHaveLength(30);
      const [held] = claims;
      expect(await store.tasks.extend(held!.id, held!.leaseToken, 5000)).toBe(true);
      const later = await claim(100, 1000, 100);
      expect(later).toHaveLength(29);
      expect(later.every(({ attempts }) => attempts === 2)).toBe(true);
      const lost = claims.find(({ id }) => id !== held!.id)!;
      expect(await store.tasks.complete(lost.id, lost.leaseToken)).toBe(false);
      expect(await store.tasks.retry(lost.id, lost.leaseToken, 0, 'late')).toBe(false);
      expect(await store.tasks.extend(lost.id, lost.leaseToken, 9000)).toBe(false);
      expect(await store.tasks.complete(held!.id, held!.leaseToken)).toBe(true);
      expect(await claim(100, 9999, 100)).toHaveLength(29);
    });

    it('are claimed by due time, whatever their kind', async () => {
      const job = await insertJob(store, newJob(1));
      const kinds = ['sign', 'seal', 'expire'] as const;
      await store.transaction(async (tx) => {
        for (let n = 0; n < 12; n += 1) {
          const kind = kinds[n % 3] ?? 'sign';
          await tx.enqueueTask({ kind, key: String(n), jobId: job.id, dueAt: 100 - n });
        }
        await tx.enqueueTask({ kind: 'activate', key: 'other', jobId: job.id, dueAt: 1 });
      });
      expect(await store.tasks.nextDue(kinds)).toBe(89);
      const take = async (limit: number) =>
        (await store.tasks.claim(100, { now: 0, until: 1000 }, limit, kinds)).map(({ key }) => Number(key));
      expect(await take(5)).toEqual([11, 10, 9, 8, 7]);
      expect(await store.tasks.nextDue(kinds)).toBe(94);
      expect(await take(100)).toEqual([6, 5, 4, 3, 2, 1, 0]);
      expect(await store.tasks.nextPlanned()).toBe(1);
    });

    it('that failed say why until they are done', async () => {
      const job = await insertJob(store, newJob(1));
      await store.transaction((tx) => tx.enqueueTask({ kind: 'seal', key: 'k', jobId: job.id, dueAt: 0 }));
      const [task] = await claim(0);
      expect(await store.tasks.retry(task!.id, task!.leaseToken, 200, 'no time-stamp')).toBe(true);
      expect(await store.tasks.stuck()).toMatchObject([
        { key: 'k', lastError: 'no time-stamp', attempts: 1 },
      ]);
      expect(await claim(199)).toEqual([]);
      const [again] = await claim(200);
      await store.tasks.complete(again!.id, again!.leaseToken);
      expect(await store.tasks.stuck()).toEqual([]);
    });
  });

  it('goes on when another node gives a table one more column', async () => {
    const job = await insertJob(store, newJob(1));
    const read = () => store.read((reading) => reading.job(job.id));
    for (let n = 0; n < 20; n += 1) expect(await read()).toEqual(job);
    await database.execute('alter table job add column more bigint');
    expect(await Promise.all(Array.from({ length: 20 }, read))).toEqual(Array(20).fill(job));
    expect(await store.transaction((tx) => tx.job(job.id))).toEqual(job);
  });

  it('keeps what was committed when it is opened again, and migrates only once', async () => {
    const job = await insertJob(store, newJob(2));
    await store.close();
    const again = await database.open();
    const other = await again.transaction((tx) => tx.insertJob(newJob(1)));
    expect(other.id).toBeGreaterThan(job.id);
    expect((await again.transaction((tx) => tx.job(job.id)))?.signers).toHaveLength(2);
  });

  if (kind.name === 'PostgreSQL')
    it('is opened by several nodes at once, on an empty database too', async () => {
      const fresh = await kind.create();
      try {
        const nodes = await Promise.all(Array.from({ length: 4 }, () => fresh.open()));
        await nodes[0]?.transaction((tx) => tx.putSetting('a', 'b'));
        expect(await nodes[3]?.transaction((tx) => tx.setting('a'))).toBe('b');
      } finally {
        await fresh.remove();
      }
    });
});
