import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { selfSigned, startSmtp, type SmtpWorld } from '../../../test/smtp-world.ts';
import type { EmailMessage, MailGateway } from '../../notifications/ports.ts';
import { isMailAddress } from './mail-address.ts';
import { smtpMail, type SmtpConfig } from './smtp.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function smtp(...options: Parameters<typeof startSmtp>): Promise<SmtpWorld> {
  const server = await startSmtp(...options);
  cleanups.push(() => server.close());
  return server;
}

function mailTo(url: string, config: Partial<SmtpConfig> = {}): MailGateway {
  const mail = smtpMail({ url, requireTls: false, ...config });
  cleanups.push(() => mail.close());
  return mail;
}

const message: EmailMessage = {
  messageId: '<0f1e-1@sign.example.org>',
  to: 'kari@example.org',
  from: { name: 'Testkommunen via Segl', address: 'ikke-svar@sign.example.org' },
  subject: 'Testkommunen ber deg signere «Søknad»',
  text: 'Hei, du skal signere på norsk: æøå',
  html: '<p>Hei, du skal signere på <b>norsk</b>: æøå</p>',
  language: 'nb',
};

const error = (sending: Promise<unknown>) =>
  sending.then(
    () => expect.unreachable('expected to be refused'),
    (thrown: unknown) => thrown,
  );

describe('a message', () => {
  test('arrives as it was given, with the same Message-ID each time', async () => {
    const server = await smtp();
    const mail = mailTo(server.url);
    const logo = Buffer.from('picture');
    const inline = [{ cid: 'logo', mime: 'image/png' as const, bytes: logo }];
    await mail.send({ ...message, inline });
    await mail.send({ ...message, inline });
    expect(server.connections).toBe(1);
    expect(server.deliveries).toHaveLength(2);
    for (const { from, to, mail: parsed } of server.deliveries) {
      expect({ from, to }).toEqual({ from: 'ikke-svar@sign.example.org', to: ['kari@example.org'] });
      expect(parsed.messageId).toBe(message.messageId);
      expect(parsed.subject).toBe(message.subject);
      expect(parsed.from?.value).toEqual([message.from]);
      expect(parsed.text?.trim()).toBe(message.text);
      expect(parsed.html).toContain(message.html);
      expect(parsed.attachments).toMatchObject([
        { cid: 'logo', related: true, contentDisposition: 'inline' },
      ]);
      expect(parsed.attachments[0]?.content.equals(logo)).toBe(true);
      expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
      expect(parsed.headers.get('content-language')).toBe('nb');
    }
  });

  test.each([
    { from: { name: 'Ond\r\nBcc: offer@example.org', address: message.from.address } },
    { from: { name: 'Ond <ond@example.org>, "', address: message.from.address } },
    { subject: 'Hei\r\nBcc: offer@example.org\r\n\r\nNy tekst' },
    { subject: 'Hei\nX-Ond: ja' },
    { text: '.\r\n.\r\nQUIT\r\n' },
  ])('adds no header, recipient or command by its words: %o', async (hostile) => {
    const server = await smtp();
    await mailTo(server.url).send({ ...message, ...hostile });
    const [delivery] = server.deliveries;
    expect(delivery?.to).toEqual(['kari@example.org']);
    expect(delivery?.from).toBe(message.from.address);
    expect(delivery?.mail.from?.value.map(({ address }) => address)).toEqual([message.from.address]);
    for (const header of ['bcc', 'cc', 'x-ond']) expect(delivery?.mail.headers.has(header)).toBe(false);
    expect(delivery?.mail.html).toContain(message.html);
    expect(server.deliveries).toHaveLength(1);
  });

  test.each([
    'kari@example.org, ond@example.org',
    'kari@example.org\r\nRCPT TO:<ond@example.org>',
    'Kari <kari@example.org>',
    'kari',
    '@example.org',
    'kari@',
    '"kari"@example.org',
    'kari@[127.0.0.1]',
    `${'k'.repeat(65)}@example.org`,
  ])('is not sent to "%s"', async (to) => {
    const server = await smtp();
    expect(await error(mailTo(server.url).send({ ...message, to }))).toMatchObject({
      code: 'RECIPIENT_REFUSED',
      mayRetry: false,
    });
    expect(server.connections).toBe(0);
  });
});

