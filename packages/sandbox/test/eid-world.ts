/** The test eID on a listener of its own, and a client that walks through it as a browser does. */
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import * as oidc from 'openid-client';
import type { CookieJar } from '../src/cookie-jar.ts';
import { Accounts } from '../src/eid/accounts.ts';
import { LEVELS } from '../src/eid/levels.ts';
import { CLIENT_ID, createProvider } from '../src/eid/provider.ts';
import { eidRoutes } from '../src/eid/routes.ts';
import { Faults } from '../src/faults.ts';

export interface EidWorld {
  readonly server: FastifyInstance;
  readonly faults: Faults;
  readonly client: oidc.Configuration;
  readonly webUrl: string;
  /** Up to where a person must choose, or to the callback where the eID remembers one. */
  start(jar: CookieJar, wishes?: Wishes): Promise<Visit>;
  /** Sends the log-in page's form; ends at the callback, or at the page that refuses. */
  choose(jar: CookieJar, visit: Visit, form: Record<string, string>): Promise<Visit & { answer: Response }>;
  /** What the code of a visit that ended at the callback is worth. */
  claims(visit: Visit): Promise<oidc.IDToken & { readonly idToken: string }>;
}

export interface Wishes {
  readonly level?: 3 | 4;
  /** More parameters of the authorization request. */
  readonly more?: Readonly<Record<string, string>>;
}

export interface Visit {
  /** Where the browser is. */
  readonly at: URL;
  readonly verifier: string;
}

/** `service`: routes of the service around it, if any. */
export async function startEidWorld(
  service: (server: FastifyInstance) => void = () => undefined,
): Promise<EidWorld> {
  const server = Fastify();
  service(server);
  const faults = new Faults();
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  // The issuer holds the port, so the port is taken before the routes are known.
  const port = await freePort();
  const webUrl = `http://127.0.0.1:${port}`;
  const redirectUri = `${webUrl}/eid/callback`;
  const accounts = new Accounts();
  const provider = createProvider(
    {
      issuer: `${webUrl}/sandbox/eid`,
      redirectUris: [redirectUri],
      postLogoutRedirectUri: `${webUrl}/portal/logged-out`,
      frontChannelLogoutUri: `${webUrl}/portal/eid/logout`,
      clientKey: { ...keys.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig' },
    },
    accounts,
  );
  await server.register((instance) => eidRoutes(instance, { provider, accounts, faults }));
  await server.listen({ port, host: '127.0.0.1' });
  const key = await crypto.subtle.importKey(
    'pkcs8',
    keys.privateKey.export({ type: 'pkcs8', format: 'der' }),
    { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const client = await oidc.discovery(
    new URL(provider.issuer),
    CLIENT_ID,
    { id_token_signed_response_alg: 'RS256' },
    oidc.PrivateKeyJwt({ key, kid: 'k1' }),
    { execute: [oidc.allowInsecureRequests] },
  );
  const arrived = (url: URL): boolean =>
    url.href.startsWith(redirectUri) || url.pathname.includes('/interaction/');

  return {
    server,
    faults,
    client,
    webUrl,
    start: async (jar, { level = 4, more = {} } = {}) => {
      const verifier = oidc.randomPKCECodeVerifier();
      const url = oidc.buildAuthorizationUrl(client, {
        redirect_uri: redirectUri,
        scope: 'openid profile',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state: 'state-1',
        nonce: 'hash-of-the-intent',
        acr_values: LEVELS[level],
        ...more,
      });
      return { at: await jar.follow(url.href, arrived), verifier };
    },
    choose: async (jar, visit, form) => {
      const answer = await jar.fetch(visit.at.href, { method: 'POST', body: new URLSearchParams(form) });
      const next = answer.headers.get('location');
      const at =
        next === null
          ? visit.at
          : await jar.follow(new URL(next, visit.at).href, (url) => url.href.startsWith(redirectUri));
      return { ...visit, at, answer };
    },
    claims: async ({ at, verifier }) => {
      const tokens = await oidc.authorizationCodeGrant(client, at, {
        pkceCodeVerifier: verifier,
        expectedState: 'state-1',
        expectedNonce: 'hash-of-the-intent',
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined || tokens.id_token === undefined) throw new Error('no ID token');
      return { ...claims, idToken: tokens.id_token };
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
