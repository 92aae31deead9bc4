/** Somebody logged in to the portal: one session for signers' and senders' rooms. */
import { ServiceError } from '../errors.ts';
import type { Instant } from '../jobs/model.ts';
import type { PortalSession } from '../jobs/portal-records.ts';
import type { Clock, Store } from '../jobs/ports.ts';
import { sha256Hex } from '../jobs/secrets.ts';

/** In milliseconds: without a sign of life, and in any case. */
export const sessionLasts = { idle: 30 * 60_000, whole: 4 * 60 * 60_000 };
/** A visit is noted no more often than this, so that reading the inbox need not write. */
const touchEvery = 60_000;

interface SessionDeps {
  readonly store: Store;
  readonly clock: Clock;
}

/** The session of a cookie, or undefined when there is none or it ran out; asking is no sign of life. */
export async function findSession(
  { store, clock }: SessionDeps,
  token: string | undefined,
): Promise<PortalSession | undefined> {
  if (token === undefined) return undefined;
  const session = await store.transaction((tx) => tx.portalSession(sha256Hex(token)));
  return session !== undefined && clock.wall() < endsAt(session) ? session : undefined;
}

/** The session of a cookie, which goes on from now. @throws ServiceError SESSION_MISSING */
export async function requireSession(deps: SessionDeps, token: string | undefined): Promise<PortalSession> {
  const session = await findSession(deps, token);
  if (session === undefined) {
    throw new ServiceError(
      'SESSION_MISSING',
      'Nobody is logged in here, or the log-in ran out; log in again',
    );
  }
  const now = deps.clock.wall();
  if (now - session.lastUsedAt >= touchEvery) {
    await deps.store.transaction((tx) => tx.touchPortalSession(session.tokenHash, now));
  }
  return session;
}

/** When the session ends if nothing more is done, by the machine's time. */
export function endsAt({ createdAt, lastUsedAt }: PortalSession): Instant {
  return Math.min(lastUsedAt + sessionLasts.idle, createdAt + sessionLasts.whole);
}
