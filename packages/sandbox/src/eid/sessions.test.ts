/** Who the test eID remembers, whom it asks again, and how it forgets. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startEidWorld, type EidWorld, type Visit, type Wishes } from '../../test/eid-world.ts';
import { CookieJar } from '../cookie-jar.ts';
import { LEVELS } from './levels.ts';

const ase = '14838522190';
const ola = '02919134561';
const signature: Wishes = { more: { prompt: 'login', max_age: '0' } };
let world: EidWorld;
let jar: CookieJar;

beforeAll(async () => {
  world = await startEidWorld();
});
afterAll(() => world.server.close());
beforeEach(() => {
  jar = new CookieJar();
});

async function logIn(person: string, wishes: Wishes = {}, level = wishes.level ?? 4): Promise<Visit> {
  const visit = await world.start(jar, wishes);
  expect(isAsking(visit)).toBe(true);
  return world.choose(jar, visit, { person, level: String(level) });
}

const isAsking = ({ at }: Visit): boolean => at.pathname.includes('/interaction/');

describe('a person who is logged in', () => {
  test('is not asked again for a session, and the session has one id', async () => {
    const first = await world.claims(await logIn(ase, { level: 3 }));
    const visit = await world.start(jar, { level: 3 });
    expect(isAsking(visit)).toBe(false);
    const again = await world.claims(visit);
    expect(again).toMatchObject({ pid: ase, acr: LEVELS[3], auth_time: first.auth_time });
    expect(first['sid']).toMatch(/^[\w-]{16,}$/);
    expect(again['sid']).toBe(first['sid']);
  });

  test('is asked again for every signature', async () => {
    await logIn(ase);
    expect(isAsking(await world.start(jar, signature))).toBe(true);
    expect(isAsking(await world.start(jar, { more: { prompt: 'login' } }))).toBe(true);
    expect(isAsking(await world.start(jar, { more: { max_age: '0' } }))).toBe(true);
  });

  test('at level 3 is asked again for level 4, at level 4 not for 3', async () => {
    await logIn(ase, { level: 3 });
    const visit = await world.start(jar, { level: 4 });
    expect(isAsking(visit)).toBe(true);
    const risen = await world.choose(jar, visit, { person: ase, level: '4' });
    expect((await world.claims(risen)).acr).toBe(LEVELS[4]);
    expect(isAsking(await world.start(jar, { level: 3 }))).toBe(false);
  });

  test('may choose less than was asked for: the token says so', async () => {
    const visit = await logIn(ase, { level: 4 }, 3);
    expect((await world.claims(visit)).acr).toBe(LEVELS[3]);
  });

  test('is unknown in another browser', async () => {
    await logIn(ase);
    jar = new CookieJar();
    expect(isAsking(await world.start(jar))).toBe(true);
  });
});

describe('logging out', () => {
  const logOutUrl = (parameters: Record<string, string>): string =>
    `${world.webUrl}/sandbox/eid/session/end?${new URLSearchParams(parameters).toString()}`;
  const back = (): Record<string, string> => ({
    client_id: 'segl',
    post_logout_redirect_uri: `${world.webUrl}/portal/logged-out`,
    state: 'out',
  });

  /** Presses the button of the page that asks, or would press itself. */
  async function press(page: string): Promise<Response> {
    const action = /action="([^"]+)"/.exec(page)?.[1] ?? '';
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
    return jar.fetch(action, { method: 'POST', body: new URLSearchParams({ xsrf, logout: 'yes' }) });
  }

  test('by a posted form tells the service in a frame, goes back, and the person is asked again', async () => {
    const { idToken, sid } = await world.claims(await logIn(ase));
    const fields = { ...back(), id_token_hint: idToken };
    const asked = await jar.fetch(`${world.webUrl}/sandbox/eid/session/end`, {
      method: 'POST',
      body: new URLSearchParams(fields),
    });
    const page = await asked.text();
    expect(page).toContain('<h1>Logging out</h1>');
    expect(page).toContain('src="/sandbox/eid/confirm-logout.js"');
    expect(page).not.toContain(idToken);

    const answer = await press(page);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('refresh')).toBe(`1; url=${world.webUrl}/portal/logged-out?state=out`);
    const told = new URLSearchParams({ iss: `${world.webUrl}/sandbox/eid`, sid: sid as string });
    const frame = `${world.webUrl}/portal/eid/logout?${told.toString()}`;
    expect(await answer.text()).toContain(`src="${frame.replaceAll('&', '&amp;')}"`);

    expect(isAsking(await world.start(jar))).toBe(true);
  });

  test('without a token, or with another person’s, asks first', async () => {
    const { idToken } = await world.claims(await logIn(ase));
    jar = new CookieJar();
    await logIn(ola);
    for (const parameters of [back(), { ...back(), id_token_hint: idToken }]) {
      const page = await (await jar.fetch(logOutUrl(parameters))).text();
      expect(page).toContain('<h1>Log out?</h1>');
      expect(page).not.toContain('<script>');
    }
    expect(isAsking(await world.start(jar))).toBe(false);
  });

  test('at the eID itself ends at a page', async () => {
    await logIn(ase);
    const answer = await press(await (await jar.fetch(logOutUrl({}))).text());
    const end = /url=(.+)$/.exec(answer.headers.get('refresh') ?? '')?.[1] ?? '';
    expect(await (await jar.fetch(end)).text()).toContain('You are logged out');
    expect(isAsking(await world.start(jar))).toBe(true);
  });

  test('goes back to registered addresses only', async () => {
    const answer = await jar.fetch(
      logOutUrl({ ...back(), post_logout_redirect_uri: 'https://evil.example/' }),
    );
    expect(answer.status).toBe(400);
  });

  test('a secret is needed: a foreign page logs nobody out', async () => {
    await logIn(ase);
    const answer = await jar.fetch(`${world.webUrl}/sandbox/eid/session/end/confirm`, {
      method: 'POST',
      body: new URLSearchParams({ logout: 'yes', xsrf: 'guessed' }),
    });
    expect(answer.status).toBe(400);
    expect(isAsking(await world.start(jar))).toBe(false);
  });
});

test('another person takes the session over, and the log-in goes on at once', async () => {
  const first = await world.claims(await logIn(ase));
  const visit = await world.start(jar, signature);
  const posted = await jar.fetch(visit.at.href, {
    method: 'POST',
    body: new URLSearchParams({ person: ola, level: '4' }),
  });
  // The provider ends the first person's session by a page that sends a form by itself.
  const page = await (await jar.fetch(new URL(posted.headers.get('location') ?? '', visit.at).href)).text();
  const [, action = ''] = /action="([^"]+)"/.exec(page) ?? [];
  const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(page) ?? [];
  const ended = await jar.fetch(action, {
    method: 'POST',
    body: new URLSearchParams({ xsrf, logout: 'yes' }),
  });
  expect(ended.status).toBe(303);
  const at = await jar.follow(new URL(ended.headers.get('location') ?? '', action).href, (url) =>
    url.pathname.endsWith('/eid/callback'),
  );
  const claims = await world.claims({ ...visit, at });
  expect(claims['pid']).toBe(ola);
  expect(claims['sid']).not.toBe(first['sid']);
});

test('the metadata name what there is', () => {
  expect(world.client.serverMetadata()).toMatchObject({
    end_session_endpoint: `${world.webUrl}/sandbox/eid/session/end`,
    frontchannel_logout_supported: true,
    frontchannel_logout_session_supported: true,
  });
});
