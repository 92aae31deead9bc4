/** One adapter for every eID that speaks OpenID Connect; providers differ by profile. */
import * as oidc from 'openid-client';
import {
  EidError,
  type AuthorizationRequest,
  type Eid,
  type JsonWebKeySet,
  type LoginAnswer,
  type LoginPurpose,
  type ProvenLogin,
} from '../../ceremony/ports.ts';
import { authenticationMethods, personOf, sessionIdOf } from './claims.ts';
import { endedSession, logoutForm, pageOrigins } from './logout.ts';
import type { EidProfile } from './profiles.ts';
import { providerConnection, type EidClient } from './provider-connection.ts';

interface OpenidEidConfig {
  readonly profile: EidProfile;
  readonly client: EidClient;
  /** Registered at the provider; two, so that a code for the one purpose is none for the other. */
  readonly redirectUris: {
    /** `{webUrl}/eid/callback`. */
    readonly signature: string;
    /** `{webUrl}/portal/eid/callback`. */
    readonly session: string;
  };
  /** The machine's clock, milliseconds. */
  readonly wall: () => number;
}

const MAX_ID_TOKEN = 32 * 1024;

/**
 * Code flow with PKCE (S256), state and nonce; pushed authorization requests where the provider has them; the `iss`
 * of RFC 9207 checked where the provider announces it, and wherever it is sent.
 */
export function openidEid({ profile, client, redirectUris, wall }: OpenidEidConfig): Eid {
  if (!profile.allowHttp && !client.issuer.startsWith('https://')) {
    throw new TypeError('the eID issuer must be an https URL');
  }
  const connection = providerConnection(client, profile, wall);
  const redirectUriFor = (purpose: LoginPurpose): string =>
    purpose === 'signature' ? redirectUris.signature : redirectUris.session;
  return {
    name: profile.displayName,
    authorizationUrl: async (request) => {
      const configuration = await connection();
      const parameters = await authorizationParameters(request, profile, redirectUriFor(request.purpose));
      if (configuration.serverMetadata().pushed_authorization_request_endpoint === undefined) {
        return oidc.buildAuthorizationUrl(configuration, parameters);
      }
      return oidc.buildAuthorizationUrlWithPAR(configuration, parameters).catch((error: unknown) => {
        throw new EidError(
          'EID_UNAVAILABLE',
          `the eID provider did not take the request: ${reasonOf(error)}`,
        );
      });
    },
    login: async (answer) => {
      const configuration = await connection();
      const callback = new URL(redirectUriFor(answer.purpose));
      callback.search = answer.query;
      const idToken = await redeem(configuration, callback, answer);
      return provenLogin(configuration, profile, idToken);
    },
    logout: async (request) => logoutForm((await connection()).serverMetadata(), client, profile, request),
    endedSession: (query) => endedSession(query, client.issuer),
    pageOrigins: async () => pageOrigins((await connection()).serverMetadata()),
  };
}

/** Whether the person may be let in because the provider remembers them. */
const reauthentication: Readonly<Record<LoginPurpose, Readonly<Record<string, string>>>> = {
  signature: { prompt: 'login', max_age: '0' },
  session: {},
  'step-up': { prompt: 'login' },
};

async function authorizationParameters(
  request: AuthorizationRequest,
  profile: EidProfile,
  redirectUri: string,
): Promise<Record<string, string>> {
  const acr = profile.acrFor[request.level];
  return {
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: profile.scope,
    state: request.state,
    nonce: request.nonce,
    ...reauthentication[request.purpose],
    ui_locales: request.language,
    code_challenge: await oidc.calculatePKCECodeChallenge(request.codeVerifier),
    code_challenge_method: 'S256',
    ...(acr === undefined ? {} : { acr_values: acr }),
  };
}

interface VerifiedToken {
  readonly jws: string;
  readonly claims: oidc.IDToken;
}

/** Checks the answer's `state` and `iss`, exchanges the code, verifies the ID token and its signature. */
async function redeem(
  configuration: oidc.Configuration,
  callback: URL,
  answer: LoginAnswer,
): Promise<VerifiedToken> {
  try {
    const tokens = await oidc.authorizationCodeGrant(configuration, callback, {
      expectedState: answer.state,
      expectedNonce: answer.nonce,
      pkceCodeVerifier: answer.codeVerifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (tokens.id_token === undefined || claims === undefined || tokens.id_token.length > MAX_ID_TOKEN) {
      throw new EidError('EID_FAILED', 'the ID token is missing or too large');
    }
    return { jws: tokens.id_token, claims };
  } catch (error) {
    if (error instanceof EidError) throw error;
    if (error instanceof oidc.AuthorizationResponseError && error.error === 'access_denied') {
      throw new EidError('EID_CANCELLED', 'access_denied');
    }
    throw new EidError('EID_FAILED', reasonOf(error));
  }
}

function provenLogin(
  configuration: oidc.Configuration,
  profile: EidProfile,
  { jws, claims }: VerifiedToken,
): ProvenLogin {
  if (typeof claims.auth_time !== 'number') throw new EidError('EID_FAILED', 'the ID token has no auth_time');
  const acr = typeof claims['acr'] === 'string' ? claims['acr'] : '';
  return {
    issuer: claims.iss,
    acr,
    level: Object.hasOwn(profile.levelOf, acr) ? profile.levelOf[acr] : undefined,
    amr: authenticationMethods(claims),
    authTime: claims.auth_time,
    ...personOf(claims, profile),
    sessionId: sessionIdOf(claims, profile),
    idToken: jws,
    providerKeys: keysOf(configuration),
  };
}

function keysOf(configuration: oidc.Configuration): JsonWebKeySet {
  const cache = oidc.getJwksCache(configuration);
  if (cache === undefined) throw new EidError('EID_FAILED', 'the provider’s keys are not known');
  return { keys: cache.jwks.keys.map((key) => ({ ...key })) };
}

/** The failed check by its name: messages and causes hold tokens and claims, codes and claim names do not. */
function reasonOf(error: unknown): string {
  if (error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError) {
    return /^[a-z_]{1,60}$/.test(error.error) ? error.error : 'unknown error code';
  }
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'ERROR';
  const claim = claimIn(error, 3);
  return claim === undefined ? code : `${code} ${claim}`;
}

function claimIn(error: unknown, depth: number): string | undefined {
  if (depth === 0 || typeof error !== 'object' || error === null) return undefined;
  if ('claim' in error && typeof error.claim === 'string') return error.claim;
  return 'cause' in error ? claimIn(error.cause, depth - 1) : undefined;
}
