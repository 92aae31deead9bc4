import { generateKeyPairSync } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Faults } from '../faults.ts';
import { Accounts } from './accounts.ts';
import { CLIENT_ID, LEVELS, createProvider } from './provider.ts';
import { eidRoutes } from './routes.ts';

const faults = new Faults();
let server: FastifyInstance;
let client: oidc.Configuration;
let redirectUri: string;

beforeAll(async () => {
  server = Fastify();
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = await crypto.subtle.importKey(
    'pkcs8',
    keys.privateKey.export({ type: 'pkcs8', format: 'der' }),
    { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  // The issuer holds the port, so the port is taken before the routes are known.
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}/sandbox/eid`;
  redirectUri = `http://127.0.0.1:${port}/eid/callback`;
  const accounts = new Accounts();
  const clientKey = { ...keys.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig' };
  const provider = createProvider({ issuer, redirectUri, clientKey }, accounts);
  await server.register((instance) => eidRoutes(instance, { provider, accounts, faults }));
  await server.listen({ port, host: '127.0.0.1' });
  client = await oidc.discovery(
    new URL(issuer),
    CLIENT_ID,
    { id_token_signed_response_alg: 'RS256' },
    oidc.PrivateKeyJwt({ key, kid: 'k1' }),
    { execute: [oidc.allowInsecureRequests] },
  );
});
afterAll(() => server.close());

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Walks the log-in as a browser would and returns the callback URL. */
async function logIn(form: Record<string, string>, level: 3 | 4 = 4) {
  const verifier = oidc.randomPKCECodeVerifier();
  const url = oidc.buildAuthorizationUrl(client, {
    redirect_uri: redirectUri,
    scope: 'openid profile',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: 'state-1',
    nonce: 'hash-of-the-intent',
    prompt: 'login',
    max_age: '0',
    acr_values: LEVELS[level],
  });
  const jar = new Map<string, string>();
  const visit = async (
    target: string,
    init: { method?: string; body?: URLSearchParams } = {},
  ): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(target, {
      ...init,
      redirect: 'manual',
      headers: { cookie },
    });
    for (const header of response.headers.getSetCookie()) {
      const [pair = ''] = header.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return response;
  };
  const follow = async (response: Response, from: string): Promise<URL> => {
    const next = new URL(response.headers.get('location') ?? '', from);
    if (next.href.startsWith(redirectUri)) return next;
    return follow(await visit(next.href), next.href);
  };
  const started = await visit(url.href);
  const interaction = new URL(started.headers.get('location') ?? '', url).href;
  expect(await (await visit(interaction)).text()).toContain('Åse Østby-Ærfugl');
  const answer = await visit(interaction, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  return answer.status === 303
    ? { callback: await follow(answer, interaction), verifier }
    : { answer, verifier };
}

test('the ID token names the person and commits to the nonce', async () => {
  const { callback, verifier } = await logIn({ person: '14838522190', level: '4' });
  const tokens = await oidc.authorizationCodeGrant(client, callback!, {
    pkceCodeVerifier: verifier,
    expectedState: 'state-1',
    expectedNonce: 'hash-of-the-intent',
    maxAge: 30,
    idTokenExpected: true,
  });
  expect(tokens.claims()).toMatchObject({
    pid: '14838522190',
    name: 'Åse Østby-Ærfugl',
    birthdate: '1985-03-14',
    acr: LEVELS[4],
  });
});

test('anybody else logs in with a typed name', async () => {
  const form = { person: 'other', otherNumber: '12345678910', givenName: 'Kari', familyName: 'Test' };
  const { callback, verifier } = await logIn({ ...form, birthDate: '1970-02-03', level: '3' }, 3);
  const tokens = await oidc.authorizationCodeGrant(client, callback!, {
    pkceCodeVerifier: verifier,
    expectedState: 'state-1',
    expectedNonce: 'hash-of-the-intent',
    maxAge: 30,
  });
  expect(tokens.claims()).toMatchObject({ name: 'Kari Test', birthdate: '1970-02-03', acr: LEVELS[3] });
});

test('a person without a name has none in the token', async () => {
  const { callback, verifier } = await logIn({ person: '01924920382', level: '4' });
  const tokens = await oidc.authorizationCodeGrant(client, callback!, {
    pkceCodeVerifier: verifier,
    expectedState: 'state-1',
    expectedNonce: 'hash-of-the-intent',
    maxAge: 30,
  });
  expect(tokens.claims()).not.toHaveProperty('name');
});

test.each([
  ['cancel', 'access_denied'],
  ['fail', 'server_error'],
])('%s answers with %s', async (person, error) => {
  const { callback } = await logIn({ person, level: '4' });
  expect(callback!.searchParams.get('error')).toBe(error);
});

test('the person with level 3 only is refused at level 4, on the page', async () => {
  const { answer } = await logIn({ person: '17856630870', level: '4' });
  expect(answer!.status).toBe(400);
  expect(await answer!.text()).toContain('level 3 only');
});

test('switched off, it answers 503', async () => {
  faults.apply({ eid: 'down' });
  const response = await server.inject('/sandbox/eid/.well-known/openid-configuration');
  faults.apply({ eid: 'up' });
  expect(response.statusCode).toBe(503);
});
