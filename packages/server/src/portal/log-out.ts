/** Logging out of the signer portal, here first and then at the eID; and being logged out because the eID was. */
import { EidError, type Eid, type LogoutForm } from '../ceremony/ports.ts';
import type { Clock, Random, Store } from '../jobs/ports.ts';
import { sha256Hex } from '../jobs/secrets.ts';
import { findSession, requireSession } from './session.ts';

export interface LogOutDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly eid: Eid;
  /** Where the eID sends the person afterwards; registered there. */
  readonly loggedOutUrl: string;
}

/**
 * Ends the session with its ceremonies; `everywhere`: and all others of the same person. Returns what the browser must post to end the eID's too; undefined when there is none, or the eID
 * cannot be reached: here the person is logged out all the same.
 * @throws ServiceError SESSION_MISSING when it is not known who is to be logged out everywhere
 */
export async function logOut(
  deps: LogOutDeps,
  token: string | undefined,
  everywhere = false,
): Promise<LogoutForm | undefined> {
  const { store, random, eid, loggedOutUrl } = deps;
  const session = await (everywhere ? requireSession : findSession)(deps, token);
  if (token !== undefined) await store.transaction((tx) => tx.deletePortalSession(sha256Hex(token)));
  if (session === undefined) return undefined;
  if (everywhere) {
    const { personalIdentificationNumber } = session;
    await store.transaction((tx) => tx.deletePortalSessionsOfPerson(personalIdentificationNumber));
  }
  try {
    return await eid.logout({
      idToken: session.idToken,
      postLogoutRedirectUri: loggedOutUrl,
      state: random.token(),
    });
  } catch (error) {
    if (error instanceof EidError) return undefined;
    throw error;
  }
}

/** Ends every session that the eID says is over; `query` is that of its front-channel request, without '?'. */
export async function loggedOutAtEid(
  { store, eid }: Pick<LogOutDeps, 'store' | 'eid'>,
  query: string,
): Promise<void> {
  const session = eid.endedSession(query);
  if (session !== undefined) await store.transaction((tx) => tx.deletePortalSessionsOf(session));
}
