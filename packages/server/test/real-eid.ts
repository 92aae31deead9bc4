/** A certified OpenID Connect provider over HTTP, whose log-in page lets one person in at once. */
import { randomBytes, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import Provider, { type Configuration, type JWK } from 'oidc-provider';
import type { LogoutForm } from '../src/ceremony/ports.ts';
import { closeServer, listen } from './trust-world.ts';

export interface RealEid {
  readonly issuer: string;
  /** Who logs in next. */
  person: { readonly claims: Record<string, string>; readonly acr: string } | 'cancel';
  /** Pushed authorization requests so far. */
  pushed: number;
  /** How often the log-in page was shown. */
  asked: number;
  /** Walks the log-in as a browser does; the query it brings back to `redirectUri`. */
  logIn(authorizationUrl: string, redirectUri: string, browser?: Browser): Promise<URLSearchParams>;
  /** Posts the form and confirms; where the browser ends. */
  logOut(form: LogoutForm, browser: Browser): Promise<URL>;
  close(): Promise<void>;
}

/** Cookies by name. */
export type Browser = Map<string, string>;

interface Client {
  readonly key: KeyObject;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUri: string;
}

export async function startRealEid(client: Client): Promise<RealEid> {
  let handle: (request: IncomingMessage, response: ServerResponse) => Promise<void> = () => Promise.resolve();
  const server = createServer((request, response) => void handle(request, response));
  const issuer = await listen(server);
  const provider = new Provider(
    issuer,
    configuration(issuer, client, () => eid.person),
  );
  const answer = provider.callback();
  handle = async (request, response) => {
    if (request.url === '/request') eid.pushed += 1;
    if (!request.url?.startsWith('/interaction/')) return answer(request, response);
    eid.asked += 1;
    const { person } = eid;
    const result =
      person === 'cancel'
        ? { error: 'access_denied' }
        : { login: { accountId: 'subject', acr: person.acr, remember: false } };
    await provider.interactionFinished(request, response, result);
  };
  const eid: RealEid = {
    issuer,
    person: 'cancel',
    pushed: 0,
    asked: 0,
    logIn: (url, redirectUri, browser = new Map()) => walk(url, redirectUri, browser),
    logOut,
    close: () => closeServer(server),
  };
  return eid;
}

function configuration(issuer: string, client: Client, person: () => RealEid['person']): Configuration {
  const signing = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  const clientKey: JWK = { ...(client.key.export({ format: 'jwk' }) as JWK), kid: 'client-key', use: 'sig' };
  return {
    clients: [
      {
        client_id: 'segl',
        redirect_uris: [...client.redirectUris],
        post_logout_redirect_uris: [client.postLogoutRedirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'RS256',
        id_token_signed_response_alg: 'RS256',
        require_auth_time: true,
        jwks: { keys: [publicPart(clientKey)] },
      },
    ],
    jwks: { keys: [{ ...signing, kid: 'provider-key', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomBytes(16).toString('hex')], long: { sameSite: 'none' } },
    enableHttpPostMethods: true,
    acrValues: ['idporten-loa-substantial', 'idporten-loa-high'],
    claims: {
      openid: ['sub', 'pid', 'sid'],
      profile: ['name', 'birthdate'],
      acr: null,
      amr: null,
      auth_time: null,
    },
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false },
      pushedAuthorizationRequests: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    ttl: { Interaction: 60, Session: 60, Grant: 60, AuthorizationCode: 60, IdToken: 60, AccessToken: 60 },
    pkce: { required: () => true },
    interactions: { url: (_context, { uid }) => `${issuer}/interaction/${uid}` },
    findAccount: async (context, sub, token) => {
      const known = person();
      const uid = token !== undefined && 'sessionUid' in token ? token.sessionUid : undefined;
      const session = uid === undefined ? undefined : await context.oidc.provider.Session.findByUid(uid);
      const sid = session?.sidFor('segl');
      return { accountId: sub, claims: () => ({ sub, sid, ...(known === 'cancel' ? {} : known.claims) }) };
    },
    loadExistingGrant: async ({ oidc }) => {
      const { client: asking, session } = oidc;
      if (!asking || !session?.accountId) return undefined;
      const grant = new oidc.provider.Grant({ clientId: asking.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  };
}

function publicPart({ kty, n, e, kid, use }: JWK): JWK {
  return { kty, n, e, kid, use };
}

async function walk(start: string, redirectUri: string, browser: Browser): Promise<URLSearchParams> {
  let at = new URL(start);
  for (let hop = 0; hop < 10; hop += 1) {
    const response = await visit(at, browser);
    const location = response.headers.get('location');
    if (location === null) throw new Error(`the eID stopped at ${at.pathname} with ${response.status}`);
    at = new URL(location, at);
    if (at.href.startsWith(`${redirectUri}?`)) return at.searchParams;
  }
  throw new Error('the eID leads nowhere');
}

async function logOut({ action, fields }: LogoutForm, browser: Browser): Promise<URL> {
  const page = await (await visit(action, browser, fields)).text();
  const confirm = /action="([^"]+)"/.exec(page)?.[1] ?? '';
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const answer = await visit(new URL(confirm, action), browser, { xsrf, logout: 'yes' });
  return new URL(answer.headers.get('location') ?? '', action);
}

async function visit(url: URL, browser: Browser, form?: Readonly<Record<string, string>>): Promise<Response> {
  const cookie = [...browser].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { cookie },
    ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
  });
  for (const [pair = ''] of response.headers.getSetCookie().map((line) => line.split(';'))) {
    const equals = pair.indexOf('=');
    browser.set(pair.slice(0, equals), pair.slice(equals + 1));
  }
  return response;
}
