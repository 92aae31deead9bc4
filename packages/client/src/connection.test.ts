import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lost, refusal, startFakeApi, status, type FakeApi } from '../test/fake-api.ts';
import { connect, type Connection } from './connection.ts';
import { ApiError, ConnectionError, TooEarlyError } from './errors.ts';

const ok = status(200, 'body');

let api: FakeApi;
let connection: Connection;
const seen = (): string[] => api.asked.map(({ what }) => what);

beforeAll(async () => {
  api = await startFakeApi();
  connection = connect(api.settings);
});
afterAll(async () => {
  await connection.close();
  api.close();
});

test('a GET is repeated when no answer came, and when the service was overloaded', async () => {
  api.answer(lost, status(503), ok);
  const answer = await connection.call({ method: 'GET', url: 'direct/signature-jobs' });
  expect(Buffer.from(answer.body).toString()).toBe('body');
  expect(seen()).toEqual(Array(3).fill('GET /api/310000019/direct/signature-jobs'));
});

test('a POST is never repeated: nobody knows whether it was done', async () => {
  api.answer(lost, ok);
  await expect(connection.call({ method: 'POST', url: 'direct/signature-jobs' })).rejects.toThrow(
    ConnectionError,
  );
  expect(seen()).toHaveLength(1);
});

test('a refusal carries the service’s code, message and type', async () => {
  api.answer(refusal(403, 'INVALID_STATUS_QUERY_TOKEN'));
  const refused = connection.call({ method: 'GET', url: 'x' });
  await expect(refused).rejects.toThrow(ApiError);
  await expect(refused).rejects.toMatchObject({
    status: 403,
    code: 'INVALID_STATUS_QUERY_TOKEN',
    type: 'CLIENT',
  });
});

test('an answer that is not the API’s is told apart', async () => {
  api.answer(status(404, '<html>not here</html>'));
  await expect(connection.call({ method: 'GET', url: 'x' })).rejects.toThrow(/not the signature API/);
});

test('polling too early says when to come back', async () => {
  const time = '2026-11-24T12:00:00.000+01:00';
  api.answer(status(429, '', { 'x-next-permitted-poll-time': time }));
  const early = connection.call({ method: 'GET', url: 'x' });
  await expect(early).rejects.toThrow(TooEarlyError);
  await expect(early).rejects.toMatchObject({ permittedAt: new Date(time) });
});

test('too many requests of another kind are a refusal', async () => {
  api.answer(refusal(429, 'TOO_MANY_REQUESTS', { 'x-next-permitted-poll-time': '2026-11-24T12:00:00Z' }));
  await expect(connection.call({ method: 'POST', url: 'direct/signature-jobs' })).rejects.toMatchObject({
    name: 'ApiError',
    code: 'TOO_MANY_REQUESTS',
  });
});

test('an address of another origin never sees the certificate', async () => {
  api.answer(ok);
  await expect(connection.call({ method: 'GET', url: 'https://elsewhere.example/x' })).rejects.toThrow(
    /not its own/,
  );
  expect(seen()).toEqual([]);
});

test('a download streams, and a refused one is an error', async () => {
  api.answer(ok);
  expect(await text(await connection.download('x', 'application/xml'))).toBe('body');
  api.answer(refusal(404, 'DOCUMENT_NOT_AVAILABLE'));
  await expect(connection.download('x', 'application/xml')).rejects.toMatchObject({
    code: 'DOCUMENT_NOT_AVAILABLE',
  });
});
