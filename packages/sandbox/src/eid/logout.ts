/**
 * Logging out of the test eID, as ID-porten does it: at once where the service shows whose session it is, and each
 * service that knows the session is told in a frame. The provider itself has no front-channel logout, so its answer
 * becomes a page here.
 */
import type { KoaContextWithOIDC } from 'oidc-provider';
import { escapeHtml, page } from '../html.ts';

/** Where {@link confirmingScript} is served: the pages' policy lets no inline script run. */
export const confirmingScriptPath = '/sandbox/eid/confirm-logout.js';
/** Presses the button of the page that asks. */
export const confirmingScript = "document.getElementById('yes').click();\n";

/** Asks, unless the service sent an ID token of this very person. `form` is the provider's, with its secret. */
export function confirmLogout(ctx: KoaContextWithOIDC, form: string): void {
  const { session, entities } = ctx.oidc;
  const hint = (entities['IdTokenHint'] as { payload?: { sub?: unknown } } | undefined)?.payload?.sub;
  const known = hint !== undefined && hint === session?.accountId;
  ctx.body = page(
    'Test eID',
    `<h1>${known ? 'Logging out' : 'Log out?'}</h1>
<p class="note">This ends the log-in at the test eID, for every service that used it.</p>
${form}
<p><button form="op.logoutForm" name="logout" value="yes" id="yes">Log out</button></p>
${known ? `<script defer src="${confirmingScriptPath}"></script>` : '<p>To stay logged in, leave this page.</p>'}`,
  );
}

/** Where the person ends when the service named no address to come back to. */
export function loggedOut(ctx: KoaContextWithOIDC): void {
  ctx.body = page('Test eID', '<h1>You are logged out</h1><p>You can close this page.</p>');
}

export interface FrontChannel {
  readonly issuer: string;
  /** Loaded in a frame with `iss` and `sid` when a session ends. */
  readonly logoutUri: string;
}

/** Middleware of the provider: the redirect that ends a logout goes through a page that tells the service. */
export function tellService({ issuer, logoutUri }: FrontChannel) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    await next();
    // Not there where no route was found.
    const oidc = ctx.oidc as KoaContextWithOIDC['oidc'] | undefined;
    if (oidc?.route !== 'end_session_confirm' || ctx.status !== 303) return;
    const location = ctx.response.get('location');
    if (oidc.params?.['logout'] === undefined) return;
    const sessions = Object.values(oidc.session?.authorizations ?? {}).map(({ sid }) => sid);
    // Somebody else logging in ends the session on the way: the log-in goes on at once.
    if (sessions.length === 0 || location.startsWith(`${issuer}/auth/`)) return;
    ctx.status = 200;
    ctx.response.remove('location');
    ctx.set('refresh', `1; url=${location}`);
    ctx.type = 'html';
    ctx.body = page(
      'Test eID',
      `<h1>You are logged out</h1>
<p>The service you came from is told, and you are sent back to it.</p>
<p><a href="${escapeHtml(location)}">Go on</a></p>
${sessions.map((sid) => frame(logoutUri, { iss: issuer, sid: sid ?? '' })).join('\n')}`,
    );
  };
}

function frame(uri: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(uri);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return `<iframe hidden title="Logging out of the service" src="${escapeHtml(url.href)}"></iframe>`;
}
