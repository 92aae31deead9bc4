/**
 * A production configuration from a JSON file. Keys and certificates stand in files of their own, named relative to it;
 * docs/production.md describes every field.
 */
import { createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ConfigError } from './check-config.ts';
import { mailConfig, smsConfig } from './read-notifications.ts';
import { Section } from './section.ts';
import type {
  Config,
  ContactRegisterConfig,
  EidConfig,
  KeyMaterial,
  OrganisationSeed,
  UserSeed,
} from './config.ts';

/**
 * Reads the file; `pages` is the folder of the built pages.
 * @throws ConfigError with everything that is missing or of the wrong kind
 */
export function readConfig(file: string, pages: string): Config {
  const problems: string[] = [];
  const root = new Section(parseJson(file), '', dirname(resolve(file)), problems);
  const config = configOf(root, pages);
  root.refuseUnknown();
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function configOf(root: Section, pages: string): Config {
  const api = root.section('api');
  const web = root.section('web');
  const jobs = root.section('jobs');
  const seal = root.section('seal');
  const signerCa = root.section('signerCa');
  return {
    mode: 'production',
    data: root.path('data'),
    ...(root.has('tokenKey') ? { tokenKey: createSecretKey(root.fileBytes('tokenKey')) } : {}),
    ...root.optional('databaseUrl', 'databaseUrl'),
    ...root.optional('blobsUrl', 'blobsUrl'),
    api: {
      host: api.text('host', '0.0.0.0'),
      port: api.number('port', 8443),
      publicUrl: api.text('publicUrl'),
      tls: keyMaterial(api.section('tls')),
      clientAnchors: api.fileText('clientAnchors'),
      clientIntermediates: api.has('clientIntermediates') ? api.fileText('clientIntermediates') : '',
      requestsPerSecond: api.number('requestsPerSecond', 10),
      refusedSeconds: api.number('refusedSeconds', 30),
    },
    web: {
      host: web.text('host', '127.0.0.1'),
      port: web.number('port', 8080),
      publicUrl: web.text('publicUrl'),
      pages,
    },
    jobs: {
      pollPauseSeconds: jobs.number('pollPauseSeconds', 600),
      signingTimeToleranceSeconds: jobs.number('signingTimeToleranceSeconds', 900),
      httpExitUrls: false,
    },
    seal: { ...keyMaterial(seal), name: seal.text('name') },
    signerCa: { ...keyMaterial(signerCa), ...signerCa.optional('ocspUrl', 'ocspUrl') },
    trustAnchors: root.fileText('trustAnchors'),
    ...(root.has('verificationAnchors') && { verificationAnchors: root.fileText('verificationAnchors') }),
    timestampUrls: root.texts('timestampUrls'),
    revocation: root.sections('revocation').map((place) => ({
      issuer: place.fileText('issuer'),
      ...place.optional('ocspUrl', 'ocspUrl'),
      ...place.optional('crlUrl', 'crlUrl'),
    })),
    eid: eidConfig(root.section('eid')),
    ...(root.has('contactRegister')
      ? { contactRegister: contactRegister(root.section('contactRegister')) }
      : {}),
    ...(root.has('mail') ? { mail: mailConfig(root.section('mail')) } : {}),
    ...(root.has('sms') ? { sms: smsConfig(root.section('sms')) } : {}),
    organisations: root.sections('organisations').map(organisation),
    operators: root.has('operators') ? root.texts('operators') : [],
    logLevel: root.choice('logLevel', ['silent', 'error', 'warn', 'info', 'debug'], 'info'),
  };
}

function keyMaterial(section: Section): KeyMaterial {
  return {
    key: section.fileText('key'),
    chain: section.fileText('chain'),
    ...section.optional('passphrase', 'passphrase'),
  };
}

function eidConfig(section: Section): EidConfig {
  const profile = section.choice('profile', ['idporten', 'bankid', 'signicat']);
  const base = { profile, issuer: section.text('issuer'), clientId: section.text('clientId') };
  if (section.has('clientSecret')) {
    return {
      ...base,
      authentication: { method: 'client_secret_basic', secret: section.text('clientSecret') },
    };
  }
  const keyId = section.optional('keyId', 'keyId').keyId;
  return {
    ...base,
    authentication: { method: 'private_key_jwt', key: section.privateKey('clientKey'), keyId },
  };
}

function contactRegister(section: Section): ContactRegisterConfig {
  const maskinporten = section.section('maskinporten');
  return {
    url: section.text('url', 'https://kontaktregisteret.no/rest/v2/personer'),
    maskinporten: {
      issuer: maskinporten.text('issuer', 'https://maskinporten.no/'),
      clientId: maskinporten.text('clientId'),
      scope: maskinporten.text('scope', 'krr:global/kontaktinformasjon.read'),
      key: maskinporten.privateKey('key'),
      keyName: maskinporten.has('chain')
        ? { chain: maskinporten.fileText('chain') }
        : { keyId: maskinporten.text('keyId') },
    },
  };
}

function organisation(section: Section): OrganisationSeed {
  return {
    number: section.text('number'),
    name: section.text('name'),
    sector: section.choice('sector', ['public', 'private']),
    apiAccess: section.flag('apiAccess', true),
    contactAddressing: section.flag('contactAddressing', false),
    codeBySms: section.flag('codeBySms', false),
    ...(section.has('logo') ? { logo: section.fileBytes('logo') } : {}),
    brokerFor: section.has('brokerFor') ? section.texts('brokerFor') : [],
    users: section.has('users') ? section.sections('users').map(user) : [],
  };
}

function user(section: Section): UserSeed {
  return {
    personalIdentificationNumber: section.text('personalIdentificationNumber'),
    name: section.text('name'),
    email: section.text('email'),
    role: section.choice('role', ['ACCOUNT_MANAGER', 'DOCUMENT_PROCESSOR']),
  };
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigError([`${file}: ${error instanceof Error ? error.message : 'cannot be read'}`]);
  }
}
