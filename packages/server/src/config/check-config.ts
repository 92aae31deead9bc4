/** Refuses an incomplete or weak configuration with one list of all that is wrong. */
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { missingGlyphs } from '@segl/formats/pdf';
import type { Config, KeyMaterial } from './config.ts';
import { mailProblems, smsProblems } from './check-notifications.ts';
import { readS3Url } from './s3-location.ts';

export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** Everything that is wrong; empty when the configuration may be used. Nothing secret is repeated. */
export function configProblems(config: Config): readonly string[] {
  return [
    ...origin('api.publicUrl', config.api.publicUrl, true),
    ...origin('web.publicUrl', config.web.publicUrl, config.mode === 'production'),
    ...blobs(config.blobsUrl),
    ...printed('seal.name', config.seal.name),
    ...config.organisations.flatMap(({ name }, index) => printed(`organisations[${index}].name`, name)),
    ...key('api.tls', config.api.tls),
    ...key('seal', config.seal),
    ...key('signerCa', config.signerCa),
    ...certificates('api.clientAnchors', config.api.clientAnchors),
    ...certificates('trustAnchors', config.trustAnchors),
    ...config.revocation.flatMap(({ issuer }, index) => certificates(`revocation[${index}].issuer`, issuer)),
    ...(config.timestampUrls.length === 0
      ? ['timestampUrls: at least one time-stamp authority is needed']
      : []),
    ...(config.api.requestsPerSecond >= 1 ? [] : ['api.requestsPerSecond: must be 1 or more']),
    ...mailProblems(config.mail),
    ...smsProblems(config.sms, config.mode),
    ...(config.mode === 'production' ? onlyForTesting(config) : []),
  ];
}

/** @throws ConfigError */
export function checkConfig(config: Config): Config {
  const problems = configProblems(config);
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(config);
}

function onlyForTesting(config: Config): string[] {
  return [
    ...(config.eid.profile === 'sandbox' ? ['eid.profile: the sandbox’s eID identifies nobody'] : []),
    ...(config.eid.issuer.startsWith('https:') ? [] : ['eid.issuer: must be an https URL']),
    ...(config.jobs.httpExitUrls ? ['jobs.httpExitUrls: exit-URLs must be https'] : []),
    ...config.timestampUrls
      .filter((url) => !URL.canParse(url))
      .map((url) => `timestampUrls: "${url}" is not a URL`),
  ];
}

function origin(name: string, value: string, https: boolean): string[] {
  if (!URL.canParse(value)) return [`${name}: "${value}" is not a URL`];
  const url = new URL(value);
  if (https && url.protocol !== 'https:') return [`${name}: must be an https URL`];
  return url.origin === value ? [] : [`${name}: must be scheme, host and port only, such as ${url.origin}`];
}

function blobs(url: string | undefined): string[] {
  return url === undefined || readS3Url(url) !== undefined
    ? []
    : ['blobsUrl: must be s3://bucket, with ?endpoint=https://… for a store that is not Amazon’s'];
}

/** Names stand in every signed document. */
function printed(name: string, value: string): string[] {
  const missing = missingGlyphs(value);
  return missing.length === 0
    ? []
    : [`${name}: has characters that cannot be shown in signed documents: ${missing.join(' ')}`];
}

function key(name: string, material: KeyMaterial): string[] {
  const problems = certificates(`${name}.chain`, material.chain);
  if (problems.length > 0) return problems;
  try {
    const { key: pem, passphrase } = material;
    const privateKey = createPrivateKey(passphrase === undefined ? pem : { key: pem, passphrase });
    const certificate = new X509Certificate(material.chain);
    if (!certificate.checkPrivateKey(privateKey))
      return [`${name}.key: is not the key of the first certificate`];
    const bits = certificate.publicKey.asymmetricKeyDetails?.modulusLength;
    if (bits !== undefined && bits < 2048)
      return [`${name}.key: RSA keys need 2048 bits or more, not ${bits}`];
    return [];
  } catch {
    return [`${name}.key: cannot be read (PEM, and the passphrase where it has one)`];
  }
}

function certificates(name: string, pem: string): string[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) return [`${name}: no certificate in it (PEM)`];
  return blocks.every(readable) ? [] : [`${name}: a certificate in it cannot be read`];
}

function readable(pem: string): boolean {
  try {
    return new X509Certificate(pem).serialNumber !== '';
  } catch {
    return false;
  }
}
