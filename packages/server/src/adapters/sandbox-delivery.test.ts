/** The service's own way out meets the sandbox's way in: composed, handed over, in the inbox, and confirmed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSandbox, type Sandbox } from '../../../sandbox/src/index.ts';
import { smsReceiptRoutes } from '../http/web/sms-receipts.ts';
import { composeEmail } from '../notifications/email.ts';
import type { NotificationFacts } from '../notifications/facts.ts';
import type { DeliveryReceipt, EmailMessage, MailGateway, SmsGateway } from '../notifications/ports.ts';
import { composeSms } from '../notifications/sms.ts';
import { freePort } from '../../test/postgres-server.ts';
import { smtpMail } from './mail/smtp.ts';
import { openSmsGateway } from './sms/index.ts';

let data: string;
let webUrl: string;
let sandbox: Sandbox;
let server: FastifyInstance;
let mail: MailGateway;
let sms: SmsGateway;
const receipts: DeliveryReceipt[] = [];
let receiptCame: () => void = () => undefined;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'segl-delivery-'));
  const webPort = await freePort();
  webUrl = `http://localhost:${webPort}`;
  sandbox = await openSandbox({ data, apiPort: 1, webPort });
  const { config } = sandbox;
  mail = smtpMail({ ...config.mail, requireTls: false });
  sms = openSmsGateway(config.sms.gateway);
  server = Fastify();
  await smsReceiptRoutes(server, {
    gateway: sms,
    secret: config.sms.receiptSecret,
    received: (receipt) => {
      receipts.push(receipt);
      receiptCame();
      return Promise.resolve();
    },
  });
  await server.register(sandbox.webPlugin);
  await server.listen({ host: 'localhost', port: webPort });
});
afterAll(async () => {
  await mail.close();
  await server.close();
  await rm(data, { recursive: true });
});

const facts: NotificationFacts = {
  kind: 'first',
  channel: 'email',
  language: 'nb',
  sender: { name: 'Testkommunen' },
  sector: 'public',
  addressing: { kind: 'eid', url: 'http://localhost/portal' },
  deadline: Date.parse('2026-12-03T14:30:00+01:00'),
  signers: 1,
  test: true,
};

function emailTo(to: string): EmailMessage {
  const { fromName, ...composed } = composeEmail(facts);
  const from = { name: fromName, address: sandbox.config.mail.from };
  return { ...composed, messageId: '<1@segl.example>', to, from, language: 'nb' };
}
const smsTo = (to: string) => ({
  reference: 'r1',
  to,
  sender: sandbox.config.sms.sender,
  text: composeSms({ ...facts, channel: 'sms' }).text,
});
const inboxOf = async (to: string) =>
  (await (await fetch(`${webUrl}/sandbox/api/messages?to=${encodeURIComponent(to)}`)).json()) as {
    subject: string;
    text: string;
    html: string;
  }[];
const fault = (body: Record<string, string>) =>
  fetch(`${webUrl}/sandbox/api/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test('an email arrives as it was composed', async () => {
  const message = emailTo('kari@example.org');
  await mail.send(message);
  const [arrived] = await inboxOf('kari@example.org');
  expect(arrived?.subject).toBe(message.subject);
  expect(arrived?.text.trim()).toBe(message.text.trim());
  expect(arrived?.html.trim()).toBe(message.html.trim());
});

test('a text message arrives, and is reported with both references', async () => {
  const came = new Promise<void>((resolve) => (receiptCame = resolve));
  const message = smsTo('+4799999999');
  const { gatewayReference } = await sms.send(message);
  expect(await inboxOf('+4799999999')).toMatchObject([{ channel: 'sms', text: message.text }]);
  await came;
  expect(receipts).toEqual([{ reference: 'r1', gatewayReference, outcome: 'DELIVERED', reason: '' }]);
});

test('what is switched off is away for a while, and what is refused is refused', async () => {
  await fault({ mail: 'down', sms: 'down' });
  const away = { code: 'GATEWAY_UNAVAILABLE', mayRetry: true };
  await expect(mail.send(emailTo('ola@example.org'))).rejects.toMatchObject(away);
  await expect(sms.send(smsTo('+4788888888'))).rejects.toMatchObject(away);
  await fault({ mail: 'up', sms: 'up' });
  await mail.send(emailTo('ola@example.org'));
  expect(await inboxOf('ola@example.org')).toHaveLength(1);
  const refused = { code: 'RECIPIENT_REFUSED', mayRetry: false };
  await expect(mail.send(emailTo('ola@refused.example'))).rejects.toMatchObject(refused);
  await expect(sms.send(smsTo('+4790000000'))).rejects.toMatchObject(refused);
});

test.each([
  { kind: 'pswincom', url: 'https://xml.pswin.com', user: 'segl', password: 'x' },
  { kind: 'sveve', url: 'https://sveve.no/SMS/SendMessage', user: 'segl', password: 'x' },
  {
    kind: 'link-mobility',
    url: 'https://n-eu.linkmobility.io/sms/send',
    user: 'segl',
    password: 'x',
    platformId: '1',
    platformPartnerId: '2',
  },
] as const)('$kind is a gateway with receipts', (config) => {
  expect(openSmsGateway(config).receipts).toBeTypeOf('function');
});
