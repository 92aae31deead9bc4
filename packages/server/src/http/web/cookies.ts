/** The cookies of a signing ceremony and of the signer portal, each scoped to the only path that needs it. */
import type { CookieSerializeOptions } from '@fastify/cookie';

export const SESSION_COOKIE = 'segl_ceremony';
export const LOGIN_COOKIE = 'segl_login';
export const PORTAL_LOGIN_COOKIE = 'segl_portal_login';
export const PORTAL_NOTICE_COOKIE = 'segl_portal_notice';

/** Over TLS no other host and no other path can set a cookie of that name (RFC 6265bis, section 4.1.3.2). */
export function portalCookieName(secure: boolean): string {
  return secure ? '__Host-segl_portal' : 'segl_portal';
}

const common = { httpOnly: true, sameSite: 'lax' } as const;

/** Lax, not Strict: the signer arrives from the sender's site, and Strict would hide the cookie on that visit. */
export function sessionCookie(ceremonyId: string, secure: boolean): CookieSerializeOptions {
  return { ...common, secure, path: `/ceremony/${ceremonyId}` };
}

/** Lives as long as a log-in may take. */
export function loginCookie(secure: boolean): CookieSerializeOptions {
  return { ...common, secure, path: '/eid/callback', maxAge: 60 * 60 };
}

/** For signers' room `/portal` and senders' room `/sender`. Ends with the browser's session at the latest. */
export function portalCookie(secure: boolean): CookieSerializeOptions {
  return { ...common, secure, path: '/' };
}

/** Lives as long as a log-in may take. */
export function portalLoginCookie(secure: boolean): CookieSerializeOptions {
  return { ...common, secure, path: '/portal/eid/callback', maxAge: 60 * 60 };
}

/** Tells the page once what came of a log-in. */
export function portalNoticeCookie(secure: boolean): CookieSerializeOptions {
  return { ...common, secure, path: '/portal/api/session', maxAge: 60 };
}