test('addresses in any alphabet are addresses', () => {
  for (const address of ['åse+1@blåbær.no', "o'hara@a.example", 'nguyễn@example.org', 'a@localhost']) {
    expect(isMailAddress(address)).toBe(true);
  }
});

describe('a server that says no', () => {
  test.each([
    [
      'rcpt',
      '550 5.1.1 <kari@example.org> does not exist',
      'RECIPIENT_REFUSED',
      false,
      '550 5.1.1 to RCPT TO',
    ],
    ['rcpt', '450 4.2.0 greylisted, come back', 'GATEWAY_UNAVAILABLE', true, '450 4.2.0 to RCPT TO'],
    ['rcpt', '452 mailbox full', 'GATEWAY_UNAVAILABLE', true, '452 to RCPT TO'],
    ['mail', '550 5.7.1 not you', 'GATEWAY_REFUSED', true, '550 5.7.1 to MAIL FROM'],
    ['data', '554 5.7.1 spam', 'GATEWAY_REFUSED', false, '554 5.7.1 to DATA'],
    ['data', '451 4.3.0 try later', 'GATEWAY_UNAVAILABLE', true, '451 4.3.0 to DATA'],
    ['connect', '554 5.7.1 go away', 'GATEWAY_REFUSED', true, '554 5.7.1 to CONN'],
    ['connect', '421 4.3.2 closing', 'GATEWAY_UNAVAILABLE', true, ''],
  ] as const)('%s: %s', async (moment, reply, code, mayRetry, words) => {
    const server = await smtp();
    server.refuse(moment, reply);
    const thrown = await error(mailTo(server.url).send(message));
    expect(thrown).toMatchObject({ name: 'DeliveryError', code, mayRetry });
    expect(String(thrown)).toContain(words);
    expect(String(thrown)).not.toMatch(/kari|Testkommunen|Søknad/);
    expect(server.deliveries).toHaveLength(0);
  });

  test('takes the same message when it comes back, once', async () => {
    const server = await smtp();
    server.refuse('rcpt', '450 4.2.0 greylisted', 1);
    const mail = mailTo(server.url);
    await error(mail.send(message));
    await mail.send(message);
    expect(server.deliveries.map(({ mail: parsed }) => parsed.messageId)).toEqual([message.messageId]);
  });

  test('to one message does not hold up the next', async () => {
    const server = await smtp();
    server.refuse('rcpt', '550 5.1.1 unknown', 1);
    const mail = mailTo(server.url);
    const others = Array.from({ length: 10 }, (_, index) =>
      mail.send({ ...message, messageId: `<m${index}@sign.example.org>` }).catch(() => 'refused'),
    );
    expect((await Promise.all(others)).filter((outcome) => outcome === 'refused')).toHaveLength(1);
    expect(server.deliveries).toHaveLength(9);
  });
});

test('a connection that the server ended meanwhile costs nothing', async () => {
  const server = await smtp();
  const mail = mailTo(server.url);
  await mail.send(message);
  await server.hangUp();
  await mail.send({ ...message, messageId: '<next@sign.example.org>' });
  expect(server.deliveries).toHaveLength(2);
});

describe('log-in', () => {
  const credentials = { user: 'segl', password: 'correct' };

  test('is made where credentials are given', async () => {
    const server = await smtp({ authOptional: false, allowInsecureAuth: true });
    await mailTo(server.url, { credentials }).send(message);
    expect(server.deliveries).toHaveLength(1);
  });

  test.each([
    ['with a wrong password', { user: 'segl', password: 'wrong' }],
    ['with none where one is asked for', undefined],
  ])('%s is for the operator to mend', async (_how, given) => {
    const server = await smtp({ authOptional: false, allowInsecureAuth: true });
    const mail = mailTo(server.url, given === undefined ? {} : { credentials: given });
    const thrown = await error(mail.send(message));
    expect(thrown).toMatchObject({ code: 'GATEWAY_REFUSED', mayRetry: true });
    expect(String(thrown)).not.toContain('wrong');
  });
});

