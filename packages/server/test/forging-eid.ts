/** An OpenID Connect provider that says whatever a test wants it to say. It checks what a real one would check. */
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { bodyOf, closeServer, listen } from './trust-world.ts';

export interface Forgery {
  /** Over the right claims; undefined takes one away. */
  readonly claims?: Record<string, unknown>;
  readonly algorithm?: 'RS256' | 'none' | 'HS256';
  /** Signed by a key that the provider does not publish, under the kid of the one it does. */
  readonly foreignKey?: boolean;
  /** The token endpoint answers with this OAuth error instead. */
  readonly error?: string;
}

export interface ForgingEid {
  readonly issuer: string;
  forgery: Forgery;
  /** Codes redeemed so far. */
  redeemed: number;
  /** The callback query for an authorization URL, as the browser would bring it. */
  answer(authorizationUrl: string): URLSearchParams;
  close(): Promise<void>;
}

const CLIENT = 'segl';
const person = {
  pid: '02013299997',
  name: 'Kari Nordmann',
  given_name: 'Kari',
  family_name: 'Nordmann',
  birthdate: '1932-01-02',
};

export async function startForgingEid(): Promise<ForgingEid> {
  const published = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let issuer = '';
  /** Authorization requests by code. */
  const requests = new Map<string, URLSearchParams>();

  const idToken = (request: URLSearchParams): string => {
    const now = Math.floor(Date.now() / 1000);
    const { claims, algorithm = 'RS256', foreignKey = false } = eid.forgery;
    const right = {
      iss: issuer,
      aud: CLIENT,
      sub: 'subject',
      exp: now + 120,
      iat: now,
      auth_time: now,
      nonce: request.get('nonce'),
      acr: 'idporten-loa-high',
      amr: ['Testmetode'],
      ...person,
    };
    const key = foreignKey ? foreign.privateKey : published.privateKey;
    return jws({ alg: algorithm, kid: 'key-1' }, { ...right, ...claims }, key);
  };

  const token = async (body: Uint8Array, response: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
    const code = form.get('code') ?? '';
    const request = requests.get(code);
    requests.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const ours =
      request?.get('code_challenge') === challenge &&
      request.get('redirect_uri') === form.get('redirect_uri');
    const error = eid.forgery.error ?? (ours ? undefined : 'invalid_grant');
    if (error !== undefined || request === undefined) {
      json(response, { error: error ?? 'invalid_grant' }, 400);
      return Promise.resolve();
    }
    eid.redeemed += 1;
    json(response, { access_token: 'x', token_type: 'Bearer', expires_in: 60, id_token: idToken(request) });
    return Promise.resolve();
  };

  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path.startsWith('/.well-known/')) json(response, metadata(issuer));
    else if (path === '/jwks') json(response, { keys: [jwk(published.publicKey)] });
    else void bodyOf(request).then((body) => token(body, response));
  });
  issuer = await listen(server);

  const eid: ForgingEid = {
    issuer,
    forgery: {},
    redeemed: 0,
    answer: (authorizationUrl) => {
      const request = new URL(authorizationUrl).searchParams;
      const code = `code-${requests.size}-${Math.trunc(Date.now())}-${eid.redeemed}`;
      requests.set(code, request);
      return new URLSearchParams({ code, state: request.get('state') ?? '', iss: issuer });
    },
    close: () => closeServer(server),
  };
  return eid;
}

function metadata(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    authorization_response_iss_parameter_supported: true,
  };
}

function jwk(key: KeyObject): object {
  return { ...key.export({ format: 'jwk' }), kid: 'key-1', use: 'sig', alg: 'RS256' };
}

function jws(header: { alg: string; kid: string }, payload: object, key: KeyObject): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ ...header, typ: 'JWT' })}.${part(payload)}`;
  if (header.alg === 'none') return `${signed}.`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

function json(response: ServerResponse, value: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
