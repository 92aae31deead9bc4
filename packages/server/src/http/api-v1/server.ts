/** The API's listener: HTTPS with mutual TLS, errors in XML. */
import { randomUUID } from 'node:crypto';
import { readCertificates } from '@segl/formats/x509';
import { messageSchema } from '@segl/protocol/v1';
import underPressure from '@fastify/under-pressure';
import Fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../../config/index.ts';
import type { SignatureJob } from '../../jobs/model.ts';
import type { NotificationChannel } from '../../jobs/portal-records.ts';
import type { Blobs, Clock, DocumentInspector, Random, Store, TaskSignal } from '../../jobs/ports.ts';
import { logRequests } from '../logging.ts';
import type { Metrics } from '../metrics.ts';
import { admitCallers } from './callers.ts';
import { directRoutes, type DirectRoutesDeps } from './direct-routes.ts';
import { archiveRoute, rootRoute } from './other-routes.ts';
import { portalRoutes, type PortalRoutesDeps } from './portal-routes.ts';
import { answerClientError, answerErrors, sendError } from './xml-answers.ts';

/** What the listener needs; the durations of its configuration are in seconds. */
export interface ApiServerDeps {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly random: Random;
  readonly inspector: DocumentInspector;
  /** The blob of the signed document with the signatures so far. */
  readonly partialPades: (job: SignatureJob) => Promise<string>;
  /** Told when a task was queued that is due. */
  readonly tasks: TaskSignal;
  /** What this installation can send to signers. */
  readonly channels: ReadonlySet<NotificationChannel>;
  /** Whether it has a contact register to look in. */
  readonly canLookUp: boolean;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly config: Omit<Config['api'], 'host' | 'port'>;
  /** Where signers reach the pages. */
  readonly webUrl: string;
  readonly jobs: Config['jobs'];
  /** More routes on the same listener: the same TLS and the same errors, but callers are theirs to judge. */
  readonly plugins: readonly FastifyPluginAsync[];
}

const SMALL_BODY = 64 * 1024;
const SECOND = 1000;

/** Not yet listening. */
export async function createApiServer(deps: ApiServerDeps): Promise<FastifyInstance> {
  const { logger, metrics, config } = deps;
  messageSchema();
  const server = Fastify({
    https: tlsOptions(config),
    logger: false,
    bodyLimit: SMALL_BODY,
    // Against peers that send their request drop by drop.
    requestTimeout: 120 * SECOND,
    connectionTimeout: 180 * SECOND,
    keepAliveTimeout: 75 * SECOND,
    exposeHeadRoutes: false,
    return503OnClosing: true,
    genReqId: () => randomUUID(),
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => {
      void sendError(error, request, reply, logger);
    },
    routerOptions: { maxParamLength: 100 },
  }) as unknown as FastifyInstance;
  server.server.on('tlsClientError', (error: NodeJS.ErrnoException) => {
    logger.info({ listener: 'api', reason: error.code ?? error.message }, 'TLS handshake refused');
  });
  // Whatever its type, a body is bytes: each route judges it.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  answerErrors(server, logger);
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header('X-Request-Id', request.id);
    done();
  });
  logRequests(server, logger, 'api');
  metrics.observe(server, 'api');
  await server.register(underPressure, { maxEventLoopDelay: 3 * SECOND });
  // First, so that what they hook onto the server sees every request.
  for (const plugin of deps.plugins) await server.register(plugin);
  const routes = routesDeps(deps);
  await server.register(
    (scope, _options, done) => {
      admitCallers(scope, { ...deps, rateLimit: config });
      rootRoute(scope);
      directRoutes(scope, routes);
      archiveRoute(scope, deps);
      portalRoutes(scope, routes);
      done();
    },
    { prefix: '/api/:organization' },
  );
  return server;
}

function tlsOptions({ tls, clientAnchors, clientIntermediates }: ApiServerDeps['config']) {
  return {
    key: [{ pem: tls.key, passphrase: tls.passphrase }],
    cert: tls.chain,
    ca: [clientAnchors, clientIntermediates].filter((pem) => pem.trim() !== ''),
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2' as const,
    handshakeTimeout: 15 * SECOND,
    headersTimeout: 20 * SECOND,
    maxHeaderSize: 16 * 1024,
  };
}

function routesDeps(deps: ApiServerDeps): DirectRoutesDeps & PortalRoutesDeps {
  const { config, jobs, webUrl } = deps;
  return {
    ...deps,
    urls: { api: config.publicUrl, web: webUrl },
    enterpriseTrust: {
      anchors: readCertificates(config.clientAnchors),
      intermediates: readCertificates(config.clientIntermediates),
    },
    signingTimeTolerance: jobs.signingTimeToleranceSeconds * SECOND,
    allowHttpExitUrls: jobs.httpExitUrls,
    pollPause: jobs.pollPauseSeconds * SECOND,
  };
}
