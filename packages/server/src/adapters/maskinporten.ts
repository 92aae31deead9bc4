/**
 * Access tokens from Maskinporten by JWT grant (RFC 7523 clause 2.1), as docs.digdir.no describes it under
 * maskinporten_protocol_jwtgrant and maskinporten_protocol_token.
 */
import { sign, type KeyObject } from 'node:crypto';
import { derOfPem } from '@segl/formats/x509';
import type { Random } from '../jobs/ports.ts';
import { boundedExchange } from './bounded-request.ts';

export interface MaskinportenClient {
  /** Exactly as Maskinporten writes it; the grant's audience, with the token endpoint `token` below it. */
  readonly issuer: string;
  readonly clientId: string;
  /** Separated by spaces. */
  readonly scope: string;
  /** RSA. */
  readonly key: KeyObject;
  readonly keyName: KeyName;
}

/** How Maskinporten finds the key: registered for the client, or an enterprise certificate and its issuers, PEM. */
export type KeyName = { readonly keyId: string } | { readonly chain: string };

interface MaskinportenConfig {
  readonly client: MaskinportenClient;
  readonly random: Pick<Random, 'uuid'>;
  /** The machine's clock, milliseconds. Maskinporten takes no grant that is 10 seconds off. */
  readonly wall: () => number;
  readonly timeoutMs?: number;
}

export interface AccessTokens {
  /** A token with some life left. Rejects with an Error that names what Maskinporten answered. */
  current(): Promise<string>;
  /** Tells that an API took `token` no more: it is not given out again. */
  drop(token: string): void;
}

interface KnownToken {
  readonly token: string;
  /** Milliseconds. */
  readonly from: number;
  readonly until: number;
}

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** At most 120 are taken. */
const GRANT_SECONDS = 60;
/** A token this near its end might not survive the call it is meant for. */
const MARGIN_MS = 20_000;
const LONGEST_MS = 60 * 60_000;
const MAX_BYTES = 64 * 1024;

/** Asks for a token when there is none, by one request at a time, and keeps it until shortly before its end. */
export function maskinportenTokens(config: MaskinportenConfig): AccessTokens {
  let known: KnownToken | undefined;
  let running: Promise<string> | undefined;

  const renew = async (): Promise<string> => {
    try {
      known = await requestToken(config);
      return known.token;
    } finally {
      running = undefined;
    }
  };

  return {
    current: () => {
      const now = config.wall();
      // A clock that was set back proves nothing about the token's age.
      if (known !== undefined && now >= known.from && now < known.until) return Promise.resolve(known.token);
      return (running ??= renew());
    },
    drop: (token) => {
      if (known?.token === token) known = undefined;
    },
  };
}

async function requestToken(config: MaskinportenConfig): Promise<KnownToken> {
  const { client, timeoutMs = 10_000 } = config;
  const from = config.wall();
  const form = new URLSearchParams({ grant_type: GRANT_TYPE, assertion: jwtGrant(config, from) });
  const { status, bytes } = await boundedExchange({
    url: tokenEndpoint(client.issuer),
    body: { bytes: Buffer.from(form.toString()), type: 'application/x-www-form-urlencoded' },
    accept: 'application/json',
    timeoutMs,
    maxBytes: MAX_BYTES,
  });
  const answer = jsonObject(bytes);
  if (status !== 200) throw new Error(`Maskinporten gave no token: status ${status}, ${errorCode(answer)}`);
  const { access_token: token, token_type: type, expires_in: seconds } = answer;
  // RFC 6749 appendix A.12; anything else could not stand in a header.
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    throw new Error('Maskinporten gave no token: access_token is missing or malformed');
  }
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer') {
    throw new Error('Maskinporten gave no token of type Bearer');
  }
  const life = typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : 0;
  return { token, from, until: from + Math.min(life, LONGEST_MS) - MARGIN_MS };
}

/** A fresh one each time; Maskinporten refuses claims it does not know, and a `jti` it has seen. */
function jwtGrant({ client, random }: MaskinportenConfig, now: number): string {
  const issuedAt = Math.floor(now / 1000);
  const header = {
    alg: 'RS256',
    ...('keyId' in client.keyName
      ? { kid: client.keyName.keyId }
      : { x5c: certificatesOf(client.keyName.chain) }),
  };
  const claims = {
    aud: client.issuer,
    iss: client.clientId,
    scope: client.scope,
    iat: issuedAt,
    exp: issuedAt + GRANT_SECONDS,
    jti: random.uuid(),
  };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), client.key).toString('base64url')}`;
}

/** RFC 7515 clause 4.1.6: base64, the key's own certificate first. */
function certificatesOf(chain: string): string[] {
  return derOfPem(chain, 'CERTIFICATE').map((der) => Buffer.from(der).toString('base64'));
}

function tokenEndpoint(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/token`;
}

function jsonObject(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** RFC 6749 clause 5.2. The description is left out: it may repeat what was sent. */
function errorCode({ error }: Readonly<Record<string, unknown>>): string {
  return typeof error === 'string' && /^[a-z_]{1,60}$/.test(error) ? error : 'no error code';
}
