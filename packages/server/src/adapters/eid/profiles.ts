/** What differs between eID providers, as data. */
import type { AuthenticationLevel } from '../../jobs/model.ts';

export interface EidProfile {
  /** As people know it. */
  readonly displayName: string;
  /** Space-separated. */
  readonly scope: string;
  /** `acr_values` that asks for at least the level; undefined where the provider has no such wish. */
  readonly acrFor: Readonly<Record<AuthenticationLevel, string | undefined>>;
  /** Levels that an `acr` in an ID token proves. What is not listed proves none. */
  readonly levelOf: Readonly<Record<string, AuthenticationLevel>>;
  readonly claims: {
    readonly personalIdentificationNumber: string;
    /** Claim and value that must accompany the number for it to be a Norwegian one. */
    readonly numberIssuedBy?: { readonly claim: string; readonly value: string };
    readonly name: string;
    readonly givenName: string;
    readonly familyName: string;
    readonly birthDate: string;
    /** The log-in's session at the provider, which a front-channel logout names. */
    readonly sessionId: string;
  };
  /** The one JWS algorithm that ID tokens may be signed with. */
  readonly idTokenAlgorithm: 'RS256' | 'PS256' | 'ES256';
  /** Plain HTTP for the issuer and its endpoints: the sandbox only. */
  readonly allowHttp: boolean;
}

type EidProfileName = 'idporten' | 'bankid' | 'signicat' | 'sandbox';

const standardClaims = {
  name: 'name',
  givenName: 'given_name',
  familyName: 'family_name',
  birthDate: 'birthdate',
  sessionId: 'sid',
};

export const eidProfiles: Readonly<Record<EidProfileName, EidProfile>> = {
  idporten: {
    displayName: 'ID-porten',
    scope: 'openid profile',
    acrFor: { 3: 'idporten-loa-substantial', 4: 'idporten-loa-high' },
    levelOf: { 'idporten-loa-substantial': 3, 'idporten-loa-high': 4 },
    claims: { ...standardClaims, personalIdentificationNumber: 'pid' },
    idTokenAlgorithm: 'RS256',
    allowHttp: false,
  },
  bankid: {
    displayName: 'BankID',
    scope: 'openid profile nnin_altsub',
    acrFor: { 3: 'urn:bankid:bid;LOA=4', 4: 'urn:bankid:bid;LOA=4' },
    levelOf: { 'urn:bankid:bid;LOA=4': 4 },
    claims: { ...standardClaims, personalIdentificationNumber: 'nnin_altsub' },
    idTokenAlgorithm: 'RS256',
    allowHttp: false,
  },
  signicat: {
    displayName: 'BankID',
    scope: 'openid profile nin idp-id',
    acrFor: { 3: 'idp:nbid', 4: 'idp:nbid' },
    // Which values a tenant sends is part of its agreement, so configuration adds them.
    levelOf: {},
    claims: {
      ...standardClaims,
      personalIdentificationNumber: 'nin',
      numberIssuedBy: { claim: 'nin_issuing_country', value: 'NO' },
    },
    idTokenAlgorithm: 'RS256',
    allowHttp: false,
  },
  sandbox: {
    displayName: 'Test-ID',
    scope: 'openid profile',
    acrFor: { 3: 'idporten-loa-substantial', 4: 'idporten-loa-high' },
    levelOf: { 'idporten-loa-substantial': 3, 'idporten-loa-high': 4 },
    claims: { ...standardClaims, personalIdentificationNumber: 'pid' },
    idTokenAlgorithm: 'RS256',
    allowHttp: true,
  },
};
