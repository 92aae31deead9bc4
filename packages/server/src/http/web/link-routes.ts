/** Link and code over HTTP: the page behind a link, and what is entered there. */
import { CodeRequest } from '@segl/protocol/json';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ServiceError } from '../../errors.ts';
import { sha256Hex } from '../../jobs/secrets.ts';
import { fromOwnPage } from './own-page.ts';
import type { SendPage } from './pages.ts';
import type { PortalPort } from './portal-port.ts';
import { sendCeremony } from './portal-routes.ts';

export interface LinkRoutesDeps {
  readonly portal: PortalPort;
  readonly sendPage: SendPage;
  readonly publicUrl: string;
}

interface LinkParams {
  Params: { token: string };
}

/** Many people may share an address (a workplace, a mobile network); a link has one person. */
const perAddress = { max: 60, timeWindow: 60_000 };
const perLink = { max: 10, timeWindow: 60_000 };

export async function linkRoutes(server: FastifyInstance, deps: LinkRoutesDeps): Promise<void> {
  const { portal, sendPage, publicUrl } = deps;
  const secure = publicUrl.startsWith('https:');
  await server.register(rateLimit, { global: false });
  const limits = [
    server.createRateLimit({ ...perAddress, keyGenerator: (request) => request.ip }),
    server.createRateLimit({ ...perLink, keyGenerator: (request) => sha256Hex(tokenOf(request)) }),
  ];
  const withinLimits = async (request: FastifyRequest): Promise<void> => {
    for (const limit of limits) {
      const result = await limit(request);
      if (result.isAllowed || !result.isExceeded) continue;
      throw new ServiceError('TOO_MANY_REQUESTS', 'Too many tries in a short time; wait a little', {
        members: { retryAfterSeconds: Math.max(1, result.ttlInSeconds) },
      });
    }
  };
  const preHandler = [fromOwnPage(publicUrl, 'x-segl-portal'), withinLimits];

  // Mail scanners open links: the page changes nothing, and is the same whether the link exists.
  server.get('/sign/:token', (_request, reply) => sendPage(reply));

  server.post<LinkParams & { Body: CodeRequest }>(
    '/sign/:token/api/code',
    { schema: { body: CodeRequest }, preHandler },
    async (request, reply) => {
      const opened = await portal.enterCode(request.params.token, request.body.code.replaceAll(/\D/g, ''));
      return sendCeremony(reply, opened, secure);
    },
  );

  server.post<LinkParams>('/sign/:token/api/new-code', { preHandler }, async (request, reply) => {
    await portal.askForNewCode(request.params.token);
    return reply.code(202).send({});
  });
}

const tokenOf = (request: FastifyRequest): string => (request.params as LinkParams['Params']).token;
