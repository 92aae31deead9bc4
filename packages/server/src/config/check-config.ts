/** Refuses an incomplete or weak configuration with one list of all that is wrong. */
import { X509Certificate, createPrivateKey, type KeyObject } from 'node:crypto';
import { missingGlyphs } from '@segl/formats/pdf';
import type { Config, ContactRegisterConfig, KeyMaterial } from './config.ts';
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
    ...config.organisations.flatMap(({ logo }, index) => logoProblems(`organisations[${index}].logo`, logo)),
    ...tokenKey(config),
    ...key('api.tls', config.api.tls),
    ...key('seal', config.seal),
    ...key('signerCa', config.signerCa),
    ...certificates('api.clientAnchors', config.api.clientAnchors),
    ...certificates('trustAnchors', config.trustAnchors),
    ...(config.verificationAnchors === undefined
      ? []
      : certificates('verificationAnchors', config.verificationAnchors)),
    ...config.revocation.flatMap(({ issuer }, index) => certificates(`revocation[${index}].issuer`, issuer)),
    ...(config.timestampUrls.length === 0
      ? ['timestampUrls: at least one time-stamp authority is needed']
      : []),
    ...contactRegister(config.contactRegister),
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

function tokenKey({ mode, tokenKey: key }: Config): string[] {
  if (key === undefined) {
    return mode === 'production' ? ['tokenKey: must name a file of 32 random bytes or more'] : [];
  }
  return (key.symmetricKeySize ?? 0) < 32 ? ['tokenKey: needs 32 bytes or more'] : [];
}

const mostLogoBytes = 256 * 1024;
const mostLogoPixels = 1024;

/** A PNG of sensible size (PNG specification, 5.2 and 11.2.2). */
function logoProblems(name: string, logo: Uint8Array | undefined): string[] {
  if (logo === undefined) return [];
  const bytes = Buffer.from(logo);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  if (bytes.length < 33 || !bytes.subarray(0, 8).equals(signature)) return [`${name}: must be a PNG file`];
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (bytes.length > mostLogoBytes || Math.max(width, height) > mostLogoPixels) {
    return [`${name}: at most ${mostLogoPixels} pixels wide and high, and ${mostLogoBytes} bytes`];
  }
  return [];
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

function contactRegister(config: ContactRegisterConfig | undefined): string[] {
  if (config === undefined) return [];
  const { issuer, key: privateKey, keyName } = config.maskinporten;
  const https = (name: string, url: string): string[] =>
    URL.canParse(url) && url.startsWith('https://') ? [] : [`contactRegister.${name}: must be an https URL`];
  return [
    ...https('url', config.url),
    ...https('maskinporten.issuer', issuer),
    ...rsaKey('contactRegister.maskinporten', privateKey),
    ...('chain' in keyName ? ownChain('contactRegister.maskinporten', privateKey, keyName.chain) : []),
  ];
}

/** Maskinporten takes RSA signatures only. */
function rsaKey(name: string, { asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string[] {
  if (asymmetricKeyType !== 'rsa') return [`${name}.key: must be an RSA key`];
  const bits = asymmetricKeyDetails?.modulusLength ?? 0;
  return bits >= 2048 ? [] : [`${name}.key: RSA keys need 2048 bits or more, not ${bits}`];
}

function ownChain(name: string, privateKey: KeyObject, chain: string): string[] {
  const problems = certificates(`${name}.chain`, chain);
  if (problems.length > 0 || new X509Certificate(chain).checkPrivateKey(privateKey)) return problems;
  return [`${name}.key: is not the key of the first certificate`];
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
