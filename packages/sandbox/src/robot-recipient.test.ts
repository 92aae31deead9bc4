import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { blockWithWrongCodes, newestInvitation, rejectWithCode } from './robot-recipient.ts';

const token = 'Zx_9-kQ2mT7vB4nR8wL3pF6y';
const code = '048213';
const invitation = `Hei! Eksempel AS ber deg signere. Frist: 25. desember 2026 kl. 12.00.
Følg http://localhost:8080/sign/${token} og skriv koden ${code}. Spørsmål? Ring +4722334455.`;

/** A service of which only the addresses that a recipient uses are there. */
let service: FastifyInstance;
let webUrl: string;
let inbox: { to: string; text: string }[];
let asked: string[];

beforeEach(async () => {
  inbox = [];
  asked = [];
  service = Fastify();
  service.get<{ Querystring: { to: string } }>('/sandbox/api/messages', ({ query }) => {
    const messages = inbox.filter(({ to }) => to === query.to);
    // The message comes while the recipient is already looking.
    inbox.push({ to: 'kari+a@example.com', text: invitation });
    return messages;
  });
  service.post<{ Params: { token: string }; Body: { code: string } }>(
    '/sign/:token/api/code',
    (request, reply) => {
      if (request.headers['x-segl-portal'] !== '1' || request.params.token !== token)
        return reply.code(404).send();
      asked.push(request.body.code);
      if (request.body.code !== code) return reply.code(403).send({ code: 'CODE_WRONG' });
      return reply.header('set-cookie', 'session=s1; Path=/; HttpOnly').send({ location: '/ceremony/c1' });
    },
  );
  service.post<{ Body: { reason?: string } }>('/ceremony/c1/api/reject', (request, reply) => {
    const { cookie, 'x-segl-ceremony': header } = request.headers;
    if (cookie !== 'session=s1' || header !== '1') return reply.code(401).send('no session');
    asked.push(`rejected: ${request.body.reason ?? '-'}`);
    return {};
  });
  webUrl = await service.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => service.close());

test('waits for the message, enters its code and rejects', async () => {
  await rejectWithCode({ webUrl, to: 'kari+a@example.com' }, 'Feil pris');
  expect(asked).toEqual([code, 'rejected: Feil pris']);
});

test('wrong codes are wrong, and as many as are taken', async () => {
  inbox.push({ to: 'kari+a@example.com', text: invitation });
  await blockWithWrongCodes({ webUrl, to: 'kari+a@example.com' });
  expect(asked).toEqual(Array(5).fill('948213'));
});

test('says so when no message comes', async () => {
  await expect(rejectWithCode({ webUrl, to: 'ola@example.com', patience: 0 })).rejects.toThrow(
    /No message with link and code/,
  );
});

test('link and code are those of the newest message that has both', () => {
  expect(newestInvitation([])).toBeUndefined();
  expect(newestInvitation([{ text: `Koden er ${code}` }])).toBeUndefined();
  const reminder = invitation.replace(token, 'newer-newer-newer-newer').replace(code, '77119922');
  const cancelled = { text: 'Eksempel AS har trukket tilbake oppdraget.' };
  expect(newestInvitation([{ text: invitation }, { text: reminder }, cancelled])).toEqual({
    token: 'newer-newer-newer-newer',
    code: '77119922',
  });
});
