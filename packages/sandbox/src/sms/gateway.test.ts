import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Faults } from '../faults.ts';
import { openInbox, type Inbox } from '../inbox/inbox.ts';
import { smsGatewayRoutes } from './gateway.ts';

const faults = new Faults();
const receipts: unknown[] = [];
let receiptCame: () => void = () => undefined;
let folder: string;
let inbox: Inbox;
let server: FastifyInstance;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segl-sms-'));
  inbox = await openInbox(folder, () => 42);
  server = Fastify();
  const receiver = Fastify();
  receiver.post('/receipts', (request) => {
    receipts.push(request.body);
    receiptCame();
    return {};
  });
  const address = await receiver.listen({ host: '127.0.0.1', port: 0 });
  smsGatewayRoutes(server, { inbox, faults, receiptUrl: `${address}/receipts` });
  server.addHook('onClose', () => receiver.close());
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const message = { reference: 'r1', to: '+4799999999', sender: 'Segl', text: 'Hei på deg' };
const send = (payload: object) => server.inject({ method: 'POST', url: '/sandbox/sms', payload });

test.each([
  ['+4799999999', 'delivered'],
  ['+4791111111', 'failed'],
])('a message to %s lands in the inbox and is reported as %s', async (to, status) => {
  const came = new Promise<void>((resolve) => (receiptCame = resolve));
  const answer = await send({ ...message, to });
  expect(answer.statusCode).toBe(202);
  expect(inbox.list().at(-1)).toMatchObject({
    channel: 'sms',
    to,
    from: 'Segl',
    subject: null,
    text: 'Hei på deg',
    html: null,
  });
  await came;
  expect(receipts.at(-1)).toEqual({ reference: 'r1', id: answer.json<{ id: string }>().id, status });
});

test('switched off, it answers 503', async () => {
  const before = inbox.list().length;
  faults.apply({ sms: 'down' });
  expect((await send(message)).statusCode).toBe(503);
  faults.apply({ sms: 'up' });
  expect(inbox.list()).toHaveLength(before);
});

test.each([
  [{ ...message, to: '+4790000000' }, 422],
  [{ ...message, to: '99999999' }, 422],
  [{ ...message, text: 1 }, 400],
  [{}, 400],
])('%o is answered %d', async (body, status) => {
  expect((await send(body)).statusCode).toBe(status);
});
