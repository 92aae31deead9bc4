/** The signer's visit: begun by a redirect-url, proven by a cookie. */
import { ServiceError } from '../errors.ts';
import type { CeremonySession } from '../jobs/ports.ts';
import type { CeremonyDeps } from './ports.ts';
import { isOneOf, sha256Hex } from '../jobs/secrets.ts';

/** Long enough to read the documents and be called away once. */
const SESSION_MS = 4 * 60 * 60_000;

/** A session yet to be stored, and the token of its cookie. */
export function newCeremonySession(
  { clock, random }: Pick<CeremonyDeps, 'clock' | 'random'>,
  place: Pick<CeremonySession, 'jobId' | 'signerId' | 'portalSession'>,
): { readonly record: CeremonySession; readonly token: string } {
  const token = random.token();
  const createdAt = clock.wall();
  const record = {
    id: random.uuid(),
    tokenHash: sha256Hex(token),
    ...place,
    createdAt,
    expiresAt: createdAt + SESSION_MS,
  };
  return { record, token };
}

/**
 * The session of a ceremony's cookie. Its time is the machine's: a visit lasts as long as it does in the browser.
 * @throws ServiceError SESSION_MISSING when there is none, it ran out, or the cookie is another's
 */
export async function ceremonySession(
  { store, clock }: Pick<CeremonyDeps, 'store' | 'clock'>,
  ceremonyId: string,
  sessionToken: string | undefined,
): Promise<CeremonySession> {
  // Ids are the service's own; the database need not see anything else (PostgreSQL fails on U+0000).
  const session = /^[\w-]{1,64}$/.test(ceremonyId)
    ? await store.transaction((tx) => tx.ceremonySession(ceremonyId))
    : undefined;
  if (
    session === undefined ||
    sessionToken === undefined ||
    !isOneOf(sessionToken, [session.tokenHash]) ||
    clock.wall() >= session.expiresAt
  ) {
    throw new ServiceError('SESSION_MISSING', 'This visit has ended; open the link from the sender again');
  }
  return session;
}
