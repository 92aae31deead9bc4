/** Makes the identities of the plan, and keeps them in one private file. */
import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  issueCertificate,
  readCertificate,
  toPem,
  type Certificate,
  type CertificateRequest,
} from '@segl/formats/x509';
import { writeAtomically } from './files.ts';
import { CRL_AUTHORITIES, enterprise, OCSP_AUTHORITIES, plan, type PlannedCertificate } from './plan.ts';

export interface Identity {
  readonly certificate: Certificate;
  readonly key: KeyObject;
}

/** By the names of the plan. */
export type Identities = ReadonlyMap<string, Identity>;

const DAY_MS = 24 * 60 * 60 * 1000;
/** Long, because the sandbox's clock can be moved far ahead. */
const VALID_DAYS = 25 * 365;
/** Apple's systems accept no server certificate valid for more than 825 days. */
const SERVER_VALID_DAYS = 820;
/** Clocks that are a little behind must find the certificates valid too. */
const BACKDATED_DAYS = 3;

const STORE = 'authorities.json';

const generate = promisify(generateKeyPair);

async function newKey(kind: PlannedCertificate['key']): Promise<KeyObject> {
  const pair =
    kind === 'rsa'
      ? await generate('rsa', { modulusLength: 2048 })
      : await generate('ec', { namedCurve: 'P-256' });
  return pair.privateKey;
}

/** The identity of that name; its absence is a mistake in the plan or a damaged store. */
export function identity(identities: Identities, name: string): Identity {
  const found = identities.get(name);
  if (found === undefined) throw new Error(`the sandbox has no identity named ${name}`);
  return found;
}

function revocationUrls(issuer: string | undefined, baseUrl: string): { ocspUrl?: string; crlUrl?: string } {
  const isOneOf = (names: readonly string[]): boolean => issuer !== undefined && names.includes(issuer);
  return {
    ...(isOneOf(OCSP_AUTHORITIES) ? { ocspUrl: ocspUrl(baseUrl) } : {}),
    ...(isOneOf(CRL_AUTHORITIES) && issuer !== undefined ? { crlUrl: crlUrl(baseUrl, issuer) } : {}),
  };
}

export const ocspUrl = (baseUrl: string): string => `${baseUrl}/sandbox/ocsp`;
export const crlUrl = (baseUrl: string, name: string): string => `${baseUrl}/sandbox/crl/${name}.crl`;

function issue(
  planned: PlannedCertificate,
  key: KeyObject,
  identities: Identities,
  baseUrl: string,
  now: Date,
): Identity {
  const issuer = planned.issuer === undefined ? { selfSigned: key } : identity(identities, planned.issuer);
  const der = certify(planned, createPublicKey(key), issuer, baseUrl, now);
  return { certificate: readCertificate(der), key };
}

function certify(
  planned: PlannedCertificate,
  publicKey: KeyObject,
  issuer: CertificateRequest['issuer'],
  baseUrl: string,
  now: Date,
): Uint8Array {
  const days = planned.name === 'server' ? SERVER_VALID_DAYS : VALID_DAYS;
  return issueCertificate({
    ...planned.request,
    ...revocationUrls(planned.issuer, baseUrl),
    ...{ publicKey, issuer },
    notBefore: new Date(now.getTime() - BACKDATED_DAYS * DAY_MS),
    notAfter: new Date(now.getTime() + (days - BACKDATED_DAYS) * DAY_MS),
  });
}

/** An enterprise certificate for somebody's own key, with its issuers but the root, DER. */
export function certifyEnterprise(
  identities: Identities,
  organisation: { readonly number: string; readonly name: string },
  publicKey: KeyObject,
  baseUrl: string,
  now: Date,
): Uint8Array[] {
  const issuer = identity(identities, 'enterprise-ca');
  const planned = enterprise(organisation.number, 'enterprise-ca', organisation, 2);
  return [certify(planned, publicKey, issuer, baseUrl, now), issuer.certificate.der];
}

/** Makes every key (side by side) and certificate of the plan. */
export async function createIdentities(baseUrl: string, now: Date): Promise<Identities> {
  const keys = await Promise.all(plan.map(async (planned) => ({ planned, key: await newKey(planned.key) })));
  const identities = new Map<string, Identity>();
  for (const { planned, key } of keys)
    identities.set(planned.name, issue(planned, key, identities, baseUrl, now));
  return identities;
}

/** The same identities with a fresh certificate for the API's server, whose validity is short. */
export function renewServer(identities: Identities, baseUrl: string, now: Date): Identities {
  const planned = plan.find(({ name }) => name === 'server');
  if (planned === undefined) return identities;
  const { key } = identity(identities, planned.name);
  return new Map(identities).set(planned.name, issue(planned, key, identities, baseUrl, now));
}

export async function storeIdentities(folder: string, identities: Identities): Promise<void> {
  const entries = [...identities].map(([name, { certificate, key }]) => [
    name,
    { certificate: toPem(certificate.der), key: key.export({ format: 'pem', type: 'pkcs8' }) },
  ]);
  await writeAtomically(join(folder, STORE), JSON.stringify(Object.fromEntries(entries), null, 1), 'private');
}

function readStored(name: string, stored: unknown): Identity {
  const { certificate, key } = (stored ?? {}) as Partial<Record<string, unknown>>;
  if (typeof certificate !== 'string' || typeof key !== 'string') throw new Error(`it holds no ${name}`);
  return { certificate: readCertificate(certificate), key: createPrivateKey(key) };
}

/** What `storeIdentities` wrote; undefined when nothing was. A damaged store is an error, never silently replaced. */
export async function loadIdentities(folder: string): Promise<Identities | undefined> {
  const file = join(folder, STORE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const stored = JSON.parse(text) as Record<string, unknown>;
    return new Map(plan.map(({ name }) => [name, readStored(name, stored[name])]));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unknown';
    throw new Error(
      `The sandbox's authorities in ${file} cannot be read (${reason}). Delete the folder for new ones.`,
      {
        cause,
      },
    );
  }
}
