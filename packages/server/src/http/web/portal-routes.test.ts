import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWebWorld, type WebWorld } from '../../../test/web-world.ts';

const publicUrl = 'https://signering.example';
const own = { 'content-type': 'application/json', 'x-segl-portal': '1', origin: publicUrl };

describe('the portal over HTTP', () => {
  let world: WebWorld;
  beforeAll(async () => {
    world = await openWebWorld(publicUrl);
  });
  afterAll(() => world.close());
  const post = (url: string, payload: object = {}, headers: Record<string, string> = own) =>
    world.server.inject({ method: 'POST', url, headers, payload });
  const login = { level: 4, language: 'nb' };

  /** The cookies of a browser that has come back from the eID. */
  async function logIn(): Promise<{ cookies: Record<string, string>; setCookie: string[] }> {
    const begun = await post('/portal/api/login', login);
    const query = world.eid.answer(begun.json<{ location: string }>().location).toString();
    const answer = await world.server.inject({
      url: `/portal/eid/callback?${query}`,
      cookies: Object.fromEntries(begun.cookies.map(({ name, value }) => [name, value])),
    });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/portal']);
    return {
      cookies: Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value])),
      setCookie: [begun, answer].flatMap(({ headers }) => headers['set-cookie'] ?? []),
    };
  }

  describe.each([
    ['/portal/api/login', login],
    ['/portal/api/logout', {}],
    ['/portal/api/logout-everywhere', {}],
    ['/portal/api/jobs/1/open', {}],
    ['/sign/some-link/api/code', { code: '123456' }],
    ['/sign/some-link/api/new-code', {}],
  ])('POST %s', (url, body) => {
    const { 'x-segl-portal': _, ...withoutHeader } = own;
    test.each([
      ['without our header', withoutHeader],
      ['with the header of another page', { ...withoutHeader, 'x-segl-ceremony': '1' }],
      ['from another origin', { ...own, origin: 'https://evil.example' }],
      ['from our host without TLS', { ...own, origin: 'http://signering.example' }],
      ['from a frame without an origin', { ...own, origin: 'null' }],
    ])('is refused %s', async (_what, headers) => {
      const answer = await post(url, body, headers);
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'CSRF']);
      expect(answer.headers['set-cookie']).toBeUndefined();
    });

    test('is not for forms, nor for other sites to ask about', async () => {
      const form = { ...own, 'content-type': 'application/x-www-form-urlencoded' };
      const asForm = await world.server.inject({ method: 'POST', url, headers: form, payload: 'code=1' });
      expect(asForm.statusCode).toBe(415);
      const preflight = await world.server.inject({
        method: 'OPTIONS',
        url,
        headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
      });
      expect(preflight.statusCode).toBe(404);
      expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
    });
  });

  test('a refused log-out leaves the person logged in', async () => {
    const { cookies } = await logIn();
    await world.server.inject({ method: 'POST', url: '/portal/api/logout', cookies, payload: {} });
    const inbox = await world.server.inject({ url: '/portal/api/inbox', cookies });
    expect(inbox.statusCode).toBe(200);
    const out = { method: 'POST', url: '/portal/api/logout', headers: own, cookies, payload: {} } as const;
    expect((await world.server.inject(out)).json()).toEqual({ location: '/portal/logged-out' });
    expect((await world.server.inject({ url: '/portal/api/inbox', cookies })).statusCode).toBe(401);
  });

  test('cookies are for the browser alone, for TLS alone, and for the paths that need them', async () => {
    const { setCookie } = await logIn();
    const gone = (cookie: string) => /^\w+=;/.test(cookie);
    expect(setCookie.filter(gone)).toEqual([
      expect.stringMatching(/^segl_portal_login=; .*Path=\/portal\/eid/),
    ]);
    const given = setCookie.filter((cookie) => !gone(cookie));
    expect(given.map((cookie) => cookie.replace(/=[^;]+/, ''))).toEqual([
      'segl_portal_login; Max-Age=3600; Path=/portal/eid/callback; HttpOnly; Secure; SameSite=Lax',
      '__Host-segl_portal; Path=/; HttpOnly; Secure; SameSite=Lax',
    ]);
  });

  test('an answer of the eID counts once, in the browser that set out, and says so on a page', async () => {
    const { location } = (await post('/portal/api/login', login)).json<{ location: string }>();
    const query = world.eid.answer(location).toString();
    const elsewhere = await world.server.inject({ url: `/portal/eid/callback?${query}` });
    expect([elsewhere.statusCode, elsewhere.headers.location]).toEqual([303, '/portal']);
    const [notice, ...more] = elsewhere.cookies;
    expect(more).toEqual([]);
    expect(notice).toMatchObject({
      name: 'segl_portal_notice',
      value: 'LOGIN_EXPIRED',
      path: '/portal/api/session',
    });
  });

  test('the eID alone may frame the route that it logs out by', async () => {
    const eidOrigin = new URL(world.eid.issuer).origin;
    const route = await world.server.inject('/portal/eid/logout?iss=x&sid=y');
    expect(route.statusCode).toBe(200);
    expect(route.headers['content-security-policy']).toBe(`default-src 'none';frame-ancestors ${eidOrigin}`);
    expect(route.headers['x-frame-options']).toBeUndefined();
    expect(route.headers['cross-origin-resource-policy']).toBe('cross-origin');
    expect(route.headers['cache-control']).toBe('no-store');
    expect(route.headers['x-content-type-options']).toBe('nosniff');
    expect(route.headers['set-cookie']).toBeUndefined();
    for (const url of ['/portal', '/portal/logged-out', '/sign/some-link', '/portal/api/session']) {
      const { headers } = await world.server.inject(url);
      expect(headers['content-security-policy'], url).toContain("frame-ancestors 'none'");
      expect(headers['x-frame-options'], url).toBe('DENY');
      expect(headers['strict-transport-security'], url).toContain('max-age=');
      expect(headers['referrer-policy'], url).toBe('no-referrer');
    }
  });

  test('nothing of a person, a token or an address is logged', async () => {
    const { cookies } = await logIn();
    await world.server.inject({ url: '/portal/api/jobs/1/pades', cookies });
    const log = world.log.join('');
    expect(log).toContain('/portal/eid/callback');
    for (const secret of ['02013299997', ...Object.values(cookies), 'code=', 'state=']) {
      expect(secret !== '' && log.includes(secret), secret).toBe(false);
    }
  });
});
