/** Logging out: at the provider from here, and here from the provider. */
import type * as oidc from 'openid-client';
import { EidError, type LogoutForm, type LogoutRequest } from '../../ceremony/ports.ts';
import { isSessionId } from './claims.ts';
import type { EidProfile } from './profiles.ts';
import type { EidClient } from './provider-connection.ts';

/** OpenID Connect RP-Initiated Logout 1.0, 2; undefined where the metadata name no `end_session_endpoint`. */
export function logoutForm(
  metadata: oidc.ServerMetadata,
  client: Pick<EidClient, 'clientId'>,
  profile: Pick<EidProfile, 'allowHttp'>,
  { idToken, postLogoutRedirectUri, state }: LogoutRequest,
): LogoutForm | undefined {
  const { end_session_endpoint: endpoint } = metadata;
  if (endpoint === undefined) return undefined;
  const action = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (action?.protocol !== 'https:' && !(profile.allowHttp && action?.protocol === 'http:')) {
    throw new EidError('EID_FAILED', 'the provider’s end_session_endpoint is not an https URL');
  }
  return {
    action,
    fields: {
      client_id: client.clientId,
      post_logout_redirect_uri: postLogoutRedirectUri,
      state,
      ...(idToken === undefined ? {} : { id_token_hint: idToken }),
    },
  };
}

/**
 * OpenID Connect Front-Channel Logout 1.0, 3: `iss` and `sid`, each once, `iss` the provider's. Whether a slash ends
 * the issuer makes no difference: ID-porten writes its own both ways.
 */
export function endedSession(query: string, issuer: string): string | undefined {
  const parameters = new URLSearchParams(query);
  const [iss, ...moreIssuers] = parameters.getAll('iss');
  const [sid, ...moreSessions] = parameters.getAll('sid');
  if (iss === undefined || sid === undefined || moreIssuers.length > 0 || moreSessions.length > 0) {
    return undefined;
  }
  const bare = (url: string): string => url.replace(/\/$/, '');
  return bare(iss) === bare(issuer) && isSessionId(sid) ? sid : undefined;
}

/** Each origin once. A provider may log people in and out at another host than its issuer's. */
export function pageOrigins(metadata: oidc.ServerMetadata): readonly string[] {
  const { issuer, authorization_endpoint, end_session_endpoint } = metadata;
  const origins = [issuer, authorization_endpoint, end_session_endpoint].flatMap((url) =>
    url !== undefined && URL.canParse(url) ? [new URL(url).origin] : [],
  );
  // They go into a header as they are, so that only what is scheme, host and port may pass.
  return [...new Set(origins)].filter((origin) => /^https?:\/\/[^\s;,]+$/.test(origin));
}
