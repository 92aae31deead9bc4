import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Faults } from '../faults.ts';
import { openInbox, type Inbox } from '../inbox/inbox.ts';
import { startMailServer, type MailServer } from './smtp-server.ts';

const faults = new Faults();
let folder: string;
let inbox: Inbox;
let server: MailServer;
let transport: ReturnType<typeof connect>;

const connect = (port: number) => createTransport({ host: '127.0.0.1', port, pool: true });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segl-mail-'));
  inbox = await openInbox(folder, () => 42);
  server = await startMailServer(inbox, faults);
  transport = connect(server.port);
});
afterAll(async () => {
  transport.close();
  await server.close();
  await rm(folder, { recursive: true });
});

const message = {
  from: { name: 'Testkommunen via Segl', address: 'ikke-svar@segl.example' },
  to: 'kari@example.org',
  subject: 'Du må signere «Søknad»',
  text: 'Hei på deg',
  html: '<p>Hei på deg <img src="cid:logo"></p>',
  attachments: [{ cid: 'logo', filename: 'logo.png', content: Buffer.from('picture') }],
};

test('an email lands in the inbox as it was written, its pictures inside it', async () => {
  await transport.sendMail({ ...message, to: ['kari@example.org', 'ola@example.org'] });
  expect(inbox.list().map(({ to }) => to)).toEqual(['kari@example.org', 'ola@example.org']);
  expect(inbox.list()[0]).toMatchObject({
    channel: 'email',
    from: expect.stringContaining('Testkommunen via Segl') as string,
    subject: message.subject,
    sentAt: 42,
  });
  expect(inbox.list()[0]?.text.trim()).toBe('Hei på deg');
  expect(inbox.list()[0]?.html).toContain(
    `<img src="data:image/png;base64,${Buffer.from('picture').toString('base64')}">`,
  );
});

test('switched off, it refuses with 421, also on connections it already had', async () => {
  faults.apply({ mail: 'down' });
  const before = inbox.list().length;
  await expect(transport.sendMail(message)).rejects.toMatchObject({ responseCode: 421 });
  const fresh = connect(server.port);
  await expect(fresh.sendMail(message)).rejects.toThrow();
  fresh.close();
  faults.apply({ mail: 'up' });
  expect(inbox.list()).toHaveLength(before);
  await transport.sendMail(message);
  expect(inbox.list()).toHaveLength(before + 1);
});

test('some addresses are refused for good, and what is too large too', async () => {
  const before = inbox.list().length;
  await expect(transport.sendMail({ ...message, to: 'kari@refused.example' })).rejects.toMatchObject({
    responseCode: 550,
  });
  await expect(transport.sendMail({ ...message, text: 'x\n'.repeat(1_000_000) })).rejects.toThrow();
  expect(inbox.list()).toHaveLength(before);
});
