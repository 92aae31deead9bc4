/** Who calls, by the session's cookie, and for which organisation, by the path. */
import type { FastifyRequest } from 'fastify';
import { ServiceError } from '../../errors.ts';
import type { PortalSession } from '../../jobs/portal-records.ts';
import type { SenderCaller } from '../../organisations/actor.ts';
import { portalCookieName } from '../web/cookies.ts';
import type { PortalPort } from '../web/portal-port.ts';

/** Below it are the routes of one organisation. */
export const ORGANISATION = '/sender/api/organisations/:organisation';

export interface Callers {
  /**
   * The session goes on, unless the page only keeps itself up to date.
   * @throws ServiceError SESSION_MISSING, LEVEL_TOO_LOW: who sees other people's jobs is logged in at level 4
   */
  personOf(request: FastifyRequest): Promise<PortalSession>;
  /** @throws ServiceError as {@link Callers.personOf} */
  callerOf(request: FastifyRequest): Promise<SenderCaller>;
}

export function callers(portal: PortalPort, secure: boolean): Callers {
  const cookieName = portalCookieName(secure);
  const personOf = async (request: FastifyRequest): Promise<PortalSession> => {
    const cookie = request.cookies[cookieName];
    const session =
      request.headers['x-segl-live'] === '1'
        ? ((await portal.find(cookie)) ?? (await portal.require(undefined)))
        : await portal.require(cookie);
    if (session.level === 4) return session;
    throw new ServiceError('LEVEL_TOO_LOW', 'The sender portal needs a log-in at level 4');
  };
  return {
    personOf,
    callerOf: async (request) => {
      const { personalIdentificationNumber } = await personOf(request);
      const { organisation } = request.params as { organisation: string };
      return { personalIdentificationNumber, organisation };
    },
  };
}
