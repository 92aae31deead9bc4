/** Maskinporten and the contact and reservation register over HTTP, as strict as their documentation says they are. */
import { X509Certificate, createPublicKey, randomUUID, verify, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { bodyOf, closeServer, listen } from './trust-world.ts';

export interface Digdir {
  readonly issuer: string;
  /** The register's `personer`. */
  readonly url: string;
  /** What the register knows, by number, as it is sent. */
  readonly people: Map<string, Record<string, unknown>>;
  /** Seconds that tokens live, as Maskinporten says. */
  tokenSeconds: number;
  /** Answers of Maskinporten and of the register in place of the right ones. */
  tokenAnswer: Answer | undefined;
  registerAnswer: Answer | undefined;
  /** Grants taken, tokens given out, and what each call of the register asked for. */
  readonly grants: { readonly header: Record<string, unknown>; readonly claims: Record<string, unknown> }[];
  readonly tokens: string[];
  readonly calls: { readonly url: string; readonly token: string; readonly numbers: readonly string[] }[];
  /** From now on the register refuses what was given out so far. */
  expireTokens(): void;
  close(): Promise<void>;
}

/** Takes over an exchange. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export const clientId = 'd9a1b7c2-client';
export const scope = 'krr:global/kontaktinformasjon.read';
export const keyId = 'registered-key';
const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Claims that the documentation lists; others are refused. */
const claimNames = ['aud', 'iss', 'iat', 'exp', 'jti', 'scope', 'resource', 'pid', 'consumer_org'];

/**
 * `registered`: the client's key; a grant with a certificate is verified by that instead. `wall`: Maskinporten's clock,
 * milliseconds.
 */
export async function startDigdir(registered: KeyObject, wall = () => Date.now()): Promise<Digdir> {
  const valid = new Set<string>();
  const used = new Set<unknown>();
  let address = '';

  const giveToken = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(Buffer.from(await bodyOf(request)).toString());
    const refused = (error: string): void =>
      json(response, 400, { error, error_description: `about ${form.get('assertion') ?? ''}` });
    if (request.headers['content-type'] !== 'application/x-www-form-urlencoded') {
      return refused('invalid_request');
    }
    if (form.get('grant_type') !== GRANT_TYPE || [...form.keys()].length !== 2) {
      return refused('unsupported_grant_type');
    }
    const grant = readGrant(form.get('assertion') ?? '', registered);
    if (
      grant === undefined ||
      !isAcceptable(grant.claims, digdir.issuer, wall() / 1000) ||
      used.has(grant.claims['jti'])
    ) {
      return refused('invalid_grant');
    }
    if (grant.claims['scope'] !== scope) return refused('invalid_scope');
    used.add(grant.claims['jti']);
    const token = `token-${randomUUID()}`;
    valid.add(token);
    digdir.grants.push(grant);
    digdir.tokens.push(token);
    json(response, 200, {
      access_token: token,
      token_type: 'Bearer',
      expires_in: digdir.tokenSeconds,
      scope,
    });
  };

  const lookUp = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const body = JSON.parse(Buffer.from(await bodyOf(request)).toString()) as Record<string, unknown>;
    const numbers = body['personidentifikatorer'] as readonly string[];
    digdir.calls.push({ url: request.url ?? '', token, numbers });
    if (!valid.has(token)) return json(response, 401, { error: 'invalid_token' });
    if (
      request.method !== 'POST' ||
      request.headers['content-type'] !== 'application/json' ||
      Object.keys(body).length !== 1 ||
      numbers.length < 1 ||
      numbers.length > 1000
    ) {
      return json(response, 400, { error: 'bad_request' });
    }
    const personer = numbers.map(
      (number) => digdir.people.get(number) ?? { personidentifikator: number, status: 'IKKE_REGISTRERT' },
    );
    json(response, 200, { personer });
  };

  const server = createServer((request, response) => {
    const isToken = request.url === '/maskinporten/token';
    const instead = isToken ? digdir.tokenAnswer : digdir.registerAnswer;
    if (instead !== undefined) instead(request, response);
    else void (isToken ? giveToken : lookUp)(request, response);
  });
  address = await listen(server);
  const digdir: Digdir = {
    issuer: `${address}/maskinporten/`,
    url: `${address}/rest/v2/personer`,
    people: new Map(),
    tokenSeconds: 120,
    tokenAnswer: undefined,
    registerAnswer: undefined,
    grants: [],
    tokens: [],
    calls: [],
    expireTokens: () => valid.clear(),
    close: () => closeServer(server),
  };
  return digdir;
}

export function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function readGrant(jwt: string, registered: KeyObject): Digdir['grants'][number] | undefined {
  const [header = '', claims = '', signature = ''] = jwt.split('.');
  const decode = (part: string) =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  const head = decode(header);
  const [certificate] = (head['x5c'] ?? []) as readonly string[];
  const key =
    certificate === undefined
      ? createPublicKey(registered)
      : new X509Certificate(Buffer.from(certificate, 'base64')).publicKey;
  const named = certificate === undefined ? head['kid'] === keyId : head['kid'] === undefined;
  const genuine = verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    key,
    Buffer.from(signature, 'base64url'),
  );
  return head['alg'] === 'RS256' && named && genuine ? { header: head, claims: decode(claims) } : undefined;
}

function isAcceptable(claims: Record<string, unknown>, issuer: string, now: number): boolean {
  const issuedAt = Number(claims['iat']);
  const expires = Number(claims['exp']);
  return (
    claims['aud'] === issuer &&
    claims['iss'] === clientId &&
    Math.abs(now - issuedAt) < 10 &&
    expires > now &&
    expires - issuedAt <= 120 &&
    Object.keys(claims).every((name) => claimNames.includes(name))
  );
}
