/** The sandbox's OpenID Connect provider: any person, either level, and every way a log-in can go wrong. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import Provider, { type Configuration, type JWK } from 'oidc-provider';
import type { Accounts } from './accounts.ts';
import { memoryAdapters } from './memory-adapter.ts';

export const CLIENT_ID = 'segl';
/** Levels 3 and 4, named as ID-porten names them. */
export const LEVELS = { 3: 'idporten-loa-substantial', 4: 'idporten-loa-high' } as const;

export interface EidSettings {
  readonly issuer: string;
  readonly redirectUri: string;
  /** The service's public key (JWK with `kid`), for private_key_jwt. */
  readonly clientKey: JWK;
}

/** Sessions and codes live in memory: a restart ends log-ins under way, and nothing else. */
export function createProvider(settings: EidSettings, accounts: Accounts): Provider {
  const provider = new Provider(settings.issuer, configuration(settings, accounts));
  provider.proxy = false;
  return provider;
}

function configuration(settings: EidSettings, accounts: Accounts): Configuration {
  return {
    adapter: memoryAdapters(),
    clients: [
      {
        client_id: CLIENT_ID,
        redirect_uris: [settings.redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'RS256',
        id_token_signed_response_alg: 'RS256',
        require_auth_time: true,
        jwks: { keys: [settings.clientKey] },
      },
    ],
    jwks: { keys: [signingKey()] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    acrValues: Object.values(LEVELS),
    scopes: ['openid', 'profile'],
    claims: {
      openid: ['sub', 'pid'],
      profile: ['name', 'given_name', 'family_name', 'birthdate'],
      acr: null,
      amr: null,
      auth_time: null,
    },
    // ID-porten and BankID put what they know about the person into the ID token, which is what we keep as evidence.
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false },
      pushedAuthorizationRequests: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    pkce: { required: () => true },
    interactions: { url: (_ctx, interaction) => `${settings.issuer}/interaction/${interaction.uid}` },
    findAccount: (_ctx, subject) => ({
      accountId: subject,
      claims: () => ({ sub: subject, ...accounts.claims(subject) }),
    }),
    loadExistingGrant: grantEverything,
    ttl: {
      Interaction: 3600,
      Session: 3600,
      Grant: 3600,
      AuthorizationCode: 60,
      IdToken: 300,
      AccessToken: 300,
    },
  };
}

/** The service is the only client and asks for no more than the log-in: there is nothing to consent to. */
const grantEverything: NonNullable<Configuration['loadExistingGrant']> = async (ctx) => {
  const { client, session, provider } = ctx.oidc;
  if (!client || !session?.accountId) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid profile');
  await grant.save();
  return grant;
};

function signingKey(): JWK {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    ...privateKey.export({ format: 'jwk' }),
    kid: randomBytes(8).toString('hex'),
    use: 'sig',
    alg: 'RS256',
  };
}
