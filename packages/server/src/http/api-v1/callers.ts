/** Every request's first steps: whose certificate, not too often, and for whom it may act. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { writeDateTime } from '@segl/protocol/v1';
import { ServiceError } from '../../errors.ts';
import type { Logger } from 'pino';
import type { Clock, Store } from '../../jobs/ports.ts';
import { publicError } from '../errors.ts';
import { noteForLog } from '../logging.ts';
import { callerAuthorizer, type Caller } from '../../organisations/access.ts';
import { certificateUse } from '../../organisations/api-access/client-certificates.ts';
import { refusedRequests } from '../../organisations/api-access/refused-requests.ts';
import { describeCertificate, identifyClient, type ClientIdentity } from './client-certificate.ts';
import { createRateLimit, type RateLimitOptions } from './rate-limit.ts';

export interface CallerDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly rateLimit: RateLimitOptions;
  readonly logger: Logger;
}

const callers = new WeakMap<FastifyRequest, Caller>();
const identities = new WeakMap<FastifyRequest, ClientIdentity>();

/** The caller that was let in. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (caller === undefined) throw new Error('a route outside the scope of authorised callers');
  return caller;
}

/** Lets only authorised callers into the routes of `scope`, whose addresses begin with /api/:organization. */
export function admitCallers(scope: FastifyInstance, deps: CallerDeps): void {
  const limit = createRateLimit(deps.rateLimit);
  const authorizeCaller = callerAuthorizer(deps);
  const noteUse = certificateUse(deps);
  const keep = refusedRequests(deps.store, (error) =>
    deps.logger.error({ err: error }, 'a refusal was not kept'),
  );
  scope.addHook('onRequest', async (request, reply) => {
    const identity = identifyClient(request, new Date(deps.clock.wall()));
    noteForLog(request, { organization: identity.organization });
    identities.set(request, identity);
    const refusedUntil = limit(identity.organization, deps.clock.wall());
    if (refusedUntil !== undefined) throw tooMany(reply, deps, refusedUntil);
    callers.set(request, await authorize(authorizeCaller, identity, senderOf(request)));
    await noteUse(identity.organization, identity.certificate);
  });
  scope.addHook('onError', async (request, _reply, error) => {
    const identity = identities.get(request);
    if (identity === undefined) return;
    const { status, code, message } = publicError(error);
    const [method, route] = [request.method, request.routeOptions.url ?? ''];
    const refused = { at: deps.clock.now(), method, route, status, code, detail: message.slice(0, 2000) };
    await keep(identity.organization, refused);
  });
}

function senderOf(request: FastifyRequest): string {
  const { organization = '' } = request.params as { organization?: string };
  if (/^\d{9}$/.test(organization)) return organization;
  throw new ServiceError(
    'NOT_FOUND',
    'The address must begin with /api/ and an organisation number of 9 digits.',
  );
}

async function authorize(
  authorizeCaller: ReturnType<typeof callerAuthorizer>,
  identity: ClientIdentity,
  sender: string,
): Promise<Caller> {
  const caller = { organization: identity.organization, sender };
  try {
    await authorizeCaller(caller, identity.certificate.sha256);
    return caller;
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 'NOT_AUTHORIZED') throw error;
    throw new ServiceError(
      'NOT_AUTHORIZED',
      `${error.message} ${describeCertificate(identity.certificate)}`,
      { cause: error },
    );
  }
}

function tooMany(reply: FastifyReply, { clock, rateLimit }: CallerDeps, refusedUntil: number): ServiceError {
  const wait = refusedUntil - clock.wall();
  void reply
    .header('DoSFilter', 'refused')
    .header('Retry-After', Math.ceil(wait / 1000))
    .header('X-Next-permitted-poll-time', writeDateTime(new Date(clock.now() + wait)));
  return new ServiceError(
    'TOO_MANY_REQUESTS',
    `More than ${rateLimit.requestsPerSecond} requests in a second; the organisation is refused until ${writeDateTime(new Date(refusedUntil))}.`,
  );
}
