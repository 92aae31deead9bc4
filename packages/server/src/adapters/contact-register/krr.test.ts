/** The register and Maskinporten over real HTTP, behaving as documented and otherwise. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { clientId, json, keyId, scope, startDigdir, type Answer, type Digdir } from '../../../test/digdir.ts';
import type { ContactRegister } from '../../jobs/contact-register.ts';
import { maskinportenTokens } from '../maskinporten.ts';
import { krrContactRegister } from './index.ts';

const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const kari = '02013299997';
const ola = '47906701517';
const nobody = '30108299939';
let digdir: Digdir;
let register: ContactRegister;
/** Waits less long for each answer. */
let impatient: ContactRegister;
let jti = 0;

beforeAll(async () => {
  digdir = await startDigdir(key);
});
afterAll(() => digdir.close());
beforeEach(() => {
  digdir.calls.length = 0;
  digdir.tokens.length = 0;
  const recently = new Date().toISOString();
  digdir.people.set(kari, {
    personidentifikator: kari,
    reservasjon: 'NEI',
    status: 'AKTIV',
    varslingsstatus: 'KAN_VARSLES',
    kontaktinformasjon: { epostadresse: 'kari@example.com', epostadresse_oppdatert: recently },
    spraak: 'nb',
  });
  digdir.people.set(ola, { personidentifikator: ola, reservasjon: 'JA', status: 'AKTIV' });
  register = registerWith(10_000);
  impatient = registerWith(300);
});
afterEach(() => {
  digdir.people.clear();
  digdir.tokenAnswer = undefined;
  digdir.registerAnswer = undefined;
});

function registerWith(timeoutMs: number): ContactRegister {
  const wall = (): number => Date.now();
  const client = { issuer: digdir.issuer, clientId, scope, key, keyName: { keyId } };
  const random = { uuid: () => `jti-${(jti += 1)}` };
  return krrContactRegister({
    url: digdir.url,
    tokens: maskinportenTokens({ client, random, wall, timeoutMs }),
    wall,
    timeoutMs,
  });
}

test('tells who can be reached, who has opted out, and leaves out who is not there', async () => {
  const found = await register.lookUp([kari, ola, nobody]);
  expect(Object.fromEntries(found)).toEqual({
    [kari]: { reserved: false, email: 'kari@example.com', language: 'nb' },
    [ola]: { reserved: true },
  });
});

test('asks for each number once, a thousand at a time, never in a URL, with one token', async () => {
  const numbers = Array.from({ length: 2001 }, (_value, index) => String(10_000_000_000 + index));
  await register.lookUp([...numbers, ...numbers]);
  expect(digdir.calls.map((call) => call.numbers.length)).toEqual([1000, 1000, 1]);
  expect(digdir.calls.flatMap((call) => call.numbers)).toEqual(numbers);
  expect(new Set(digdir.calls.map((call) => call.url))).toEqual(new Set(['/rest/v2/personer']));
  expect(digdir.tokens).toHaveLength(1);
});

test('asks nobody about nobody', async () => {
  expect(await register.lookUp([])).toEqual(new Map());
  expect(digdir.calls).toEqual([]);
});

test('an expired token is replaced, and the call made again', async () => {
  await register.lookUp([kari]);
  digdir.expireTokens();
  expect((await register.lookUp([kari])).has(kari)).toBe(true);
  expect(digdir.tokens).toHaveLength(2);
  expect(digdir.calls.map(({ token }) => digdir.tokens.indexOf(token))).toEqual([0, 0, 1]);
});

const overloaded: Answer = (_request, response) =>
  void response.writeHead(429, { 'retry-after': '60' }).end(`slow down, ${kari}`);
