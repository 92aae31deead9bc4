/** The provider's metadata and keys, kept for a while and renewed. */
import type { KeyObject } from 'node:crypto';
import * as oidc from 'openid-client';
import { EidError } from '../../ceremony/ports.ts';
import type { EidProfile } from './profiles.ts';

export type ClientAuthentication =
  | { readonly method: 'client_secret_post' | 'client_secret_basic'; readonly secret: string }
  /** RFC 7523; RSA (RS256) or P-256 (ES256). */
  | { readonly method: 'private_key_jwt'; readonly key: KeyObject; readonly keyId: string | undefined };

export interface EidClient {
  /** Exactly as the provider writes it. */
  readonly issuer: string;
  readonly clientId: string;
  readonly authentication: ClientAuthentication;
}

const FRESH_MS = 60 * 60_000;
/** How long old metadata serve when the provider's discovery document cannot be had. */
const STALE_MS = 24 * 60 * 60_000;
const TIMEOUT_SECONDS = 10;

/**
 * Gives the provider's configuration, discovered at most once an hour and by one request at a time.
 * Rejects with EID_UNAVAILABLE when there is none, or only one older than a day.
 */
export function providerConnection(
  client: EidClient,
  profile: EidProfile,
  wall: () => number,
): () => Promise<oidc.Configuration> {
  let known: { configuration: oidc.Configuration; at: number } | undefined;
  let running: Promise<oidc.Configuration> | undefined;

  const renew = async (): Promise<oidc.Configuration> => {
    try {
      const configuration = await discover(client, profile);
      known = { configuration, at: wall() };
      return configuration;
    } catch {
      if (known !== undefined && Math.abs(wall() - known.at) < STALE_MS) return known.configuration;
      throw new EidError('EID_UNAVAILABLE', 'the eID provider’s metadata cannot be had');
    } finally {
      running = undefined;
    }
  };

  return () => {
    if (known !== undefined && Math.abs(wall() - known.at) < FRESH_MS) {
      return Promise.resolve(known.configuration);
    }
    return (running ??= renew());
  };
}

async function discover(client: EidClient, profile: EidProfile): Promise<oidc.Configuration> {
  const configuration = await oidc.discovery(
    new URL(client.issuer),
    client.clientId,
    { id_token_signed_response_alg: profile.idTokenAlgorithm },
    await clientAuth(client.authentication),
    {
      timeout: TIMEOUT_SECONDS,
      // Without the checks for non-repudiation the library trusts TLS and leaves the ID token's signature unread.
      execute: [oidc.enableNonRepudiationChecks, ...(profile.allowHttp ? [oidc.allowInsecureRequests] : [])],
    },
  );
  configuration.timeout = TIMEOUT_SECONDS;
  return configuration;
}

async function clientAuth(authentication: ClientAuthentication): Promise<oidc.ClientAuth> {
  switch (authentication.method) {
    case 'client_secret_basic':
      return oidc.ClientSecretBasic(authentication.secret);
    case 'client_secret_post':
      return oidc.ClientSecretPost(authentication.secret);
    case 'private_key_jwt': {
      const key = await signingCryptoKey(authentication.key);
      return oidc.PrivateKeyJwt(
        authentication.keyId === undefined ? { key } : { key, kid: authentication.keyId },
      );
    }
  }
}

function signingCryptoKey(key: KeyObject): Promise<oidc.CryptoKey> {
  const algorithm =
    key.asymmetricKeyType === 'ec'
      ? { name: 'ECDSA', namedCurve: 'P-256' }
      : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  return Promise.resolve(key.toCryptoKey(algorithm, false, ['sign']));
}
