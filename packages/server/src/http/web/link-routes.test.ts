import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWebWorld, type WebWorld } from '../../../test/web-world.ts';

const publicUrl = 'http://localhost:8080';
const headers = { 'content-type': 'application/json', 'x-segl-portal': '1', origin: publicUrl };

let world: WebWorld;
beforeEach(async () => {
  world = await openWebWorld(publicUrl);
});
afterEach(() => world.close());

const ask = (token: string, what: 'code' | 'new-code', code = '', from = '192.0.2.1') =>
  world.server.inject({
    method: 'POST',
    url: `/sign/${token}/api/${what}`,
    headers: { ...headers, 'x-forwarded-for': from },
    payload: what === 'code' ? { code } : {},
  });
const notThe = (code: string) => (code.startsWith('9') ? '0' : '9') + code.slice(1);

interface Problem {
  readonly code: string;
  readonly triesLeft?: number;
  readonly retryAfterSeconds?: number;
}

test('the right code opens the ceremony in this browser', async () => {
  const { token, code } = await world.linkAndCode();
  const answer = await ask(token, 'code', code);
  const { location } = answer.json<{ location: string }>();
  expect(location).toMatch(/^\/ceremony\/[\w-]+$/);
  // Without TLS, as in the sandbox, a Secure cookie would be lost.
  expect(String(answer.headers['set-cookie']).replace(/=[^;]+/, '')).toBe(
    `segl_ceremony; Path=${location}; HttpOnly; SameSite=Lax`,
  );
});

test('a link is asked about ten times a minute, from wherever; what is too much uses no try', async () => {
  const { job, token, code } = await world.linkAndCode();
  expect((await ask(token, 'code', notThe(code))).json<Problem>()).toMatchObject({
    code: 'CODE_WRONG',
    triesLeft: 4,
  });
  for (let n = 0; n < 9; n += 1) {
    expect((await ask(token, 'new-code', '', `192.0.2.${n}`)).statusCode).toBe(202);
  }
  for (let n = 0; n < 5; n += 1) {
    const refused = await ask(token, 'code', notThe(code), `198.51.100.${n}`);
    expect(refused.statusCode).toBe(429);
    const { code: what, retryAfterSeconds = 0 } = refused.json<Problem>();
    expect(what).toBe('TOO_MANY_REQUESTS');
    expect(retryAfterSeconds).toBeGreaterThan(0);
    expect(retryAfterSeconds).toBeLessThanOrEqual(60);
  }
  const link = await world.portal.store.transaction((tx) => tx.signerLinkOf(job.signers[0]!.id));
  expect(link).toMatchObject({ wrongCodes: 1 });
  expect((await world.portal.read(job)).signers[0]).toMatchObject({ status: 'WAITING' });
  // Another link is another person's.
  const other = await world.linkAndCode();
  expect((await ask(other.token, 'code', other.code)).statusCode).toBe(200);
});

test('an address asks sixty times a minute, about whatever links; others are not held up', async () => {
  const { job, token, code } = await world.linkAndCode();
  for (let n = 0; n < 60; n += 1) {
    expect((await ask(`guess-${n}`, 'code', '123456')).statusCode).toBe(403);
  }
  const refused = await ask(token, 'code', notThe(code));
  expect([refused.statusCode, refused.json<Problem>().code]).toEqual([429, 'TOO_MANY_REQUESTS']);
  expect(await world.portal.store.transaction((tx) => tx.signerLinkOf(job.signers[0]!.id))).toMatchObject({
    wrongCodes: 0,
  });
  expect((await ask(token, 'code', code, '203.0.113.5')).statusCode).toBe(200);
});

test('a link that does not exist is answered as one that does', async () => {
  const { token, code } = await world.linkAndCode();
  const answers = async (on: string) => {
    const page = await world.server.inject(`/sign/${on}`);
    const all = [page, await ask(on, 'new-code')];
    // The first of these codes stopped working when a new one was sent.
    for (let n = 0; n < 7; n += 1) all.push(await ask(on, 'code', notThe(code)));
    return all.map(({ statusCode, headers: { date: _, ...told }, body }) => ({ statusCode, told, body }));
  };
  expect(await answers('nobody-made-this-link-nobody-made-this-link')).toEqual(await answers(token));
});

test.each(['', 'abc', '1'.repeat(21), '123456\u0000'])('"%s" is no code to be counted', async (code) => {
  const { token } = await world.linkAndCode();
  const answer = await ask(token, 'code', code);
  expect([400, 403]).toContain(answer.statusCode);
  expect(answer.body).not.toContain(token);
});

test('neither links nor codes are logged', async () => {
  const { token, code } = await world.linkAndCode();
  await world.server.inject(`/sign/${token}`);
  await ask(token, 'new-code');
  await ask(token, 'code', code);
  const log = world.log.join('');
  expect(log).toContain('/sign/:token/api/code');
  expect(log).not.toContain(token);
  expect(log).not.toContain(code);
});
