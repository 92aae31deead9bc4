import { connect as connectTcp } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect, type ConnectionOptions } from 'node:tls';
import { toPem } from '@segl/formats/x509';
import { decodeError } from '@segl/protocol/v1';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  apiWorld,
  authority,
  creation,
  enterprise,
  enterpriseCa,
  municipal,
  type ApiWorld,
  type Holder,
} from '../../../test/api-world.ts';
import { broker } from '../../../test/direct.ts';
import { company, municipality } from '../../../test/jobs.ts';

const ROOT = `/api/${municipality.number}`;

let world: ApiWorld;
beforeAll(async () => {
  world = await apiWorld({
    plugins: [
      (server) => {
        server.get('/broken', () => {
          throw new Error('secret of 12345678910');
        });
        return Promise.resolve();
      },
    ],
  });
});
afterAll(() => world.remove());

describe('root resource', () => {
  it('says who calls, for whom', async () => {
    for (const path of [ROOT, `${ROOT}/`]) {
      const answer = await world.call(municipal, path);
      expect([answer.status, answer.body.toString()]).toEqual([200, 'You are 310000019']);
      expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    }
    const brokered = await world.call(enterprise(broker.number), ROOT);
    expect(brokered.body.toString()).toBe('You are 310000035, operating on behalf of 310000019');
  });

  it.each([
    ['organizationIdentifier without prefix', [['organizationIdentifier', municipality.number]]],
    ['serialNumber', [['serialNumber', municipality.number]]],
    ['common name', [['CN', `${municipality.number} Testkommunen`]]],
  ] as const)('finds the organisation number in %s', async (_, subject) => {
    const answer = await world.call(enterprise(municipality.number, { subject }), ROOT);
    expect(answer.body.toString()).toBe('You are 310000019');
  });
});

