/** The signer portal over HTTP: logging in and out by eID, the inbox, and from it to a job. */
import { LoginRequest, PortalNotice, type LogoutAnswer, type PortalSession } from '@segl/protocol/json';
import { Value } from '@sinclair/typebox/value';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ServiceError } from '../../errors.ts';
import { EVIDENCE_MIME } from '../../jobs/evidence-package.ts';
import type { PortalRoom } from '../../jobs/portal-records.ts';
import type { Blobs } from '../../jobs/ports.ts';
import { sendBlob } from '../blob-reply.ts';
import {
  PORTAL_LOGIN_COOKIE,
  PORTAL_NOTICE_COOKIE,
  SESSION_COOKIE,
  portalCookie,
  portalCookieName,
  portalLoginCookie,
  portalNoticeCookie,
  sessionCookie,
} from './cookies.ts';
import { fromOwnPage } from './own-page.ts';
import type { SendPage } from './pages.ts';
import type { PortalPort } from './portal-port.ts';
import { framedBy } from './security-headers.ts';

export interface PortalRoutesDeps {
  readonly portal: PortalPort;
  readonly blobs: Blobs;
  readonly sendPage: SendPage;
  /** The web listener's public address; https makes the cookies Secure. */
  readonly publicUrl: string;
}

interface JobParams {
  Params: { job: string };
}

const LOGGED_OUT = '/portal/logged-out';
const startOf: Readonly<Record<PortalRoom, string>> = { signer: '/portal', sender: '/sender' };

export function portalRoutes(server: FastifyInstance, deps: PortalRoutesDeps): void {
  server.get('/portal', (_request, reply) => deps.sendPage(reply));
  server.get(LOGGED_OUT, (_request, reply) => deps.sendPage(reply));
  session(server, deps);
  eid(server, deps);
  jobs(server, deps);
  logos(server, deps);
}

function session(server: FastifyInstance, { portal, publicUrl }: PortalRoutesDeps): void {
  const secure = publicUrl.startsWith('https:');
  const cookieName = portalCookieName(secure);
  const preHandler = fromOwnPage(publicUrl, 'x-segl-portal');

  server.get('/portal/api/session', async (request, reply): Promise<PortalSession> => {
    const found = await portal.find(request.cookies[cookieName]);
    const told = request.cookies[PORTAL_NOTICE_COOKIE];
    if (told !== undefined) void reply.clearCookie(PORTAL_NOTICE_COOKIE, portalNoticeCookie(secure));
    const every = {
      ...(Value.Check(PortalNotice, told) && { notice: told }),
      eidName: portal.eidName,
      test: portal.test,
    };
    if (found === undefined) return { authenticated: false, ...every };
    return {
      authenticated: true,
      ...(found.name !== undefined && { name: found.name }),
      level: found.level,
      endsAt: new Date(portal.endsAt(found)).toISOString(),
      now: new Date(portal.wall()).toISOString(),
      ...every,
    };
  });

  server.post<{ Body: LoginRequest }>(
    '/portal/api/login',
    { schema: { body: LoginRequest }, preHandler },
    async (request, reply) => {
      const again = (await portal.find(request.cookies[cookieName])) !== undefined;
      const { room = 'signer', ...wish } = request.body;
      const { location, loginToken } = await portal.beginLogIn({ ...wish, room, again });
      return reply.setCookie(PORTAL_LOGIN_COOKIE, loginToken, portalLoginCookie(secure)).send({ location });
    },
  );

  for (const [url, everywhere] of [
    ['/portal/api/logout', false],
    ['/portal/api/logout-everywhere', true],
  ] as const) {
    server.post(url, { preHandler }, async (request, reply): Promise<LogoutAnswer> => {
      const form = await portal.logOut(request.cookies[cookieName], everywhere);
      void reply.clearCookie(cookieName, portalCookie(secure));
      return form === undefined
        ? { location: LOGGED_OUT }
        : { location: form.action.href, fields: { ...form.fields } };
    });
  }
}

