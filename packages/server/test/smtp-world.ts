/** A real SMTP server on loopback that keeps what it takes and refuses what it is told to. */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { issueCertificate, toPem } from '@segl/formats/x509';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Delivery {
  readonly from: string;
  readonly to: readonly string[];
  readonly secure: boolean;
  readonly raw: string;
  readonly mail: ParsedMail;
}

type Moment = 'connect' | 'auth' | 'mail' | 'rcpt' | 'data';

export interface SmtpWorld {
  readonly port: number;
  readonly url: string;
  readonly deliveries: readonly Delivery[];
  /** How many connections were made so far. */
  readonly connections: number;
  /** The reply at each moment from now on, given so many times; absent: success. */
  refuse(moment: Moment, reply: string, times?: number): void;
  /** Ends every connection there is, and resolves when they are gone. */
  hangUp(): Promise<void>;
  close(): Promise<void>;
}

/** TLS where `options` hold a certificate, and from the start with `options.secure`. */
export async function startSmtp(options: SMTPServerOptions = {}): Promise<SmtpWorld> {
  const deliveries: Delivery[] = [];
  const refusals = new Map<Moment, { reply: string; times: number }>();
  let connections = 0;
  const verdict = (moment: Moment): Error | undefined => {
    const refusal = refusals.get(moment);
    if (refusal === undefined || refusal.times === 0) return undefined;
    refusal.times -= 1;
    const [code, ...text] = refusal.reply.split(' ');
    return Object.assign(new Error(text.join(' ')), { responseCode: Number(code) });
  };
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: 'cert' in options ? [] : ['STARTTLS'],
    onConnect: (_session, done) => {
      connections += 1;
      done(verdict('connect'));
    },
    onAuth: ({ username, password }, _session, done) => {
      const error = verdict('auth');
      if (error !== undefined) done(error);
      else done(null, password === 'correct' ? { user: username } : {});
    },
    onMailFrom: (_address, _session, done) => done(verdict('mail')),
    onRcptTo: (_address, _session, done) => done(verdict('rcpt')),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const error = verdict('data');
        if (error !== undefined) return done(error);
        const raw = Buffer.concat(chunks);
        simpleParser(raw, { skipImageLinks: true }).then((mail) => {
          const { mailFrom, rcptTo } = session.envelope;
          deliveries.push({
            from: mailFrom === false ? '' : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            secure: session.secure,
            raw: raw.toString('utf8'),
            mail,
          });
          done();
        }, done);
      });
    },
    ...options,
  });
  // Clients that give up break connections; that is what some tests are about.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    url: `${options.secure === true ? 'smtps' : 'smtp'}://localhost:${port}`,
    deliveries,
    get connections() {
      return connections;
    },
    refuse: (moment, reply, times = Infinity) => refusals.set(moment, { reply, times }),
    hangUp: async () => {
      const open = [...server.connections];
      for (const connection of open) connection.close();
      while (server.connections.size > 0) await new Promise((resolve) => setImmediate(resolve));
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A certificate of its own for `name`, PEM. */
export function selfSigned(name: string): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const day = 86_400_000;
  const der = issueCertificate({
    subject: [['CN', name]],
    issuer: { selfSigned: privateKey },
    publicKey,
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + day),
    keyUsage: ['digitalSignature', 'keyCertSign'],
    isCa: true,
    subjectAltNames: [{ type: 'dns', value: name }],
  });
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, cert: toPem(der) };
}
