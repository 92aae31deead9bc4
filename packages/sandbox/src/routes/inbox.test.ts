import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openInbox, type Inbox } from '../inbox/inbox.ts';
import { withLinks } from '../inbox/page.ts';
import { inboxRoutes } from './inbox.ts';

const webUrl = 'http://localhost:8080';
let folder: string;
let inbox: Inbox;
let server: FastifyInstance;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segl-inbox-page-'));
  inbox = await openInbox(folder, () => Date.parse('2026-11-25T12:00:00Z'));
  server = Fastify();
  inboxRoutes(server, { inbox, webUrl });
  await inbox.add({
    channel: 'email',
    to: 'kari@example.org',
    from: '"Testkommunen" <ikke-svar@segl.example>',
    reference: '<1@localhost>',
    subject: '<script>alert(1)</script>',
    text: `Åpne ${webUrl}/link/abc.\nIkke http://evil.example/ eller http://localhost:8080.evil.example/`,
    html: '<p>Hei <script>alert(1)</script></p>',
  });
  await inbox.add({
    channel: 'sms',
    to: '+4799999999',
    from: 'Segl',
    reference: '2',
    subject: null,
    text: 'Kode 123456',
    html: null,
  });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

test('programs get the messages in order, with the fields they count on', async () => {
  const all = await server.inject('/sandbox/api/messages');
  expect(all.json()).toEqual([
    {
      channel: 'email',
      to: 'kari@example.org',
      subject: '<script>alert(1)</script>',
      text: expect.stringContaining('Åpne') as string,
      html: '<p>Hei <script>alert(1)</script></p>',
      sentAt: '2026-11-25T12:00:00.000Z',
    },
    {
      channel: 'sms',
      to: '+4799999999',
      subject: null,
      text: 'Kode 123456',
      html: null,
      sentAt: '2026-11-25T12:00:00.000Z',
    },
  ]);
  // A plus sign that was not encoded is a space by now.
  for (const to of ['%2B4799999999', '+4799999999']) {
    const found = await server.inject(`/sandbox/api/messages?to=${to}`);
    expect(found.json()).toMatchObject([{ channel: 'sms' }]);
  }
  expect((await server.inject('/sandbox/api/messages?to=nobody@example.org')).json()).toEqual([]);
});

test('people get them newest first, escaped, with links to the service alone', async () => {
  const { body } = await server.inject('/sandbox/inbox');
  expect(body.indexOf('Kode 123456')).toBeLessThan(body.indexOf('Åpne'));
  expect(body).not.toContain('<script>');
  expect(body).toContain(`<a href="${webUrl}/link/abc">${webUrl}/link/abc</a>.`);
  expect(body).not.toMatch(/href="[^"]*evil/);
  const filtered = await server.inject('/sandbox/inbox?to=%2B4799999999');
  expect(filtered.body).not.toContain('Åpne');
});

test('an email is shown in a frame that can neither run nor load anything', async () => {
  const { headers, body } = await server.inject('/sandbox/inbox/1/html');
  expect(body).toBe('<p>Hei <script>alert(1)</script></p>');
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toMatch(/sandbox(?!.*allow-scripts)(?!.*allow-same-origin)/);
  for (const id of ['2', '3', 'x']) {
    expect((await server.inject(`/sandbox/inbox/${id}/html`)).statusCode).toBe(404);
  }
});

test('older messages are a page further', async () => {
  const own = await openInbox(folder, Date.now);
  for (let index = 0; index < 60; index += 1) {
    await own.add({
      channel: 'sms',
      to: '+4788888888',
      from: 'Segl',
      reference: '2',
      subject: null,
      text: `nr. ${index}!`,
      html: null,
    });
  }
  const pages = Fastify();
  inboxRoutes(pages, { inbox: own, webUrl });
  const first = await pages.inject('/sandbox/inbox?to=4788888888');
  const [, next = ''] = /href="([^"]*before=[^"]*)"/.exec(first.body) ?? [];
  expect([first.body.includes('nr. 10!'), first.body.includes('nr. 9!')]).toEqual([true, false]);
  const second = await pages.inject(next.replaceAll('&amp;', '&'));
  expect([second.body.includes('nr. 10!'), second.body.includes('nr. 9!')]).toEqual([false, true]);
  await pages.close();
});

test('an address at the end of a sentence does not swallow the full stop', () => {
  expect(withLinks(`(${webUrl}/a?b=1&c=2).`, webUrl)).toBe(
    `(<a href="${webUrl}/a?b=1&amp;c=2">${webUrl}/a?b=1&amp;c=2</a>).`,
  );
});
