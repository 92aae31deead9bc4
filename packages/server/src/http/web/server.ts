/** The web listener: signers' pages and their API, health and metrics. TLS is the reverse proxy's in production. */
import cookie from '@fastify/cookie';
import Fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify';
import type { Logger } from 'pino';
import type { Blobs } from '../../jobs/ports.ts';
import { problemDetails, publicError } from '../errors.ts';
import { logRequests } from '../logging.ts';
import type { Metrics } from '../metrics.ts';
import type { CeremonyPort } from './ceremony-port.ts';
import { ceremonyRoutes } from './ceremony-routes.ts';
import { linkRoutes } from './link-routes.ts';
import { registerPages } from './pages.ts';
import type { PortalPort } from './portal-port.ts';
import { portalRoutes } from './portal-routes.ts';
import { registerOpenApi } from '../sender/open-api.ts';
import { senderRoutes, type SenderDeps } from '../sender/index.ts';
import { verifyRoutes } from './verify-routes.ts';
import type { FileVerifier } from '../../verification/file-verifier.ts';
import { registerSecurityHeaders } from './security-headers.ts';

export interface WebServerDeps {
  readonly ceremony: CeremonyPort;
  readonly portal: PortalPort;
  readonly sender: SenderDeps;
  readonly blobs: Blobs;
  readonly verifier: Pick<FileVerifier, 'verify'>;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly publicUrl: string;
  /** Folder of the built pages. */
  readonly pages: string;
  /** True when the service can do its work. */
  readonly ready: () => Promise<boolean>;
  /** More routes on the same listener. */
  readonly plugins: readonly FastifyPluginAsync[];
}

/** Not yet listening. */
export async function createWebServer(deps: WebServerDeps): Promise<FastifyInstance> {
  const { logger, metrics, publicUrl } = deps;
  const server = Fastify({
    logger: false,
    bodyLimit: 65_536,
    requestTimeout: 60_000,
    trustProxy: 'loopback',
  });
  answerErrors(server, logger);
  logRequests(server, logger, 'web');
  metrics.observe(server, 'web');
  const https = publicUrl.startsWith('https:');
  await registerSecurityHeaders(server, https);
  await server.register(cookie);
  const sendPage = await registerPages(server, {
    folder: deps.pages,
    https,
    eidOrigins: () => deps.portal.eidOrigins(),
  });
  await registerOpenApi(server, publicUrl);
  ceremonyRoutes(server, { ...deps, sendPage });
  portalRoutes(server, { ...deps, sendPage });
  await linkRoutes(server, { ...deps, sendPage });
  verifyRoutes(server, { ...deps, sendPage });
  await senderRoutes(server, { ...deps.sender, portal: deps.portal, publicUrl, sendPage });
  operations(server, deps);
  for (const plugin of deps.plugins) await server.register(plugin);
  return server;
}

function operations(server: FastifyInstance, { metrics, ready }: WebServerDeps): void {
  server.get('/health/live', () => ({ status: 'live' }));
  server.get('/health/ready', async (_request, reply) =>
    (await ready()) ? { status: 'ready' } : reply.code(503).send({ status: 'not ready' }),
  );
  server.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}

function answerErrors(server: FastifyInstance, logger: Logger): void {
  server.setErrorHandler((error, request, reply) => {
    const known = publicError(error);
    if (known.status >= 500) logger.error({ err: error, request: request.id }, known.code);
    return reply.code(known.status).type('application/problem+json').send(problemDetails(known));
  });
  server.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .type('application/problem+json')
      .send(
        problemDetails({ status: 404, code: 'NOT_FOUND', message: 'There is nothing here', type: 'CLIENT' }),
      ),
  );
}