function eid(server: FastifyInstance, { portal, publicUrl }: PortalRoutesDeps): void {
  const secure = publicUrl.startsWith('https:');
  const cookieName = portalCookieName(secure);

  server.get('/portal/eid/callback', async (request, reply) => {
    const { cookies } = request;
    const earlier = cookies[cookieName];
    const query = new URL(request.url, publicUrl).search.slice(1);
    const { sessionToken, notice, room }: LogInOutcome = await portal
      .finishLogIn(query, cookies[PORTAL_LOGIN_COOKIE], earlier)
      .catch((error: unknown) => withoutLogIn(portal, error, earlier));
    if (sessionToken !== undefined) {
      void reply
        .clearCookie(PORTAL_LOGIN_COOKIE, portalLoginCookie(secure))
        .setCookie(cookieName, sessionToken, portalCookie(secure));
    }
    if (notice !== undefined) void reply.setCookie(PORTAL_NOTICE_COOKIE, notice, portalNoticeCookie(secure));
    return reply.redirect(startOf[room], 303);
  });

  // Comes from a frame on the eID's page, and without our cookies.
  server.get('/portal/eid/logout', async (request, reply) => {
    await portal.loggedOutAtEid(new URL(request.url, publicUrl).search.slice(1));
    framedBy(reply, await portal.eidOrigins());
    return reply.header('cache-control', 'no-store').type('text/plain').send('');
  });
}

type LogInOutcome = Awaited<ReturnType<PortalPort['finishLogIn']>>;

/** No log-in waits for the answer: a reload, or two windows at once. Whoever is let in already has nothing to do. */
async function withoutLogIn(
  portal: PortalPort,
  error: unknown,
  earlierToken: string | undefined,
): Promise<LogInOutcome> {
  if (!(error instanceof ServiceError) || error.code !== 'LINK_UNKNOWN') throw error;
  return (await portal.find(earlierToken)) === undefined
    ? { room: 'signer', notice: 'LOGIN_EXPIRED' }
    : { room: 'signer' };
}

function jobs(server: FastifyInstance, { portal, blobs, publicUrl }: PortalRoutesDeps): void {
  const secure = publicUrl.startsWith('https:');
  const cookieName = portalCookieName(secure);
  const sessionOf = (request: FastifyRequest) => portal.require(request.cookies[cookieName]);

  server.get('/portal/api/inbox', async (request) => portal.inbox(await sessionOf(request)));

  server.post<JobParams>(
    '/portal/api/jobs/:job/open',
    { preHandler: fromOwnPage(publicUrl, 'x-segl-portal') },
    async (request, reply) => {
      const opened = await portal.openJob(await sessionOf(request), jobNumber(request.params.job));
      return sendCeremony(reply, opened, secure);
    },
  );

  server.get<JobParams>('/portal/api/jobs/:job/pades', async (request, reply) => {
    const sha256 = await portal.signedDocument(await sessionOf(request), jobNumber(request.params.job));
    return sendBlob(request, reply, blobs, sha256, 'application/pdf');
  });

  server.get<JobParams>('/portal/api/jobs/:job/evidence', async (request, reply) => {
    const job = jobNumber(request.params.job);
    const bytes = await portal.signedEvidence(await sessionOf(request), job);
    return reply
      .type(EVIDENCE_MIME)
      .header('cache-control', 'private, no-store')
      .header('content-disposition', `attachment; filename="${job}-evidence.asice"`)
      .send(bytes);
  });
}

function logos(server: FastifyInstance, { portal, blobs }: PortalRoutesDeps): void {
  server.get<{ Params: { organisation: string } }>('/logos/:organisation', async (request, reply) => {
    const { organisation } = request.params;
    const sha256 = /^\d{9}$/.test(organisation) ? await portal.logo(organisation) : undefined;
    if (sha256 === undefined) throw new ServiceError('NOT_FOUND', 'There is no such logo');
    return sendBlob(request, reply, blobs, sha256, 'image/png');
  });
}

/** The ceremony's cookie, and where it is held. */
export function sendCeremony(
  reply: FastifyReply,
  { ceremonyId, sessionToken }: { readonly ceremonyId: string; readonly sessionToken: string },
  secure: boolean,
): FastifyReply {
  return reply
    .setCookie(SESSION_COOKIE, sessionToken, sessionCookie(ceremonyId, secure))
    .send({ location: `/ceremony/${ceremonyId}` });
}

function jobNumber(text: string): bigint {
  if (/^\d{1,18}$/.test(text)) return BigInt(text);
  throw new ServiceError('JOB_NOT_FOUND', 'There is no such job for the person who is logged in');
}
