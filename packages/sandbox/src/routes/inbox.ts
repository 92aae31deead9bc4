/** The inbox over HTTP: a page for people, JSON for programs. */
import type { FastifyInstance } from 'fastify';
import type { Inbox, SandboxMessage } from '../inbox/inbox.ts';
import { inboxPage } from '../inbox/page.ts';

export interface InboxRoutesDeps {
  readonly inbox: Inbox;
  readonly webUrl: string;
}

const ON_A_PAGE = 50;

/** An email is shown as it is, and can load, run and reach nothing; its links open elsewhere. */
const FRAME_POLICY = [
  "default-src 'none'",
  'img-src data:',
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ');

export function inboxRoutes(server: FastifyInstance, { inbox, webUrl }: InboxRoutesDeps): void {
  server.get<{ Querystring: { to?: string; before?: string } }>('/sandbox/inbox', (request, reply) => {
    const to = typeof request.query.to === 'string' ? request.query.to.trim() : '';
    const before = Number(request.query.before ?? Infinity);
    const found = inbox.list(to === '' ? undefined : to).filter(({ id }) => id < before);
    const messages = found.slice(-ON_A_PAGE).toReversed();
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(inboxPage({ messages, to, more: found.length > messages.length, webUrl }));
  });

  server.get<{ Params: { id: string } }>('/sandbox/inbox/:id/html', (request, reply) => {
    const html = inbox.get(Number(request.params.id))?.html;
    if (html === undefined || html === null) {
      return reply.code(404).type('text/plain').send('No such email');
    }
    return (
      reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', FRAME_POLICY)
        .header('x-frame-options', 'SAMEORIGIN')
        // A sandboxed frame has no origin that could keep an agent cluster to itself.
        .removeHeader('origin-agent-cluster')
        .send(html)
    );
  });

  server.get<{ Querystring: { to?: string } }>('/sandbox/api/messages', (request, reply) => {
    const { to } = request.query;
    const messages = inbox.list(typeof to === 'string' ? to : undefined);
    return reply.header('cache-control', 'no-store').send(messages.map(asJson));
  });
}

function asJson({ channel, to, subject, text, html, sentAt }: SandboxMessage) {
  return { channel, to, subject, text, html, sentAt: new Date(sentAt).toISOString() };
}
