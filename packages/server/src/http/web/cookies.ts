/** The two cookies of a signing ceremony, each scoped to the only path that needs it. */
import type { CookieSerializeOptions } from '@fastify/cookie';

export const SESSION_COOKIE = 'segl_ceremony';
export const LOGIN_COOKIE = 'segl_login';

const common = { httpOnly: true, sameSite: 'lax' } as const;

/** Lax, not Strict: the signer arrives from the sender's site, and Strict would hide the cookie on that visit. */
export function sessionCookie(ceremonyId: string, secure: boolean): CookieSerializeOptions {
  return { ...common, secure, path: `/ceremony/${ceremonyId}` };
}

/** Lives as long as a log-in may take. */
export function loginCookie(secure: boolean): CookieSerializeOptions {
  return { ...common, secure, path: '/eid/callback', maxAge: 60 * 60 };
}
