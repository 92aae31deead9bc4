/** The adapter against a certified provider: discovery, pushed requests, private_key_jwt, PKCE. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRealEid, type Browser, type RealEid } from '../../../test/real-eid.ts';
import type { AuthorizationRequest, Eid } from '../../ceremony/ports.ts';
import { eidProfiles, openidEid } from './index.ts';

const redirectUris = {
  signature: 'http://127.0.0.1:8080/eid/callback',
  session: 'http://127.0.0.1:8080/portal/eid/callback',
};
const postLogoutRedirectUri = 'http://127.0.0.1:8080/portal/logged-out';
const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const asked = {
  purpose: 'signature' as const,
  state: 'the-state',
  nonce: createHash('sha256').update('intent').digest('base64url'),
  codeVerifier: 'v'.repeat(43),
};
const person = {
  claims: { pid: '02013299997', name: '  Kari \u0000 Nordmann ', birthdate: '1932-01-02' },
  acr: 'idporten-loa-high',
};
let provider: RealEid;
let eid: Eid;

beforeAll(async () => {
  provider = await startRealEid({ key, redirectUris: Object.values(redirectUris), postLogoutRedirectUri });
  eid = openidEid({
    profile: eidProfiles.sandbox,
    client: {
      issuer: provider.issuer,
      clientId: 'segl',
      authentication: { method: 'private_key_jwt', key, keyId: 'client-key' },
    },
    redirectUris,
    wall: () => Date.now(),
  });
});
afterAll(() => provider.close());

/** The query that the browser brings back. */
async function answer(request: Partial<AuthorizationRequest> = {}, browser?: Browser): Promise<string> {
  const url = await eid.authorizationUrl({ ...asked, level: 4, language: 'nn', ...request });
  const redirectUri = request.purpose === undefined ? redirectUris.signature : redirectUris.session;
  return (await provider.logIn(url.href, redirectUri, browser)).toString();
}

test('a log-in gives what the ID token says, with the token and the key that verified it', async () => {
  provider.person = person;
  const pushed = provider.pushed;
  const login = await eid.login({ ...asked, query: await answer() });
  expect(provider.pushed).toBe(pushed + 1);
  expect(login).toMatchObject({
    issuer: provider.issuer,
    acr: 'idporten-loa-high',
    level: 4,
    personalIdentificationNumber: '02013299997',
    name: { full: 'Kari Nordmann', given: undefined, family: undefined },
    birthDate: '1932-01-02',
  });
  expect(Math.abs(login.authTime - Date.now() / 1000)).toBeLessThan(60);
  const [header = ''] = login.idToken.split('.');
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ kid: 'provider-key' });
  expect(login.providerKeys.keys).toMatchObject([{ kid: 'provider-key', kty: 'RSA' }]);
  expect(login.providerKeys.keys[0]).not.toHaveProperty('d');
});

test('the code of one answer works once, and only with its own verifier', async () => {
  provider.person = person;
  const query = await answer();
  const failed = { code: 'EID_FAILED', message: 'invalid_grant' };
  await expect(eid.login({ ...asked, codeVerifier: 'w'.repeat(43), query })).rejects.toMatchObject(failed);
  const second = await answer();
  await eid.login({ ...asked, query: second });
  await expect(eid.login({ ...asked, query: second })).rejects.toMatchObject(failed);
});

test('who cancels has cancelled', async () => {
  provider.person = 'cancel';
  const query = await answer();
  await expect(eid.login({ ...asked, query })).rejects.toMatchObject({ code: 'EID_CANCELLED' });
});

