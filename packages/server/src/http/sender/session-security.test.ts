/** What a session of the sender portal is worth, and when it ends. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { company } from '../../../test/jobs.ts';
import { ola } from '../../../test/portal.ts';
import { openWebWorld, type WebWorld } from '../../../test/web-world.ts';
import { sha256Hex } from '../../jobs/secrets.ts';
import type { User } from '../../jobs/user-records.ts';

const publicUrl = 'https://segl.example';
const cookieName = '__Host-segl_portal';
const own = { 'x-segl-portal': '1', origin: publicUrl };
const organisation = `/sender/api/organisations/${company.number}`;
const manager = '01810112345';
const second = '01810112346';

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

describe('a session of the sender portal', () => {
  let world: WebWorld;
  let olas: User;
  let managers: Record<string, string>;
  beforeAll(async () => {
    world = await openWebWorld(publicUrl);
    await world.addUser(company.number, manager, 'ACCOUNT_MANAGER');
    await world.addUser(company.number, second, 'ACCOUNT_MANAGER');
    olas = await world.addUser(company.number, ola, 'DOCUMENT_PROCESSOR');
    managers = await world.logIn(manager);
  });
  afterAll(() => world.close());

  type Method = 'GET' | 'POST' | 'PATCH';
  const ask = async (
    cookies: Record<string, string>,
    url: string,
    method: Method = 'GET',
    payload?: object,
  ) => {
    const answer = await world.server.inject({
      method,
      url,
      cookies,
      headers: own,
      ...(payload && { payload }),
    });
    return answer.statusCode === 204
      ? '204'
      : `${answer.statusCode} ${answer.json<{ code?: string }>().code ?? ''}`.trim();
  };
  const act = (url: string, method: Method = 'POST', payload?: object) =>
    ask(managers, `${organisation}/${url}`, method, payload);

  it('is no use to a foreign page: every route that changes something wants the header and its own origin', async () => {
    const { paths } = (await world.server.inject('/openapi.json')).json<Described>();
    // The check of a file changes nothing, and is everybody's.
    const ofSession = Object.entries(paths).filter(([path]) => path !== '/verify');
    const changing = ofSession.flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => method !== 'get' && method !== 'head')
        .map((method) => ({ method: method.toUpperCase() as 'POST', path })),
    );
    expect(changing.length).toBeGreaterThan(5);
    const foreign: [string, Record<string, string>][] = [
      ['no header', { origin: publicUrl }],
      ['the header of the ceremony', { origin: publicUrl, 'x-segl-ceremony': '1' }],
      ['another origin', { ...own, origin: 'https://evil.example' }],
      ['no TLS', { ...own, origin: 'http://segl.example' }],
      ['a frame without an origin', { ...own, origin: 'null' }],
    ];
    for (const { method, path } of changing) {
      const url = path.replace('{organisation}', company.number).replace(/\{\w+\}/g, '1');
      for (const [what, headers] of foreign) {
        const answer = await world.server.inject({ method, url, headers, cookies: managers });
        const { code } = answer.json<{ code: string }>();
        expect([answer.statusCode, code], `${method} ${path}: ${what}`).toEqual([403, 'CSRF']);
      }
    }
  });

  it('gets another cookie at every log-in; neither the one before nor a chosen one counts', async () => {
    const logIn = async (before: Record<string, string>) => {
      const begun = await world.server.inject({
        method: 'POST',
        url: '/portal/api/login',
        headers: own,
        cookies: before,
        payload: { level: 4, language: 'nb', room: 'sender' },
      });
      const query = world.eid.answer(begun.json<{ location: string }>().location).toString();
      const back = Object.fromEntries(begun.cookies.map(({ name, value }) => [name, value]));
      const answer = await world.server.inject({
        url: `/portal/eid/callback?${query}`,
        cookies: { ...before, ...back },
      });
      expect(answer.headers.location).toBe('/sender');
      const cookie = answer.cookies.find(({ name }) => name === cookieName);
      expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' });
      expect(cookie).not.toHaveProperty('domain');
      return { [cookieName]: cookie?.value ?? '' };
    };
    const chosen = { [cookieName]: 'chosen-by-somebody' };
    expect(await ask(chosen, '/sender/api/me')).toBe('401 SESSION_MISSING');
    const first = await logIn(chosen);
    expect(await ask(chosen, '/sender/api/me')).toBe('401 SESSION_MISSING');
    expect(await ask(first, '/sender/api/me')).toBe('200');
    const again = await logIn(first);
    expect(new Set([chosen, first, again].map((one) => one[cookieName])).size).toBe(3);
    expect(await ask(first, '/sender/api/me')).toBe('401 SESSION_MISSING');
    expect(await ask(again, '/sender/api/me')).toBe('200');
    const withoutTls = { segl_portal: again[cookieName] };
    expect(await ask(withoutTls, '/sender/api/me'), 'a name that others can set').toBe('401 SESSION_MISSING');
  });

  it.each([
    ['half an hour without a sign of life', { createdAt: -31 * 60_000, lastUsedAt: -31 * 60_000 }],
    ['four hours, whatever was done', { createdAt: -241 * 60_000, lastUsedAt: -1000 }],
  ])('ends after %s', async (_, { createdAt, lastUsedAt }) => {
    const now = Date.now();
    const insert = (token: string, later: number) =>
      world.portal.store.transaction((tx) =>
        tx.insertPortalSession({
          tokenHash: sha256Hex(token),
          personalIdentificationNumber: ola,
          name: undefined,
          level: 4,
          idToken: 'none',
          providerSession: undefined,
          createdAt: now + createdAt + later,
          lastUsedAt: now + lastUsedAt + later,
        }),
      );
    const [over, lasting] = [`over${createdAt}`, `lasting${createdAt}`];
    await insert(over, 0);
    await insert(lasting, 5 * 60_000);
    expect(await ask({ [cookieName]: over }, '/sender/api/me')).toBe('401 SESSION_MISSING');
    expect(await ask({ [cookieName]: lasting }, '/sender/api/me')).toBe('200');
  });

  describe('is worth what the user may do now: the next request after', () => {
    const users = `${organisation}/users`;
    const jobs = `${organisation}/jobs?list=waiting`;

    it('deactivation and the end of the access is refused', async () => {
      const cookies = await world.logIn(ola);
      expect(await ask(cookies, jobs)).toBe('200');
      expect(await act(`users/${olas.id}/deactivate`)).toBe('200');
      expect(await ask(cookies, jobs)).toBe('403 NOT_A_USER');
      expect(await act(`users/${olas.id}/reactivate`)).toBe('200');
      expect(await ask(cookies, jobs)).toBe('200');
      expect(await act(`users/${olas.id}`, 'PATCH', { lastDay: '2026-11-24' })).toBe('200');
      world.portal.time += 86_400_000;
      expect(await ask(cookies, jobs)).toBe('403 NOT_A_USER');
      expect(await act(`users/${olas.id}`, 'PATCH', { lastDay: '' })).toBe('200');
    });

    it('a change of role goes by the new one', async () => {
      const cookies = await world.logIn(ola);
      expect(await ask(cookies, users)).toBe('403 NOT_PERMITTED');
      expect(await act(`users/${olas.id}`, 'PATCH', { role: 'ACCOUNT_MANAGER' })).toBe('200');
      expect(await ask(cookies, users)).toBe('200');
      expect(await act(`users/${olas.id}`, 'PATCH', { role: 'DOCUMENT_PROCESSOR' })).toBe('200');
      expect(await ask(cookies, users)).toBe('403 NOT_PERMITTED');
    });
  });

  it('ends everywhere when the person says so, and only that person’s', async () => {
    const devices = [await world.logIn(ola), await world.logIn(ola)];
    const out = await ask(devices[0]!, '/portal/api/logout-everywhere', 'POST', {});
    expect(out).toBe('200');
    for (const cookies of devices) expect(await ask(cookies, '/sender/api/me')).toBe('401 SESSION_MISSING');
    expect(await ask(managers, '/sender/api/me')).toBe('200');
    expect(await ask(devices[1]!, '/portal/api/logout-everywhere', 'POST', {})).toBe('401 SESSION_MISSING');
  });

  it('adds a user over HTTP, says what is wrong with fields, and never a number', async () => {
    const kari = { name: 'Kari', personalIdentificationNumber: '01810112350', email: 'kari@example.org' };
    const add = (payload: object) =>
      world.server.inject({
        method: 'POST',
        url: `${organisation}/users`,
        headers: own,
        cookies: managers,
        payload,
      });
    const added = await add({ ...kari, role: 'DOCUMENT_PROCESSOR' });
    expect(added.statusCode).toBe(201);
    const again = await add({ ...kari, email: 'nothing', role: 'DOCUMENT_PROCESSOR' });
    expect(again.json()).toMatchObject({
      code: 'FIELDS_INVALID',
      problems: [{ pointer: '/email', code: 'EMAIL_INVALID' }],
    });
    const list = await world.server.inject({ url: `${organisation}/users`, cookies: managers });
    expect(added.body + again.body + list.body + world.log.join('')).not.toMatch(/0181011\d{4}/);
  });
});
