/** The adapter against a certified provider: discovery, pushed requests, private_key_jwt, PKCE. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRealEid, type RealEid } from '../../../test/real-eid.ts';
import type { Eid } from '../../ceremony/ports.ts';
import { eidProfiles, openidEid } from './index.ts';

const redirectUri = 'http://127.0.0.1:8080/eid/callback';
const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const asked = {
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
  provider = await startRealEid({ key, redirectUri });
  eid = openidEid({
    profile: eidProfiles.sandbox,
    client: {
      issuer: provider.issuer,
      clientId: 'segl',
      authentication: { method: 'private_key_jwt', key, keyId: 'client-key' },
    },
    redirectUri,
    wall: () => Date.now(),
  });
});
afterAll(() => provider.close());

async function answer(): Promise<string> {
  const url = await eid.authorizationUrl({ ...asked, level: 4, language: 'nn' });
  return (await provider.logIn(url.href, redirectUri)).toString();
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
