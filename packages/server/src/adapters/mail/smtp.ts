/** Email by SMTP (RFC 5321), through the one mail server the installation is told to use. */
import { createTransport } from 'nodemailer';
import { DeliveryError, type EmailMessage, type MailGateway } from '../../notifications/ports.ts';
import { isMailAddress } from './mail-address.ts';
import { deliveryError } from './smtp-errors.ts';

export interface SmtpConfig {
  /** `smtp://host:port`, or `smtps://…` for TLS from the start. Holds no credentials. */
  readonly url: string;
  readonly credentials?: { readonly user: string; readonly password: string };
  /** Refuse to hand over anything without TLS and a certificate that holds. */
  readonly requireTls: boolean;
  /** Authorities of the mail server's certificate, PEM; absent: the well-known ones. */
  readonly trust?: string;
  /** For one message, everything included. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 120_000;
/** In milliseconds: to connect, and between two signs of life. */
const patience = { connect: 15_000, silence: 60_000 };
const PORTS: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465 };

/**
 * A few connections are kept and used again. A message counts as handed over when the server has answered its data with
 * success; when it is cut off before that answer the caller must try again, and the Message-ID tells a copy from a new
 * message.
 */
export function smtpMail(config: SmtpConfig): MailGateway {
  const { host, transport } = connect(config);
  const underWay = new Set<Promise<unknown>>();
  const send = async (message: EmailMessage): Promise<void> => {
    checkAddresses(message);
    const signal = AbortSignal.timeout(config.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    await transport.sendMail({ ...content(message), signal }).catch((error: unknown) => {
      throw deliveryError(error, host);
    });
  };
  return {
    send: async (message) => {
      const sending = send(message);
      underWay.add(sending);
      await sending.finally(() => underWay.delete(sending));
    },
    check: () =>
      transport.verify().catch((error: unknown) => {
        throw deliveryError(error, host);
      }),
    close: async () => {
      await Promise.allSettled(underWay);
      transport.close();
    },
  };
}

function connect({ url, credentials, requireTls, trust }: SmtpConfig) {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const transport = createTransport({
    pool: true,
    host,
    port: port === '' ? (PORTS[protocol] ?? 25) : Number(port),
    secure: protocol === 'smtps:',
    requireTLS: requireTls,
    ignoreTLS: !requireTls,
    tls: { minVersion: 'TLSv1.2', ...(trust === undefined ? {} : { ca: trust }) },
    ...(credentials === undefined
      ? {}
      : { auth: { user: credentials.user, pass: credentials.password }, forceAuth: true }),
    connectionTimeout: patience.connect,
    greetingTimeout: patience.connect,
    dnsTimeout: patience.connect,
    socketTimeout: patience.silence,
    maxConnections: 5,
    // A kept connection may have ended meanwhile; nothing of the message was sent then.
    maxRequeues: 1,
    maxResponseSize: 64 * 1024,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { host, transport };
}

/** The header fields are given as parts, so that no name can add a recipient or a line. */
function content(message: EmailMessage) {
  const { messageId, from, to, replyTo, subject, text, html, inline = [], language } = message;
  return {
    envelope: { from: from.address, to: [to] },
    messageId,
    from: { name: from.name, address: from.address },
    to: { name: '', address: to },
    ...(replyTo !== undefined && { replyTo: { name: '', address: replyTo } }),
    subject,
    text,
    html,
    attachments: inline.map(({ cid, mime, bytes }) => ({
      cid,
      filename: `${cid}.png`,
      contentType: mime,
      contentDisposition: 'inline' as const,
      content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    })),
    headers: {
      // RFC 3834: nobody's absence note is to answer.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': language,
    },
  };
}

function checkAddresses({ to, from, replyTo = from.address, messageId }: EmailMessage): void {
  if (!isMailAddress(to)) {
    throw new DeliveryError('RECIPIENT_REFUSED', 'The recipient is not an email address', false);
  }
  const ours = isMailAddress(from.address) && isMailAddress(replyTo);
  if (!ours || !/^<[\w.+-]+@[\w.-]+>$/.test(messageId)) {
    throw new DeliveryError(
      'GATEWAY_REFUSED',
      'The sender’s address, the one for answers or the Message-ID is malformed',
      false,
    );
  }
}
