import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEidWorld, type EidWorld } from '../../test/eid-world.ts';
import { CookieJar } from '../cookie-jar.ts';
import { LEVELS } from './levels.ts';

let world: EidWorld;

beforeAll(async () => {
  world = await startEidWorld();
});
afterAll(() => world.server.close());

/** A fresh log-in in a browser of its own, as for a signature. */
async function logIn(form: Record<string, string>, level: 3 | 4 = 4) {
  const jar = new CookieJar();
  const visit = await world.start(jar, { level, more: { prompt: 'login', max_age: '0' } });
  expect(await (await jar.fetch(visit.at.href)).text()).toContain('Åse Østby-Ærfugl');
  return world.choose(jar, visit, form);
}

test('the ID token names the person and commits to the nonce', async () => {
  const claims = await world.claims(await logIn({ person: '14838522190', level: '4' }));
  expect(claims).toMatchObject({
    pid: '14838522190',
    name: 'Åse Østby-Ærfugl',
    birthdate: '1985-03-14',
    acr: LEVELS[4],
    nonce: 'hash-of-the-intent',
  });
  expect(Math.abs(claims.auth_time! - Date.now() / 1000)).toBeLessThan(30);
});

test('anybody else logs in with a typed name', async () => {
  const form = { person: 'other', otherNumber: '12345678910', givenName: 'Kari', familyName: 'Test' };
  const claims = await world.claims(await logIn({ ...form, birthDate: '1970-02-03', level: '3' }, 3));
  expect(claims).toMatchObject({ name: 'Kari Test', birthdate: '1970-02-03', acr: LEVELS[3] });
});

test('a person without a name has none in the token', async () => {
  const claims = await world.claims(await logIn({ person: '01924920382', level: '4' }));
  expect(claims).not.toHaveProperty('name');
});

test.each([
  ['cancel', 'access_denied'],
  ['fail', 'server_error'],
])('%s answers with %s', async (person, error) => {
  const { at } = await logIn({ person, level: '4' });
  expect(at.searchParams.get('error')).toBe(error);
});

test('the person with level 3 only is refused at level 4, on the page', async () => {
  const { answer } = await logIn({ person: '17856630870', level: '4' });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('level 3 only');
});

test('switched off, it answers 503', async () => {
  world.faults.apply({ eid: 'down' });
  const response = await world.server.inject('/sandbox/eid/.well-known/openid-configuration');
  world.faults.apply({ eid: 'up' });
  expect(response.statusCode).toBe(503);
});
