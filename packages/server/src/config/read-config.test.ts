import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadAuthorities } from '../../../sandbox/src/authorities/index.ts';
import { checkConfig, ConfigError, readConfig } from './index.ts';

let folder: string;
let complete: Record<string, unknown>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segl-config-'));
  const authorities = await loadAuthorities(folder, 'http://localhost:1');
  const files = {
    'tls.key': authorities.tls.key,
    'tls.pem': authorities.tls.chain,
    'seal.key': authorities.seal.key,
    'seal.pem': authorities.seal.chain,
    'ca.key': authorities.signerCa.key,
    'signer-ca.pem': authorities.signerCa.chain,
    'anchors.pem': authorities.trustAnchors,
    'enterprise.pem': authorities.clientAnchors,
    'token.key': 'k'.repeat(32),
    'short.key': 'k'.repeat(31),
    'logo.png': Buffer.from('not a picture'),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  complete = {
    data: 'data',
    tokenKey: 'token.key',
    api: {
      publicUrl: 'https://api.example.org',
      tls: { key: 'tls.key', chain: 'tls.pem' },
      clientAnchors: 'enterprise.pem',
    },
    web: { publicUrl: 'https://sign.example.org' },
    seal: { key: 'seal.key', chain: 'seal.pem', name: 'Example seal' },
    signerCa: { key: 'ca.key', chain: 'signer-ca.pem' },
    trustAnchors: 'anchors.pem',
    timestampUrls: ['https://tsa.example.org'],
    revocation: [{ issuer: 'signer-ca.pem', ocspUrl: 'https://ocsp.example.org' }],
    eid: { profile: 'idporten', issuer: 'https://idporten.no', clientId: 'segl', clientKey: 'tls.key' },
    organisations: [{ number: '310000019', name: 'Testkommunen', sector: 'public' }],
  };
});
afterAll(() => rm(folder, { recursive: true }));

async function read(config: unknown): Promise<ReturnType<typeof readConfig>> {
  const file = join(folder, 'segl.json');
  await writeFile(file, JSON.stringify(config));
  return readConfig(file, '/pages');
}

async function problemsOf(config: unknown): Promise<readonly string[]> {
  const error: unknown = await read(config)
    .then(checkConfig)
    .catch((thrown: unknown) => thrown);
  if (!(error instanceof ConfigError)) throw new Error('expected to be refused');
  return error.problems;
}

test('a complete configuration is read, with paths beside the file', async () => {
  const config = checkConfig(await read(complete));
  expect(config).toMatchObject({ mode: 'production', data: join(folder, 'data') });
  expect(config.jobs.httpExitUrls).toBe(false);
});

test('an empty one is refused with everything that is missing', async () => {
  const problems = await problemsOf({});
  for (const field of [
    'data',
    'api.publicUrl',
    'api.tls.key',
    'seal.chain',
    'eid.profile',
    'organisations',
  ]) {
    expect(problems.some((problem) => problem.startsWith(`${field}:`))).toBe(true);
  }
});

test('a misspelt field is named', async () => {
  expect(await problemsOf({ ...complete, logLevl: 'info' })).toEqual([
    'logLevl: is not a field of the configuration',
  ]);
});

test('the sandbox’s eID, plain HTTP and a foreign key are refused, all in one list', async () => {
  const weak = {
    ...complete,
    web: { publicUrl: 'http://sign.example.org' },
    seal: { key: 'tls.key', chain: 'seal.pem', name: 'Seal' },
    eid: { ...(complete['eid'] as object), issuer: 'http://idporten.no' },
  };
  expect(await problemsOf(weak)).toEqual([
    'web.publicUrl: must be an https URL',
    'seal.key: is not the key of the first certificate',
    'eid.issuer: must be an https URL',
  ]);
  expect(
    await problemsOf({ ...complete, eid: { ...(complete['eid'] as object), profile: 'sandbox' } }),
  ).toEqual(['eid.profile: must be one of idporten, bankid, signicat']);
});

