/** The mail server of the sandbox: takes every email over real SMTP and puts it into the inbox. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import type { Faults } from '../faults.ts';
import type { Inbox } from '../inbox/inbox.ts';

export interface MailServer {
  /** On loopback, any free one. */
  readonly port: number;
  close(): Promise<void>;
}

const MOST_BYTES = 1024 * 1024;
/** Every address there is one that nobody has (RFC 2606). */
export const REFUSED_DOMAIN = 'refused.example';

export async function startMailServer(inbox: Inbox, faults: Faults): Promise<MailServer> {
  const switchedOff = (): Error | undefined =>
    faults.isDown('mail') ? reply(421, '4.3.2 The mail server is switched off') : undefined;
  const server = new SMTPServer({
    banner: 'Segl sandbox',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MOST_BYTES,
    maxClients: 50,
    closeTimeout: 500,
    onConnect: (_session, done) => done(switchedOff()),
    onRcptTo: ({ address }, _session, done) => {
      const nobody = address.toLowerCase().endsWith(`@${REFUSED_DOMAIN}`);
      done(switchedOff() ?? (nobody ? reply(550, '5.1.1 Nobody has this address') : undefined));
    },
    onData: (stream, session, done) => {
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      readMail(stream)
        .then(async (mail) => {
          const error = switchedOff();
          if (error !== undefined) throw error;
          for (const to of recipients) await inbox.add({ ...mail, to });
        })
        .then(() => done(), done);
    },
  });
  // Broken connections are the clients' affair.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  // A service that does not start must not be kept alive by its sandbox.
  server.server.unref();
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function readMail(stream: SMTPServerDataStream) {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk as Buffer);
  if (stream.sizeExceeded) throw reply(552, `5.3.4 At most ${MOST_BYTES} bytes`);
  // Loaded with the first email: it takes longer than the rest of the mail server.
  const { simpleParser } = await import('mailparser');
  const { messageId = '', from, subject = '', text = '', html } = await simpleParser(Buffer.concat(chunks));
  return {
    channel: 'email' as const,
    reference: messageId,
    from: from?.text ?? '',
    subject,
    text,
    html: typeof html === 'string' ? html : null,
  };
}

function reply(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
