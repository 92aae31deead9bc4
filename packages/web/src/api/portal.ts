/** The signature portal's JSON API, as `@segl/protocol/json` describes it. */
import type { Inbox, LoginRequest, LogoutAnswer, PortalLocation, PortalSession } from '@segl/protocol/json';
import { postJson, requestJson } from './problem.ts';

async function post<T>(path: string, body: LoginRequest | Record<string, never>): Promise<T> {
  return (await postJson('portal', path, body)) as T;
}

export async function fetchSession(): Promise<PortalSession> {
  return (await requestJson('/portal/api/session')) as PortalSession;
}

export async function fetchInbox(): Promise<Inbox> {
  return (await requestJson('/portal/api/inbox')) as Inbox;
}

/** Starts a log-in. The browser then goes to `location`, at the eID, and comes back to `room`. */
export function logIn(wish: LoginRequest): Promise<PortalLocation> {
  return post('/portal/api/login', wish);
}

/** Ends the session. The browser then goes to `location`, with `fields` as a form, to log out at the eID too. */
export function logOut(): Promise<LogoutAnswer> {
  return post('/portal/api/logout', {});
}

/** {@link logOut}, on all of the person's devices. */
export function logOutEverywhere(): Promise<LogoutAnswer> {
  return post('/portal/api/logout-everywhere', {});
}

export function openJob(id: string): Promise<PortalLocation> {
  return post(`/portal/api/jobs/${encodeURIComponent(id)}/open`, {});
}