describe('where TLS is required', () => {
  test.each([true, false])('a certificate that holds is enough (from the start: %s)', async (secure) => {
    const tls = selfSigned('localhost');
    const server = await smtp({ secure, ...tls });
    await mailTo(server.url, { requireTls: true, trust: tls.cert }).send(message);
    expect(server.deliveries.map(({ secure: encrypted }) => encrypted)).toEqual([true]);
  });

  test.each([
    ['offers none', {}],
    ['has a certificate nobody trusts', selfSigned('localhost')],
    ['has a certificate for another name', selfSigned('mail.example.org')],
  ])('a server that %s gets nothing', async (_how, options) => {
    const server = await smtp(options);
    const trust = 'cert' in options ? selfSigned('localhost').cert : undefined;
    const mail = mailTo(server.url, { requireTls: true, ...(trust === undefined ? {} : { trust }) });
    expect(await error(mail.send(message))).toMatchObject({ name: 'DeliveryError', mayRetry: true });
    expect(server.deliveries).toHaveLength(0);
  });

  test('a trusted certificate for another name is not enough', async () => {
    const tls = selfSigned('mail.example.org');
    const server = await smtp({ secure: true, ...tls });
    const mail = mailTo(server.url, { requireTls: true, trust: tls.cert });
    expect(await error(mail.send(message))).toMatchObject({ code: 'GATEWAY_UNAVAILABLE' });
  });
});

describe('a server that does not answer as it should', () => {
  /** Plain TCP: what each new connection meets. */
  async function tcp(meet: (socket: Socket) => void): Promise<string> {
    const sockets = new Set<Socket>();
    const server: Server = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      meet(socket);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanups.push(async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    });
    return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const unavailable = { code: 'GATEWAY_UNAVAILABLE', mayRetry: true };

  test('is not there', async () => {
    const server = await smtp();
    await server.close();
    cleanups.pop();
    expect(await error(mailTo(server.url).send(message))).toMatchObject(unavailable);
  });

  test('says nothing', async () => {
    const url = await tcp(() => undefined);
    expect(await error(mailTo(url, { timeoutMs: 200 }).send(message))).toMatchObject(unavailable);
  });

  test('says a little again and again, and never an answer', async () => {
    const url = await tcp((socket) => {
      socket.write('220 hello\r\n');
      socket.once('data', () => {
        const drip = setInterval(() => socket.write('250-x\r\n'), 20);
        socket.on('close', () => clearInterval(drip));
      });
    });
    expect(await error(mailTo(url, { timeoutMs: 300 }).send(message))).toMatchObject(unavailable);
  });

  test('says nonsense, or too much of it', async () => {
    const nonsense = await tcp((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await error(mailTo(nonsense).send(message))).toMatchObject(unavailable);
    const flood = await tcp((socket) => socket.write(`220-${'x'.repeat(1_000_000)}`));
    expect(await error(mailTo(flood).send(message))).toMatchObject(unavailable);
  });

  test('hangs up in the middle', async () => {
    const url = await tcp((socket) => {
      socket.write('220 hello\r\n');
      socket.once('data', () => socket.write('250 hello\r\n', () => socket.destroy()));
    });
    expect(await error(mailTo(url).send(message))).toMatchObject(unavailable);
  });
});

test('a message whose answer is lost is not sent again behind the caller’s back', async () => {
  let taken = 0;
  const server = await smtp({
    onData: (stream) => {
      taken += 1;
      stream.resume().on('end', () => void server.hangUp());
    },
  });
  expect(await error(mailTo(server.url).send(message))).toMatchObject({
    code: 'GATEWAY_UNAVAILABLE',
    mayRetry: true,
  });
  expect(taken).toBe(1);
});

test('closing waits for what is under way', async () => {
  const server = await smtp();
  const mail = mailTo(server.url);
  const sending = Array.from({ length: 3 }, () => mail.send(message));
  await mail.close();
  expect(server.deliveries).toHaveLength(3);
  await Promise.all(sending);
});
