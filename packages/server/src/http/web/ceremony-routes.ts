/** The signing ceremony over HTTP: arriving by redirect-url, the page's JSON API, and the eID's answer. */
import { RejectRequest, SignRequest } from '@segl/protocol/json';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ServiceError } from '../../errors.ts';
import type { Blobs, CeremonySession } from '../../jobs/ports.ts';
import { sendBlob } from '../blob-reply.ts';
import type { CeremonyPort } from './ceremony-port.ts';
import { LOGIN_COOKIE, SESSION_COOKIE, loginCookie, sessionCookie } from './cookies.ts';
import { fromOwnPage } from './own-page.ts';
import type { SendPage } from './pages.ts';

export interface CeremonyRoutesDeps {
  readonly ceremony: CeremonyPort;
  readonly blobs: Blobs;
  readonly sendPage: SendPage;
  /** The web listener's public address; https makes the cookies Secure. */
  readonly publicUrl: string;
}

interface TokenParams {
  Params: { token: string };
}
interface CeremonyParams {
  Params: { ceremonyId: string };
}

export function ceremonyRoutes(server: FastifyInstance, deps: CeremonyRoutesDeps): void {
  arriving(server, deps);
  ceremonyApi(server, deps);
  eidCallback(server, deps);
}

function arriving(server: FastifyInstance, { ceremony, sendPage, publicUrl }: CeremonyRoutesDeps): void {
  const secure = publicUrl.startsWith('https:');
  server.get<TokenParams>('/redirect/:token', async (request, reply) => {
    const opened = await ceremony.open(request.params.token);
    if (opened.kind === 'dead-end') return sendPage(reply, opened.link.reason === 'UNKNOWN' ? 404 : 410);
    return reply
      .setCookie(SESSION_COOKIE, opened.sessionToken, sessionCookie(opened.ceremonyId, secure))
      .redirect(`/ceremony/${opened.ceremonyId}`, 303);
  });
  server.get<TokenParams>('/redirect/:token/state', (request) => ceremony.linkState(request.params.token));
  server.get('/ceremony/:ceremonyId', (_request, reply) => sendPage(reply));
}

function ceremonyApi(server: FastifyInstance, { ceremony, blobs, publicUrl }: CeremonyRoutesDeps): void {
  const secure = publicUrl.startsWith('https:');
  const sessionOf = (request: FastifyRequest<CeremonyParams>): Promise<CeremonySession> =>
    ceremony.session(request.params.ceremonyId, request.cookies[SESSION_COOKIE]);

  server.get<CeremonyParams>('/ceremony/:ceremonyId/api/state', async (request) =>
    ceremony.state(await sessionOf(request)),
  );

  server.get<{ Params: { ceremonyId: string; number: string } }>(
    '/ceremony/:ceremonyId/api/documents/:number',
    async (request, reply) => {
      const document = await ceremony.document(await sessionOf(request), Number(request.params.number));
      return sendBlob(request, reply, blobs, document.sha256, document.mime);
    },
  );

  server.get<CeremonyParams>('/ceremony/:ceremonyId/api/pades', async (request, reply) => {
    const sha256 = await ceremony.pades(await sessionOf(request));
    return sendBlob(request, reply, blobs, sha256, 'application/pdf');
  });

  server.post<CeremonyParams & { Body: SignRequest }>(
    '/ceremony/:ceremonyId/api/sign',
    { schema: { body: SignRequest }, preHandler: fromOwnPage(publicUrl, 'x-segl-ceremony') },
    async (request, reply) => {
      const { location, loginToken } = await ceremony.begin(await sessionOf(request), request.body.language);
      return reply.setCookie(LOGIN_COOKIE, loginToken, loginCookie(secure)).send({ location });
    },
  );

  server.post<CeremonyParams & { Body: RejectRequest }>(
    '/ceremony/:ceremonyId/api/reject',
    { schema: { body: RejectRequest }, preHandler: fromOwnPage(publicUrl, 'x-segl-ceremony') },
    async (request) => {
      const session = await sessionOf(request);
      await ceremony.reject(session, request.body.reason);
      return ceremony.state(session);
    },
  );
}

function eidCallback(server: FastifyInstance, { ceremony, sendPage, publicUrl }: CeremonyRoutesDeps): void {
  server.get('/eid/callback', async (request, reply) => {
    const client = {
      ipAddress: request.ip,
      userAgent: (request.headers['user-agent'] ?? '').slice(0, 500),
    };
    try {
      const { ceremonyId } = await ceremony.finishLogin(
        new URL(request.url, publicUrl),
        request.cookies[LOGIN_COOKIE],
        client,
      );
      return await reply.redirect(`/ceremony/${ceremonyId}`, 303);
    } catch (error) {
      if (error instanceof ServiceError && error.code === 'LINK_UNKNOWN') return sendPage(reply, 404);
      throw error;
    }
  });
}