describe('a session', () => {
  const session = { ...asked, purpose: 'session' as const, state: 'session-state', nonce: 'random-nonce' };
  const substantial = { ...person, acr: 'idporten-loa-substantial' };

  test('is at the level the person chose, and known by an id of the provider’s', async () => {
    provider.person = substantial;
    const login = await eid.login({ ...session, query: await answer({ ...session, level: 3 }) });
    expect(login).toMatchObject({ level: 3, personalIdentificationNumber: '02013299997' });
    expect(login.sessionId).toMatch(/^[\w-]{16,}$/);
  });

  test('rests on a log-in that the provider remembers; a signature and a step-up never do', async () => {
    const browser: Browser = new Map();
    provider.person = substantial;
    const first = await eid.login({ ...session, query: await answer({ ...session, level: 3 }, browser) });
    const shown = provider.asked;

    const again = await eid.login({ ...session, query: await answer(session, browser) });
    expect(provider.asked).toBe(shown);
    expect(again).toMatchObject({ level: 3, authTime: first.authTime, sessionId: first.sessionId });

    provider.person = person;
    const stepUp = { ...session, purpose: 'step-up' as const };
    const risen = await eid.login({ ...stepUp, query: await answer(stepUp, browser) });
    expect(provider.asked).toBe(shown + 1);
    expect(risen.level).toBe(4);

    await eid.login({ ...asked, query: await answer({}, browser) });
    expect(provider.asked).toBe(shown + 2);
  });

  test('and a signature are not taken for each other', async () => {
    provider.person = person;
    const query = await answer(session);
    await expect(eid.login({ ...asked, query })).rejects.toMatchObject({ code: 'EID_FAILED' });
    const signature = await answer();
    await expect(eid.login({ ...session, query: signature })).rejects.toMatchObject({ code: 'EID_FAILED' });
  });

  test('and a signature cannot be exchanged for each other, even with every secret known', async () => {
    const secrets = { state: 'one-state', nonce: 'one-nonce', codeVerifier: 'v'.repeat(43) };
    provider.person = person;
    const query = await answer({ ...secrets, purpose: 'session' });
    await expect(eid.login({ ...secrets, purpose: 'signature', query })).rejects.toMatchObject({
      code: 'EID_FAILED',
      message: 'invalid_grant',
    });
    const signature = await answer({ ...secrets });
    await expect(eid.login({ ...secrets, purpose: 'session', query: signature })).rejects.toMatchObject({
      code: 'EID_FAILED',
      message: 'invalid_grant',
    });
  });

  test('ends at the provider too, and the person comes back with the state', async () => {
    const browser: Browser = new Map();
    provider.person = person;
    const { idToken } = await eid.login({ ...session, query: await answer(session, browser) });
    const form = await eid.logout({ idToken, postLogoutRedirectUri, state: 'out' });
    expect(form?.fields).toEqual({
      client_id: 'segl',
      id_token_hint: idToken,
      post_logout_redirect_uri: postLogoutRedirectUri,
      state: 'out',
    });
    expect(form?.action.search).toBe('');
    const end = await provider.logOut(form!, browser);
    expect(end.href).toBe(`${postLogoutRedirectUri}?state=out`);

    const shown = provider.asked;
    await answer(session, browser);
    expect(provider.asked).toBe(shown + 1);
  });

  test('can be ended without a token', async () => {
    const browser: Browser = new Map();
    provider.person = person;
    await answer(session, browser);
    const form = await eid.logout({ idToken: undefined, postLogoutRedirectUri, state: 'out' });
    expect(form?.fields).not.toHaveProperty('id_token_hint');
    expect((await provider.logOut(form!, browser)).href).toBe(`${postLogoutRedirectUri}?state=out`);
  });
});

test('the provider’s pages are where its metadata say', async () => {
  expect(await eid.pageOrigins()).toEqual([provider.issuer]);
});

test('the end of a session is taken from this provider only', () => {
  const query = new URLSearchParams({ iss: provider.issuer, sid: 'the-session' });
  expect(eid.endedSession(query.toString())).toBe('the-session');
  query.set('iss', 'https://evil.example');
  expect(eid.endedSession(query.toString())).toBeUndefined();
});
