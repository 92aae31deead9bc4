/** The files that programs outside the sandbox read: certificates, keys, trust. */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { toPem, writePkcs12 } from '@segl/formats/x509';
import { writeAtomically } from './files.ts';
import { identity, type Identities } from './identities.ts';
import { handedOut, plan } from './plan.ts';

const PKCS12_PASSWORD = 'segl';

/** Names from the identity itself up to its root. */
function chainNames(name: string): string[] {
  const issuer = plan.find((planned) => planned.name === name)?.issuer;
  return issuer === undefined ? [name] : [name, ...chainNames(issuer)];
}

/** DER certificates, own first, root last. */
export function chainOf(identities: Identities, name: string): Uint8Array[] {
  return chainNames(name).map((link) => identity(identities, link).certificate.der);
}

const pem = (certificates: readonly Uint8Array[]): string => certificates.map((der) => toPem(der)).join('');

/** PEM of the chain without its root, as TLS and signatures carry it. */
export function chainPem(identities: Identities, name: string): string {
  return pem(chainOf(identities, name).slice(0, -1));
}

export function keyPem(identities: Identities, name: string): string {
  return identity(identities, name).key.export({ format: 'pem', type: 'pkcs8' }).toString();
}

/** PEM of the named certificates themselves. */
export function certificatesPem(identities: Identities, ...names: readonly string[]): string {
  return pem(names.map((name) => identity(identities, name).certificate.der));
}

interface OutputFile {
  readonly name: string;
  readonly access: 'private' | 'public';
  readonly content: () => string | Uint8Array;
}

function outputFiles(identities: Identities): OutputFile[] {
  const ofIdentity = (name: string): OutputFile[] => [
    { name: `${name}.pem`, access: 'public', content: () => chainPem(identities, name) },
    { name: `${name}-key.pem`, access: 'private', content: () => keyPem(identities, name) },
    {
      name: `${name}.p12`,
      access: 'private',
      content: () =>
        writePkcs12({
          privateKey: identity(identities, name).key,
          chain: chainOf(identities, name),
          friendlyName: name,
          password: PKCS12_PASSWORD,
        }),
    },
  ];
  return [
    {
      name: 'ca.pem',
      access: 'public',
      content: () => certificatesPem(identities, 'enterprise-root', 'enterprise-ca'),
    },
    { name: 'trust-anchors.pem', access: 'public', content: () => certificatesPem(identities, 'trust-root') },
    ...handedOut.flatMap(ofIdentity),
  ];
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** Writes the files; `missing`: only those that are not there. */
export async function writeFiles(
  folder: string,
  identities: Identities,
  which: 'all' | 'missing',
): Promise<void> {
  await Promise.all(
    outputFiles(identities).map(async ({ name, access: readers, content }) => {
      const file = join(folder, name);
      if (which === 'missing' && (await exists(file))) return;
      await writeAtomically(file, content(), readers);
    }),
  );
}
