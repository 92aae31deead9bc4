/** Logging in to the portal by eID: out to the provider, and back with an answer that is taken once. */
import type { KeyObject } from 'node:crypto';
import type { Language, PortalNotice } from '@segl/protocol/json';
import { EidError, type Eid, type LoginPurpose, type ProvenLogin } from '../ceremony/ports.ts';
import { ServiceError } from '../errors.ts';
import { deriveToken, sameToken } from '../jobs/derived-tokens.ts';
import type { AuthenticationLevel } from '../jobs/model.ts';
import type { PortalLogin, PortalRoom, PortalSession } from '../jobs/portal-records.ts';
import type { Clock, Random, Store, Transaction } from '../jobs/ports.ts';
import { sha256Hex } from '../jobs/secrets.ts';
import { sessionLasts } from './session.ts';

export interface LogInDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly eid: Eid;
  readonly tokenKey: KeyObject;
}

/** How long a person may take at the eID, in milliseconds. */
const loginLasts = 60 * 60_000;

/** `loginToken` is for a cookie that binds the log-in to this browser. */
export async function beginLogIn(
  deps: LogInDeps,
  wish: {
    readonly level: AuthenticationLevel;
    readonly language: Language;
    /** The person must prove themselves anew: for a higher level than the session has. */
    readonly again: boolean;
    readonly room: PortalRoom;
  },
): Promise<{ readonly location: string; readonly loginToken: string }> {
  const { store, clock, random, eid, tokenKey } = deps;
  const id = random.uuid();
  const state = `${id}.${random.token()}`;
  const [nonce, codeVerifier] = [random.token(), random.token()];
  const now = clock.wall();
  await store.transaction(async (tx) => {
    await tx.deletePortalVisitsBefore({ login: now - loginLasts, session: now - sessionLasts.whole });
    await tx.insertPortalLogin({
      id,
      stateHash: sha256Hex(state),
      nonce,
      codeVerifier,
      level: wish.level,
      purpose: purposeOf(wish),
      room: wish.room,
      createdAt: now,
    });
  });
  try {
    const request = { ...wish, purpose: purposeOf(wish), state, nonce, codeVerifier };
    const url = await eid.authorizationUrl(request);
    return { location: url.href, loginToken: deriveToken(tokenKey, 'portal-login', id) };
  } catch (cause) {
    if (!(cause instanceof EidError)) throw cause;
    throw new ServiceError('TEMPORARILY_UNAVAILABLE', 'The eID cannot be reached now; try again soon', {
      cause,
    });
  }
}

function purposeOf({ again }: { readonly again: boolean }): Exclude<LoginPurpose, 'signature'> {
  return again ? 'step-up' : 'session';
}

export interface LogInOutcome {
  /** For the session's cookie; absent when nobody was let in. */
  readonly sessionToken?: string;
  readonly notice?: PortalNotice;
  readonly room: PortalRoom;
}

/**
 * Takes the eID's answer once, and only from the browser that set out; a session before it ends. What went wrong at the
 * eID is a notice for the page.
 *
 * @param query of the callback as it arrived, without '?'
 * @param earlierToken the cookie of a session before this one
 * @throws ServiceError LINK_UNKNOWN when no log-in of this browser waits for such an answer
 */
export async function finishLogIn(
  deps: LogInDeps,
  query: string,
  loginToken: string | undefined,
  earlierToken: string | undefined,
): Promise<LogInOutcome> {
  const { store, clock, random, eid } = deps;
  const { login, state } = await takeLogin(deps, query, loginToken);
  const { room } = login;
  if (clock.wall() - login.createdAt > loginLasts) return { room, notice: 'LOGIN_EXPIRED' };
  let proven: ProvenLogin;
  try {
    const { purpose, nonce, codeVerifier } = login;
    proven = await eid.login({ purpose, query, state, nonce, codeVerifier });
  } catch (error) {
    if (!(error instanceof EidError)) throw error;
    return { room, notice: error.code === 'EID_CANCELLED' ? 'EID_CANCELLED' : 'EID_FAILED' };
  }
  const token = random.token();
  const session = sessionOf(proven, sha256Hex(token), clock.wall());
  if (session === undefined) return { room, notice: 'EID_FAILED' };
  await store.transaction(async (tx) => {
    if (earlierToken !== undefined) await replaceSession(tx, sha256Hex(earlierToken), session);
    await tx.insertPortalSession(session);
  });
  return {
    sessionToken: token,
    room,
    ...(session.level < login.level && { notice: 'LEVEL_TOO_LOW' as const }),
  };
}

async function takeLogin(
  { store, tokenKey }: LogInDeps,
  query: string,
  loginToken: string | undefined,
): Promise<{ readonly login: PortalLogin; readonly state: string }> {
  const states = new URLSearchParams(query).getAll('state');
  const [state = ''] = states;
  const [id = ''] = state.split('.', 1);
  const login =
    states.length === 1 && /^[0-9a-f-]{36}$/.test(id)
      ? await store.transaction((tx) => tx.portalLogin(id))
      : undefined;
  if (
    login === undefined ||
    loginToken === undefined ||
    !sameToken(sha256Hex(state), login.stateHash) ||
    !sameToken(loginToken, deriveToken(tokenKey, 'portal-login', login.id)) ||
    !(await store.transaction((tx) => tx.takePortalLogin(login.id)))
  ) {
    throw new ServiceError('LINK_UNKNOWN', 'No log-in begun in this browser waits for this answer');
  }
  return { login, state };
}

/** Ceremonies go on for the same person, who proved more, say; for another they end with the session. */
async function replaceSession(tx: Transaction, earlier: string, session: PortalSession): Promise<void> {
  const before = await tx.portalSession(earlier);
  if (before?.personalIdentificationNumber === session.personalIdentificationNumber) {
    await tx.moveCeremonies(earlier, session.tokenHash);
  }
  await tx.deletePortalSession(earlier);
}

/** Undefined for somebody without a number or a known level, who has no inbox. */
function sessionOf(proven: ProvenLogin, tokenHash: string, now: number): PortalSession | undefined {
  const { level, personalIdentificationNumber, name, idToken, sessionId } = proven;
  if (level === undefined || personalIdentificationNumber === undefined) return undefined;
  return {
    tokenHash,
    personalIdentificationNumber,
    name: name?.full,
    level,
    idToken,
    providerSession: sessionId,
    createdAt: now,
    lastUsedAt: now,
  };
}
