import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { pswincomSms } from '../../adapters/sms/pswincom.ts';
import { sveveSms } from '../../adapters/sms/sveve.ts';
import type { DeliveryReceipt, SmsGateway } from '../../notifications/ports.ts';
import { problemDetails, publicError } from '../errors.ts';
import { smsReceiptRoutes } from './sms-receipts.ts';

const secret = 's'.repeat(32);
const account = { url: 'http://127.0.0.1:9', user: 'segl', password: 'x' };
const servers: FastifyInstance[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(gateway: SmsGateway, received: (receipt: DeliveryReceipt) => Promise<void>) {
  const server = Fastify();
  servers.push(server);
  server.setErrorHandler((error, _request, reply) => {
    const known = publicError(error);
    return reply.code(known.status).type('application/problem+json').send(problemDetails(known));
  });
  await smsReceiptRoutes(server, { gateway, secret, received });
  // Elsewhere on the listener JSON is still JSON.
  server.post('/json', (request) => request.body);
  return server;
}

function keep(): { kept: DeliveryReceipt[]; received: (receipt: DeliveryReceipt) => Promise<void> } {
  const kept: DeliveryReceipt[] = [];
  return { kept, received: (receipt) => Promise.resolve(void kept.push(receipt)) };
}

const query = 'number=4799999999&status=true&id=17&ref=r1&errorCode=&errorDesc=';
const delivered = { reference: 'r1', gatewayReference: '17', outcome: 'DELIVERED', reason: '' };

test('receipts by GET and by POST are kept, then confirmed', async () => {
  const { kept, received } = keep();
  const server = await serve(sveveSms(account), received);
  const byGet = await server.inject(`/sms/receipts/${secret}?${query}`);
  const byPost = await server.inject({
    method: 'POST',
    url: `/sms/receipts/${secret}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
    payload: query,
  });
  expect([byGet.statusCode, byPost.statusCode]).toEqual([200, 200]);
  expect(kept).toEqual([delivered, delivered]);
});

test('the gateway gets the answer it wants', async () => {
  const { kept, received } = keep();
  const server = await serve(pswincomSms(account), received);
  const answer = await server.inject({
    method: 'POST',
    url: `/sms/receipts/${secret}`,
    headers: { 'content-type': 'application/xml' },
    payload: '<MSGLST><MSG><ID>1</ID><REF>g1</REF><RCV>47</RCV><STATE>EXPIRED</STATE></MSG></MSGLST>',
  });
  expect(answer.headers['content-type']).toContain('application/xml');
  expect(answer.body).toContain('<ID>1</ID><STATUS>OK</STATUS>');
  expect(kept).toEqual([{ gatewayReference: 'g1', outcome: 'FAILED', reason: 'EXPIRED' }]);
});

test.each(['', 'x', `${secret}x`, secret.slice(1), encodeURIComponent('%00'), `${secret}/more`])(
  'the address with "%s" instead of the secret does not exist',
  async (guess) => {
    const { kept, received } = keep();
    const server = await serve(sveveSms(account), received);
    const answer = await server.inject(`/sms/receipts/${guess}?${query}`);
    expect(answer.statusCode).toBe(404);
    expect(kept).toEqual([]);
  },
);

test('a gateway without receipts has no such address', async () => {
  const { kept, received } = keep();
  const server = await serve({ send: () => Promise.resolve({}) }, received);
  expect((await server.inject(`/sms/receipts/${secret}?${query}`)).statusCode).toBe(404);
  expect(kept).toEqual([]);
});

test.each([
  ['what is no receipt', { method: 'GET', url: `/sms/receipts/${secret}` }, 400],
  [
    'a body of no known type',
    {
      method: 'POST',
      url: `/sms/receipts/${secret}`,
      payload: 'x',
      headers: { 'content-type': 'text/plain' },
    },
    400,
  ],
  [
    'a body without a type',
    { method: 'POST', url: `/sms/receipts/${secret}`, payload: Buffer.from('x') },
    400,
  ],
  [
    'too much',
    {
      method: 'POST',
      url: `/sms/receipts/${secret}`,
      payload: 'x'.repeat(70_000),
      headers: { 'content-type': 'text/xml' },
    },
    413,
  ],
  ['another method', { method: 'HEAD', url: `/sms/receipts/${secret}?${query}` }, 404],
] as const)('%s is refused', async (_what, request, status) => {
  const { kept, received } = keep();
  const server = await serve(sveveSms(account), received);
  expect((await server.inject(request)).statusCode).toBe(status);
  expect(kept).toEqual([]);
});

test('a receipt that could not be kept is not confirmed', async () => {
  const server = await serve(sveveSms(account), () => Promise.reject(new Error('the database is away')));
  const answer = await server.inject(`/sms/receipts/${secret}?${query}`);
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain('database');
});

test('the rest of the listener reads bodies as before', async () => {
  const server = await serve(sveveSms(account), keep().received);
  const answer = await server.inject({ method: 'POST', url: '/json', payload: { a: 1 } });
  expect(answer.json()).toEqual({ a: 1 });
});
