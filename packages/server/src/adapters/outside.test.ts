/** Time-stamps, revocation and keys: what they refuse. */
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { toPem } from '@segl/formats/x509';
import { closeServer, listen, startTrustWorld, type TrustWorld } from '../../test/trust-world.ts';
import { boundedRequest } from './bounded-request.ts';
import { keyFromPem, localSignatureCreation, sealKey } from './keys/index.ts';
import { httpRevocation } from './revocation/http-revocation.ts';
import { httpTimestamps } from './timestamps/http-timestamps.ts';

let world: TrustWorld;
const cleanups: (() => Promise<void>)[] = [];

beforeAll(async () => {
  world = await startTrustWorld();
});
afterAll(() => world.close());
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  cleanups.push(() => closeServer(server));
  return listen(server);
}

const unavailable = { code: 'TEMPORARILY_UNAVAILABLE' };
const digest = Buffer.alloc(32, 7);

describe('time-stamps', () => {
  test('come from the first authority that gives one that holds', async () => {
    const broken = await serve((_request, response) => response.end('not a time-stamp'));
    const source = httpTimestamps({
      urls: ['http://127.0.0.1:9/none', broken, world.timestampUrl],
      trust: world.trust,
    });
    const token = await source(digest);
    expect(Math.abs(token.genTime.getTime() - Date.now())).toBeLessThan(60_000);
  });

  test.each<[string, RequestListener]>([
    ['never ends its answer', (_request, response) => response.write('x')],
    ['sends too much', (_request, response) => response.end(Buffer.alloc(1_000_000))],
    [
      'sends elsewhere',
      (_request, response) => response.writeHead(302, { location: world.timestampUrl }).end(),
    ],
  ])('are not taken from an authority that %s', async (_name, listener) => {
    const url = await serve(listener);
    await expect(
      httpTimestamps({ urls: [url], trust: world.trust, timeoutMs: 300 })(digest),
    ).rejects.toMatchObject(unavailable);
  });

  test('are not taken from an authority that nobody trusts', async () => {
    const nobody = { anchors: [], intermediates: [] };
    await expect(httpTimestamps({ urls: [world.timestampUrl], trust: nobody })(digest)).rejects.toMatchObject(
      unavailable,
    );
  });
});

describe('revocation', () => {
  const chain = () => world.seal.chain.map(({ der }) => der);
  const source = (places: TrustWorld['places']) =>
    httpRevocation({ places, trust: world.trust, now: () => Date.now(), timeoutMs: 300 });

  test('proves each certificate below the anchor', async () => {
    const data = await source(world.places)(chain());
    expect(data.ocspResponses).toHaveLength(2);
  });

  test('asks configured places only', async () => {
    await expect(source([])(chain())).rejects.toMatchObject(unavailable);
  });

  test('tells a verdict from trouble', async () => {
    world.switches.status = { status: 'unknown' };
    await expect(source(world.places)(chain())).rejects.toMatchObject({ code: 'REVOCATION_UNKNOWN' });
    world.switches.status = { status: 'good' };
    world.switches.ocspDown = true;
    await expect(source(world.places)(chain())).rejects.toMatchObject(unavailable);
    world.switches.ocspDown = false;
  });
});

test('a request names the host that failed, not the address asked', async () => {
  const url = await serve((_request, response) => response.writeHead(500).end());
  const asked = boundedRequest({ url: `${url}/path?secret=1`, accept: '*/*', timeoutMs: 300, maxBytes: 10 });
  await expect(asked).rejects.toThrow(`${new URL(url).host} did not answer as it should: status 500`);
});

describe('keys', () => {
  const pem = (key = world.seal.key) => ({
    key: key.export({ format: 'pem', type: 'pkcs8' }) as string,
    chain: world.seal.chain.map(({ der }) => toPem(der)).join(''),
  });

  test('are read with the certificates they belong to', () => {
    expect(sealKey(keyFromPem(pem())).algorithm).toBe('rsa-sha256');
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    expect(() => keyFromPem(pem(other))).toThrow('not the first certificate');
    expect(() => keyFromPem({ ...pem(), key: 'rubbish' })).toThrow('cannot be read');
    expect(() => keyFromPem({ ...pem(), chain: '' })).toThrow('no certificate');
  });

  test('issue nothing unless the certificate is an authority’s', () => {
    const key = sealKey(world.seal);
    expect(() => localSignatureCreation({ sealKey: key, signerCa: world.seal })).toThrow('keyCertSign');
  });
});