describe('client certificates', () => {
  const past = new Date(Date.now() - 86_400_000);
  it.each([
    ['none', undefined],
    ['one of a foreign authority', enterprise(municipality.number, { issuer: authority('Foreign CA') })],
    [
      'one of a forged authority',
      enterprise(municipality.number, { issuer: authority('Test Enterprise CA') }),
    ],
    ['an expired one', enterprise(municipality.number, { notAfter: past })],
    [
      'one that is not yet valid',
      enterprise(municipality.number, { notBefore: new Date(Date.now() + 86_400_000) }),
    ],
    ['one for servers only', enterprise(municipality.number, { extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] })],
    ['one that is not for signatures', enterprise(municipality.number, { keyUsage: ['nonRepudiation'] })],
  ] as [string, Holder | undefined][])('%s ends the handshake', async (_, holder) => {
    await expect(world.call(holder, ROOT)).rejects.toThrow(/alert|ECONNRESET|socket hang up|EPIPE|closed/i);
  });

  it('without digitalSignature, or without organisation number, are told so', async () => {
    for (const [holder, words] of [
      [enterprise(municipality.number, { keyUsage: ['keyAgreement'] }), /digitalSignature/],
      [
        enterprise(municipality.number, { subject: [['CN', 'Ingen']] }),
        /no Norwegian organisation number.*CN=Ingen/,
      ],
    ] as const) {
      const answer = await world.call(holder, ROOT);
      expect([answer.status, answer.error().code]).toEqual([403, 'NOT_AUTHORIZED']);
      expect(answer.error().message).toMatch(words);
    }
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('%s is spoken', async (version) => {
    const socket = tlsSocket({ minVersion: version, maxVersion: version });
    socket.write(`GET ${ROOT} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect(await text(socket)).toContain('You are 310000019');
  });

  it('TLS 1.1 is not', async () => {
    const socket = tlsSocket({ minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' });
    await expect(text(socket)).rejects.toThrow(/version|alert/i);
  });
});

describe('what is refused is refused in XML', () => {
  it.each([
    ['GET', '/', 404, 'NOT_FOUND'],
    ['GET', '/api', 404, 'NOT_FOUND'],
    ['GET', '/api/31000001', 404, 'NOT_FOUND'],
    ['GET', '/api/31000001x/direct/signature-jobs', 404, 'NOT_FOUND'],
    ['GET', `${ROOT}/nothing`, 404, 'NOT_FOUND'],
    ['GET', `/api/${company.number}`, 403, 'BROKER_NOT_AUTHORIZED'],
    ['GET', '/api/999999999', 403, 'BROKER_NOT_AUTHORIZED'],
    ['POST', `${ROOT}/portal/signature-jobs/1/cancel`, 404, 'JOB_NOT_FOUND'],
    ['DELETE', `${ROOT}/portal/signature-jobs/1/documents`, 404, 'JOB_NOT_FOUND'],
    ['GET', `${ROOT}/portal/signature-jobs/1/cancel`, 405, 'METHOD_NOT_ALLOWED'],
    ['PUT', `${ROOT}/direct/signature-jobs`, 405, 'METHOD_NOT_ALLOWED'],
    ['DELETE', ROOT, 405, 'METHOD_NOT_ALLOWED'],
    ['POST', `${ROOT}/direct/signature-jobs/1/status`, 405, 'METHOD_NOT_ALLOWED'],
    ['GET', `${ROOT}/%zz`, 400, 'MALFORMED_REQUEST'],
    ['GET', `/api/${'9'.repeat(200)}`, 404, 'NOT_FOUND'],
    ['PROPFIND', ROOT, 404, 'NOT_FOUND'],
  ])('%s %s', async (method, path, status, code) => {
    const answer = await world.call(municipal, path, { method });
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/xml']);
    expect(answer.error()).toMatchObject({ code, type: 'CLIENT' });
    if (status === 405) expect(answer.headers.allow).toMatch(/GET|POST/);
  });

  it('a fault of ours tells nothing, and is logged without personal numbers', async () => {
    const answer = await world.call(municipal, '/broken');
    expect(answer.status).toBe(500);
    expect(answer.error()).toMatchObject({ code: 'INTERNAL_ERROR', type: 'SERVER' });
    expect(answer.body.toString()).not.toContain('secret');
    const logged = world.log.find((line) => line.includes('secret'))!;
    expect(logged).toContain('secret of ***********');
  });

  it('a small body limit where no documents come', async () => {
    const path = `${ROOT}/direct/signature-jobs/1/complete`;
    const answer = await world.call(municipal, path, { method: 'POST', body: Buffer.alloc(100_000) });
    expect([answer.status, answer.error().code]).toEqual([413, 'REQUEST_TOO_LARGE']);
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n', '400', 'MALFORMED_REQUEST'],
    ['endless headers', `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, '431', 'REQUEST_TOO_LARGE'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx',
      '400',
      'MALFORMED_REQUEST',
    ],
    [
      'length and chunks',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      '400',
      'MALFORMED_REQUEST',
    ],
  ])('%s', async (_, request, status, code) => {
    const socket = tlsSocket();
    socket.write(request);
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} .*\r\nContent-Type: application/xml\r\n`));
    expect(decodeError(Buffer.from(body)).code).toBe(code);
  });

  it('plain HTTP gets nothing', async () => {
    const socket = connectTcp(world.port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await expect(text(socket).catch(() => '')).resolves.not.toContain('HTTP/1.1 200');
  });
});

describe('the log', () => {
  it('has one line for each request, with the route and not the address', async () => {
    const { headers } = await world.call(
      municipal,
      `${ROOT}/direct/signature-jobs/77/status?status_query_token=secret-token`,
    );
    const lines = await vi.waitFor(() => {
      const found = world.log
        .filter((line) => line.includes(headers['x-request-id'] as string))
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(found).toHaveLength(1);
      return found;
    });
    expect(lines[0]).toMatchObject({
      listener: 'api',
      request: headers['x-request-id'],
      method: 'GET',
      route: '/api/:organization/direct/signature-jobs/:job/status',
      status: 404,
      organization: municipality.number,
      error: 'JOB_NOT_FOUND',
    });
    expect(world.log.join()).not.toContain('secret-token');
  });
});

describe('the rate limit', () => {
  it('refuses an organisation that asks too often, and nobody else', async () => {
    const limited = await apiWorld({ config: { requestsPerSecond: 10 } });
    try {
      const answers = await Promise.all(Array.from({ length: 12 }, () => limited.call(municipal, ROOT)));
      const refused = answers.filter(({ status }) => status === 429);
      expect(refused.length).toBeGreaterThanOrEqual(1);
      for (const { headers, error } of refused) {
        expect(headers).toHaveProperty('dosfilter');
        expect(headers).toHaveProperty('x-next-permitted-poll-time');
        expect(error()).toMatchObject({ code: 'TOO_MANY_REQUESTS', type: 'CLIENT' });
      }
      const creating = await limited.call(municipal, `${ROOT}/direct/signature-jobs`, await creation());
      expect(creating.status).toBe(429);
      expect((await limited.call(enterprise(broker.number), ROOT)).status).toBe(200);
    } finally {
      await limited.remove();
    }
  });
});

function tlsSocket(options: ConnectionOptions = {}) {
  return connect({
    host: '127.0.0.1',
    port: world.port,
    servername: 'localhost',
    ca: toPem(enterpriseCa.certificate.der),
    cert: toPem(municipal.certificate.der),
    key: municipal.key.export({ format: 'pem', type: 'pkcs8' }),
    ...options,
  });
}
