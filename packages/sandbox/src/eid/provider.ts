/** The sandbox's OpenID Connect provider: any person, either level, and every way a log-in can go wrong. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import Provider, { interactionPolicy, type Configuration, type JWK } from 'oidc-provider';
import type { Accounts } from './accounts.ts';
import { LEVELS, isTooLow } from './levels.ts';
import { confirmLogout, loggedOut, tellService } from './logout.ts';
import { memoryAdapters } from './memory-adapter.ts';

export const CLIENT_ID = 'segl';

export interface EidSettings {
  readonly issuer: string;
  /** Where answers may go. */
  readonly redirectUris: readonly string[];
  /** Where the person may be sent after logging out here. */
  readonly postLogoutRedirectUri: string;
  /** Loaded in a frame with `iss` and `sid` when a session ends here. */
  readonly frontChannelLogoutUri: string;
  /** The service's public key (JWK with `kid`), for private_key_jwt. */
  readonly clientKey: JWK;
}

/** Sessions and codes live in memory: a restart logs everybody out here, and ends log-ins under way. */
export function createProvider(settings: EidSettings, accounts: Accounts): Provider {
  const provider = new Provider(settings.issuer, configuration(settings, accounts));
  provider.proxy = false;
  provider.use(tellService({ issuer: settings.issuer, logoutUri: settings.frontChannelLogoutUri }));
  return provider;
}

function configuration(settings: EidSettings, accounts: Accounts): Configuration {
  return {
    adapter: memoryAdapters(),
    clients: [
      {
        client_id: CLIENT_ID,
        redirect_uris: [...settings.redirectUris],
        post_logout_redirect_uris: [settings.postLogoutRedirectUri],
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
      openid: ['sub', 'pid', 'sid'],
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
      rpInitiatedLogout: { enabled: true, logoutSource: confirmLogout, postLogoutSuccessSource: loggedOut },
    },
    discovery: { frontchannel_logout_supported: true, frontchannel_logout_session_supported: true },
    pkce: { required: () => true },
    interactions: {
      policy: askAgainForMore(),
      url: (_ctx, interaction) => `${settings.issuer}/interaction/${interaction.uid}`,
    },
    findAccount: async (ctx, subject, token) => {
      const uid = token !== undefined && 'sessionUid' in token ? token.sessionUid : undefined;
      const session = uid === undefined ? undefined : await ctx.oidc.provider.Session.findByUid(uid);
      return {
        accountId: subject,
        claims: () => ({ sub: subject, sid: session?.sidFor(CLIENT_ID), ...accounts.claims(subject) }),
      };
    },
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

/** Who is logged in is not asked again, unless the service wants it so or asks for a higher level. */
function askAgainForMore(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.get('login')?.checks.add(
    new interactionPolicy.Check('level', 'a higher level was asked for', ({ oidc }) => {
      const { session, params, result } = oidc;
      return result?.login === undefined && isTooLow(session?.acr, params ?? {});
    }),
  );
  return policy;
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