test('names nobody could read in a signed document, and blobs that are nowhere, are refused', async () => {
  const organisations = [{ number: '310000019', name: 'Kommune 😀', sector: 'public' }];
  expect(await problemsOf({ ...complete, organisations, blobsUrl: 'https://store.example/bucket' })).toEqual([
    'blobsUrl: must be s3://bucket, with ?endpoint=https://… for a store that is not Amazon’s',
    'organisations[0].name: has characters that cannot be shown in signed documents: 😀',
  ]);
  const blobsUrl = 's3://segl?endpoint=https://store.example';
  expect(checkConfig(await read({ ...complete, blobsUrl }))).toMatchObject({ blobsUrl });
});

describe('a contact register', () => {
  const maskinporten = { clientId: 'segl', key: 'tls.key', keyId: 'k1' };

  test('is not needed', async () => {
    expect(await read(complete)).not.toHaveProperty('contactRegister');
  });

  test('is Digdir’s unless told otherwise', async () => {
    const config = checkConfig(await read({ ...complete, contactRegister: { maskinporten } }));
    expect(config.contactRegister).toMatchObject({
      url: 'https://kontaktregisteret.no/rest/v2/personer',
      maskinporten: {
        issuer: 'https://maskinporten.no/',
        clientId: 'segl',
        scope: 'krr:global/kontaktinformasjon.read',
        keyName: { keyId: 'k1' },
      },
    });
  });

  test('may be asked with an enterprise certificate, which must be the key’s', async () => {
    const { keyId: _keyId, ...bare } = maskinporten;
    const withChain = (chain: string) => ({
      ...complete,
      contactRegister: { maskinporten: { ...bare, chain } },
    });
    expect(checkConfig(await read(withChain('tls.pem'))).contactRegister?.maskinporten.keyName).toEqual({
      chain: await readFile(join(folder, 'tls.pem'), 'utf8'),
    });
    expect(await problemsOf(withChain('seal.pem'))).toEqual([
      'contactRegister.maskinporten.key: is not the key of the first certificate',
    ]);
    expect(await problemsOf({ ...complete, contactRegister: { maskinporten: bare } })).toEqual([
      'contactRegister.maskinporten.keyId: must be a text',
    ]);
  });

  test('is refused over plain HTTP, without its parts and with a key that Maskinporten would not take', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await writeFile(join(folder, 'ec.key'), privateKey.export({ format: 'pem', type: 'pkcs8' }));
    const weak = {
      url: 'http://register.example/rest/v2/personer',
      maskinporten: { ...maskinporten, issuer: 'maskinporten.no', key: 'ec.key' },
    };
    expect(await problemsOf({ ...complete, contactRegister: weak })).toEqual([
      'contactRegister.url: must be an https URL',
      'contactRegister.maskinporten.issuer: must be an https URL',
      'contactRegister.maskinporten.key: must be an RSA key',
    ]);
    expect(await problemsOf({ ...complete, contactRegister: {} })).toEqual([
      'contactRegister.maskinporten.clientId: must be a text',
      'contactRegister.maskinporten.key: must be a text',
      'contactRegister.maskinporten.key: must name a private key (PEM)',
      'contactRegister.maskinporten.keyId: must be a text',
    ]);
  });
});

