import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { issueCertificate, toPem } from '@segl/formats/x509';
import { encodeError } from '@segl/protocol/v1';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connect, type Connection } from './connection.ts';
import { ApiError, ConnectionError, TooEarlyError } from './errors.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const lost: Answer = (request) => request.socket.destroy();
const ok: Answer = (_request, response) => response.end('body');
const status =
  (code: number, body: Uint8Array | string = '', headers: Record<string, string> = {}): Answer =>
  (_request, response) =>
    response.writeHead(code, headers).end(body);

let server: Server;
let connection: Connection;
/** Answers in order; the last one again and again. */
let answers: Answer[] = [];
let seen: string[] = [];

beforeAll(async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = toPem(
    issueCertificate({
      subject: [['CN', 'Test']],
      issuer: { selfSigned: privateKey },
      publicKey,
      notBefore: new Date(Date.now() - 60_000),
      notAfter: new Date(Date.now() + 3_600_000),
      keyUsage: ['digitalSignature', 'keyCertSign'],
      isCa: true,
      subjectAltNames: [{ type: 'dns', value: 'localhost' }],
    }),
  );
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  server = createServer({ key, cert: certificate }, (request, response) => {
    seen.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    answer?.(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const apiUrl = `https://localhost:${address.port}`;
  connection = connect({ apiUrl, organizationNumber: '310000019', ca: certificate, certificate, key });
});
beforeEach(() => {
  seen = [];
});
afterAll(async () => {
  await connection.close();
  server.close();
});

test('a GET is repeated when no answer came, and when the service was overloaded', async () => {
  answers = [lost, status(503), ok];
  const answer = await connection.call({ method: 'GET', url: 'direct/signature-jobs' });
  expect(Buffer.from(answer.body).toString()).toBe('body');
  expect(seen).toEqual(Array(3).fill('GET /api/310000019/direct/signature-jobs'));
});

test('a POST is never repeated: nobody knows whether it was done', async () => {
  answers = [lost, ok];
  await expect(connection.call({ method: 'POST', url: 'direct/signature-jobs' })).rejects.toThrow(
    ConnectionError,
  );
  expect(seen).toHaveLength(1);
});

test('a refusal carries the service’s code, message and type', async () => {
  answers = [status(403, encodeError({ code: 'INVALID_STATUS_QUERY_TOKEN', message: 'No', type: 'CLIENT' }))];
  const refusal = connection.call({ method: 'GET', url: 'x' });
  await expect(refusal).rejects.toThrow(ApiError);
  await expect(refusal).rejects.toMatchObject({
    status: 403,
    code: 'INVALID_STATUS_QUERY_TOKEN',
    type: 'CLIENT',
  });
});

test('an answer that is not the API’s is told apart', async () => {
  answers = [status(404, '<html>not here</html>')];
  await expect(connection.call({ method: 'GET', url: 'x' })).rejects.toThrow(/not the signature API/);
});

test('polling too early says when to come back', async () => {
  const time = '2026-11-24T12:00:00.000+01:00';
  answers = [status(429, '', { 'x-next-permitted-poll-time': time })];
  const early = connection.call({ method: 'GET', url: 'x' });
  await expect(early).rejects.toThrow(TooEarlyError);
  await expect(early).rejects.toMatchObject({ permittedAt: new Date(time) });
});

test('an address of another origin never sees the certificate', async () => {
  answers = [ok];
  await expect(connection.call({ method: 'GET', url: 'https://elsewhere.example/x' })).rejects.toThrow(
    /not its own/,
  );
  expect(seen).toEqual([]);
});

test('a download streams, and a refused one is an error', async () => {
  answers = [ok];
  expect(await text(await connection.download('x', 'application/xml'))).toBe('body');
  answers = [status(404, encodeError({ code: 'DOCUMENT_NOT_AVAILABLE', message: 'No', type: 'CLIENT' }))];
  await expect(connection.download('x', 'application/xml')).rejects.toMatchObject({
    code: 'DOCUMENT_NOT_AVAILABLE',
  });
});