const failures: readonly (readonly [string, Answer, RegExp])[] = [
  ['refuses every token', (_request, response) => json(response, 401, {}), /status 401/],
  ['misses a scope', (_request, response) => json(response, 403, { message: kari }), /status 403/],
  ['is overloaded', overloaded, /status 429/],
  ['is down', (_request, response) => json(response, 503, {}), /status 503/],
  [
    'sends elsewhere',
    (_request, response) => response.writeHead(307, { location: '/x' }).end(),
    /status 307/,
  ],
  ['is silent', () => undefined, /timeout/],
  ['never ends its answer', (_request, response) => response.write('{"personer":['), /timeout/],
  ['hangs up', (_request, response) => response.destroy(), /UND_ERR_SOCKET/],
  ['sends too much', (_request, response) => response.end(Buffer.alloc(5_000_000, ' ')), /EXCEEDED/],
  ['sends no JSON', (_request, response) => response.end(`<html>${kari}`), /not JSON/],
  ['sends something else', (_request, response) => json(response, 200, [kari]), /no list/],
  [
    'sends people that are none',
    (_request, response) => json(response, 200, { personer: [kari] }),
    /not an object/,
  ],
  [
    'leaves the reservation open',
    (_request, response) =>
      json(response, 200, { personer: [{ personidentifikator: kari, status: 'AKTIV' }] }),
    /reservasjon/,
  ],
  [
    'contradicts itself',
    (_request, response) =>
      json(response, 200, {
        personer: ['JA', 'NEI'].map((reservasjon) => ({
          personidentifikator: kari,
          status: 'AKTIV',
          reservasjon,
        })),
      }),
    /twice/,
  ],
];

describe('cannot be asked when it', () => {
  test.each(failures)('%s', async (_name, answer, reason) => {
    digdir.registerAnswer = answer;
    await expectRefused(reason);
    digdir.registerAnswer = undefined;
    expect((await register.lookUp([kari])).has(kari)).toBe(true);
  });

  test('fails for the second thousand', async () => {
    const numbers = Array.from({ length: 1001 }, (_value, index) => String(10_000_000_000 + index));
    digdir.registerAnswer = (_request, response) => {
      digdir.registerAnswer = (_second, refused) => json(refused, 500, {});
      json(response, 200, { personer: [] });
    };
    await expect(register.lookUp(numbers)).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
  });
});

test('people who were not asked for are passed over', async () => {
  digdir.registerAnswer = (_request, response) =>
    json(response, 200, { personer: [digdir.people.get(ola), digdir.people.get(kari)] });
  expect([...(await register.lookUp([kari])).keys()]).toEqual([kari]);
});

describe('without a token', () => {
  test.each<[string, Answer, RegExp]>([
    [
      'refused',
      (_request, response) => json(response, 400, { error: 'invalid_grant', error_description: kari }),
      /status 400, invalid_grant$/,
    ],
    [
      'down',
      (_request, response) => void response.writeHead(502).end('<html>'),
      /status 502, no error code$/,
    ],
    ['silent', () => undefined, /timeout/],
    ['empty', (_request, response) => json(response, 200, {}), /access_token/],
    [
      'unusable',
      (_request, response) => json(response, 200, { access_token: 'a\r\nb', token_type: 'Bearer' }),
      /access_token/,
    ],
    [
      'of another type',
      (_request, response) => json(response, 200, { access_token: 'a', token_type: 'DPoP' }),
      /Bearer/,
    ],
    ['endless', (_request, response) => response.end(Buffer.alloc(200_000, ' ')), /EXCEEDED/],
  ])('%s: said so, the register is not asked', async (_name, answer, reason) => {
    digdir.tokenAnswer = answer;
    await expectRefused(reason);
    expect(digdir.calls).toEqual([]);
    digdir.tokenAnswer = undefined;
    expect((await register.lookUp([kari])).has(kari)).toBe(true);
  });
});

/** Refused with a reason, and nothing that was sent or answered in it. */
async function expectRefused(reason: RegExp): Promise<void> {
  const asked = reason.source === 'timeout' ? impatient : register;
  const error: unknown = await asked.lookUp([kari, ola]).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    expect(`${at.message} ${JSON.stringify(at)}`).not.toMatch(/\d{11}|token-|eyJ|@/);
  }
  expect(String(error)).toMatch(reason);
}
