import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { company } from '../../../test/jobs.ts';
import { ola } from '../../../test/portal.ts';
import { openWebWorld, operator, operatorToken, type WebWorld } from '../../../test/web-world.ts';

const publicUrl = 'https://segl.example';
const base = '/sender/api/operator';

describe('the operator’s view over HTTP', () => {
  let world: WebWorld;
  let asOperator: Record<string, string>;
  let asManager: Record<string, string>;
  beforeAll(async () => {
    world = await openWebWorld(publicUrl);
    await world.addUser(company.number, ola, 'ACCOUNT_MANAGER');
    asOperator = await world.logIn(operator);
    asManager = await world.logIn(ola);
  });
  afterAll(() => world.close());

  const ask = async (
    [method, path, payload]: Act,
    who: { cookies?: Record<string, string>; headers?: Record<string, string> },
  ) =>
    world.server.inject({
      method,
      url: `${base}/${path}`,
      ...(payload && { payload }),
      cookies: who.cookies ?? {},
      headers: { origin: publicUrl, 'x-segl-portal': '1', ...who.headers },
    });
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
  const newcomer = { number: '310000051', name: 'Bakeriet AS', sector: 'private', apiAccess: true };
  type Act = readonly ['GET' | 'POST' | 'PATCH', string, object?];
  const acts: readonly Act[] = [
    ['GET', 'organisations'],
    ['POST', 'organisations', { ...newcomer, contactAddressing: false }],
    ['PATCH', 'organisations/310000051', { apiAccess: false }],
    [
      'POST',
      'organisations/310000051/managers',
      { personalIdentificationNumber: ola, name: 'Ola', email: 'ola@example.com' },
    ],
    ['POST', 'organisations/310000051/deactivate', {}],
    ['POST', 'organisations/310000051/reactivate', {}],
    ['GET', 'tasks'],
    ['POST', 'tasks/retry', {}],
    ['GET', 'health'],
    ['POST', 'renewals'],
  ];

  it.each(acts.map((act) => ({ act })))('$act.0 $act.1 is for nobody else', async ({ act }) => {
    expect((await ask(act, { cookies: asManager })).json()).toMatchObject({
      status: 403,
      code: 'NOT_PERMITTED',
    });
    expect((await ask(act, {})).json()).toMatchObject({ status: 401 });
    expect((await ask(act, bearer('guessed'))).json()).toMatchObject({ status: 401 });
    expect((await ask(act, { cookies: await world.logIn(operator, 3) })).json()).toMatchObject({
      code: 'LEVEL_TOO_LOW',
    });
  });

  it('does it all for the operator, and for who has the token', async () => {
    const statuses = [];
    for (const [index, act] of acts.entries()) {
      const who = index % 2 === 0 ? { cookies: asOperator } : bearer(operatorToken);
      statuses.push((await ask(act, who)).statusCode);
    }
    expect(statuses).toEqual([200, 201, 200, 204, 200, 200, 200, 200, 200, 409]);
  });

  it('says what is down and why, what is unused, and which versions run', async () => {
    const health = (await ask(['GET', 'health'], bearer(operatorToken))).json<{
      parts: { part: string; state: string; reason?: string }[];
    }>();
    expect(health).toMatchObject({ versions: { segl: '0.1.0' } });
    expect(health.parts.map(({ part, state, reason }) => [part, state, reason])).toEqual([
      ['database', 'up', undefined],
      ['documents', 'up', undefined],
      ['timestamps', 'down', 'The time-stamp authority answered 503'],
      ['eid', 'up', undefined],
      ['mail', 'unused', undefined],
    ]);
  });

  it('lists what is stuck with the reason, and makes it due at once', async () => {
    const { store, deps } = world.portal;
    const now = deps.clock.now();
    await store.transaction((tx) => tx.enqueueTask({ kind: 'seal', key: 'stuck', jobId: 0n, dueAt: now }));
    const lease = { now: Date.now(), until: Date.now() + 60_000 };
    const claimed = (await store.tasks.claim(now, lease, 50, ['seal'])).find(({ key }) => key === 'stuck')!;
    await store.tasks.retry(claimed.id, claimed.leaseToken, now + 3_600_000, 'time-stamp authority down');
    const { items } = (await ask(['GET', 'tasks'], bearer(operatorToken))).json<{
      items: { id: string }[];
    }>();
    expect(items).toMatchObject([{ kind: 'seal', attempts: 1, reason: 'time-stamp authority down' }]);
    const retried = await ask(['POST', 'tasks/retry', { id: items[0]!.id }], bearer(operatorToken));
    expect(retried.json()).toEqual({ retried: 1 });
    expect(await store.tasks.claim(now, { ...lease, now: lease.until }, 50, ['seal'])).toMatchObject([
      { key: 'stuck' },
    ]);
    // It runs now: there is nothing to hasten.
    expect((await ask(['POST', 'tasks/retry', {}], bearer(operatorToken))).json()).toEqual({ retried: 0 });
  });
});