describe('notifications', () => {
  const files = {
    'mail.password': 'pæss w0rd\n',
    'sms.password': 'secret-sms',
    'receipts.secret': 'r'.repeat(32),
    'two-lines': 'a\nb\n',
  };
  const mail = {
    url: 'smtps://mail.example.org',
    user: 'segl',
    password: 'mail.password',
    from: 'ikke-svar@sign.example.org',
  };
  const sms = {
    gateway: 'sveve',
    user: 'segl',
    password: 'sms.password',
    sender: 'Segl',
    receiptSecret: 'receipts.secret',
  };
  beforeAll(async () => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  });

  test('go by email and SMS where the file says how, with passwords from files', async () => {
    expect(checkConfig(await read(complete))).not.toHaveProperty('mail');
    expect(checkConfig(await read({ ...complete, mail, sms }))).toMatchObject({
      mail: { url: mail.url, from: mail.from, credentials: { user: 'segl', password: 'pæss w0rd' } },
      sms: {
        gateway: {
          kind: 'sveve',
          url: 'https://sveve.no/SMS/SendMessage',
          user: 'segl',
          password: 'secret-sms',
        },
        sender: 'Segl',
        receiptSecret: 'r'.repeat(32),
      },
    });
    const link = {
      ...sms,
      gateway: 'link-mobility',
      url: 'https://n-eu.linkmobility.io/sms/send',
      platformId: 'COMMON',
      platformPartnerId: '1',
      gate: 'g',
    };
    expect(checkConfig(await read({ ...complete, sms: link })).sms?.gateway).toMatchObject({
      kind: 'link-mobility',
      gate: 'g',
    });
    const generic = {
      gateway: 'generic-http',
      url: 'https://sms.example.org',
      sender: 'Segl',
      authorization: 'sms.password',
      fields: { to: 'mobile' },
    };
    expect(checkConfig(await read({ ...complete, sms: generic })).sms?.gateway).toEqual({
      kind: 'generic-http',
      url: 'https://sms.example.org',
      format: 'json',
      authorization: 'secret-sms',
      fields: { to: 'mobile' },
    });
  });

  test('are refused half told or weak, with everything that is wrong', async () => {
    expect(await problemsOf({ ...complete, mail: {}, sms: { gateway: 'link-mobility', text: 'x' } })).toEqual(
      [
        'mail.url: must be a text',
        'mail.from: must be a text',
        'sms.user: must be a text',
        'sms.password: must be a text',
        'sms.url: must be a text',
        'sms.platformId: must be a text',
        'sms.platformPartnerId: must be a text',
        'sms.sender: must be a text',
        'sms.text: is not a field of the configuration',
      ],
    );
    const weak = {
      mail: {
        ...mail,
        url: 'smtp://segl:hemmelig@mail.example.org',
        from: 'Segl <a@b.no>',
        password: 'two-lines',
      },
      sms: { ...sms, url: 'http://sms.example.org', sender: 'Segl på norsk', receiptSecret: 'sms.password' },
    };
    const problems = await problemsOf({ ...complete, ...weak });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'mail.url',
      'mail.from',
      'mail.password',
      'sms.url',
      'sms.sender',
      'sms.receiptSecret',
    ]);
    expect(problems.join()).not.toMatch(/hemmelig|secret-sms|a\nb/);
    expect(await problemsOf({ ...complete, mail: { ...mail, url: 'https://mail.example.org' } })).toEqual([
      'mail.url: must be smtp://host:port or smtps://host:port',
    ]);
  });
});

test('no problem repeats what stands in a key file', async () => {
  await writeFile(join(folder, 'broken.key'), 'very secret');
  const config = { ...complete, seal: { key: 'broken.key', chain: 'seal.pem', name: 'Seal' } };
  expect((await problemsOf(config)).join()).not.toContain('very secret');
});

test('a weak token key, none, and a logo that is no picture are refused', async () => {
  expect(await problemsOf({ ...complete, tokenKey: 'short.key' })).toEqual([
    'tokenKey: needs 32 bytes or more',
  ]);
  const { tokenKey: _tokenKey, ...without } = complete;
  expect(await problemsOf(without)).toEqual(['tokenKey: must name a file of 32 random bytes or more']);
  const organisations = [{ number: '310000019', name: 'Kommune', sector: 'public', logo: 'logo.png' }];
  expect(await problemsOf({ ...complete, organisations })).toEqual([
    'organisations[0].logo: must be a PNG file',
  ]);
});
