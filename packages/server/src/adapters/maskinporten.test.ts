/** Tokens against a Maskinporten that checks grants as documented. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { toPem } from '@segl/formats/x509';
import { clientId, keyId, scope, startDigdir, type Digdir } from '../../test/digdir.ts';
import { startTrustWorld, type TrustWorld } from '../../test/trust-world.ts';
import { maskinportenTokens, type AccessTokens, type KeyName } from './maskinporten.ts';

const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
let digdir: Digdir;
let trust: TrustWorld;
let shift = 0;
let jti = 0;
const wall = (): number => Date.now() + shift;

beforeAll(async () => {
  digdir = await startDigdir(key, wall);
  trust = await startTrustWorld();
});
afterAll(async () => {
  await digdir.close();
  await trust.close();
});
beforeEach(() => {
  shift = 0;
  digdir.tokens.length = 0;
  digdir.grants.length = 0;
  digdir.tokenSeconds = 120;
  digdir.tokenAnswer = undefined;
});

function tokens(keyName: KeyName = { keyId }, signedBy = key): AccessTokens {
  return maskinportenTokens({
    client: { issuer: digdir.issuer, clientId, scope, key: signedBy, keyName },
    random: { uuid: () => `jti-${(jti += 1)}` },
    wall,
  });
}

test('a grant names the registered key and is used once', async () => {
  const source = tokens();
  const first = await source.current();
  source.drop(first);
  const second = await source.current();
  expect(second).not.toBe(first);
  expect(digdir.grants.map(({ header }) => header)).toEqual([
    { alg: 'RS256', kid: keyId },
    { alg: 'RS256', kid: keyId },
  ]);
  const [one, two] = digdir.grants.map(({ claims }) => claims);
  expect(one).toMatchObject({ aud: digdir.issuer, iss: clientId, scope });
  expect(one?.['jti']).not.toBe(two?.['jti']);
});

test('an enterprise certificate goes along with its issuers instead of a key’s name', async () => {
  const { chain, key: sealKey } = trust.seal;
  const pem = chain.map(({ der }) => toPem(der)).join('');
  await tokens({ chain: pem }, sealKey).current();
  expect(digdir.grants[0]?.header).toEqual({
    alg: 'RS256',
    x5c: chain.map(({ der }) => Buffer.from(der).toString('base64')),
  });
});

test('another key than the registered one gets nothing', async () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  await expect(tokens({ keyId }, other).current()).rejects.toThrow('status 400, invalid_grant');
});

test('a token serves until shortly before its end, and those who ask at once share it', async () => {
  const source = tokens();
  const [first, same] = await Promise.all([source.current(), source.current()]);
  expect(same).toBe(first);
  expect(await source.current()).toBe(first);
  shift = 95_000;
  expect(await source.current()).toBe(first);
  shift = 101_000;
  expect(await source.current()).not.toBe(first);
});

test('a clock that was set back proves no age', async () => {
  const source = tokens();
  const first = await source.current();
  shift = -60_000;
  expect(await source.current()).not.toBe(first);
});

test('a token that says nothing about its life is used once', async () => {
  const source = tokens();
  digdir.tokenSeconds = 0;
  await source.current();
  await source.current();
  expect(digdir.tokens).toHaveLength(2);
});

test('dropping another token changes nothing', async () => {
  const source = tokens();
  const token = await source.current();
  source.drop('another');
  expect(await source.current()).toBe(token);
});
