/** The authorities of the sandbox's world: made at the first start, the same ever after. */
import type { KeyObject } from 'node:crypto';
import { makePrivateFolder } from './files.ts';
import {
  certifyEnterprise,
  createIdentities,
  crlUrl,
  loadIdentities,
  ocspUrl,
  renewServer,
  storeIdentities,
  type Identities,
} from './identities.ts';
import { certificatesPem, chainPem, keyPem, writeFiles } from './output.ts';
import { OCSP_AUTHORITIES } from './plan.ts';
import { createResponders, type Responders } from './responders.ts';

/** PEM: a private key (PKCS #8), and its certificates, own first, without the root. */
export interface SandboxKeyMaterial {
  readonly key: string;
  readonly chain: string;
}

/** What the service's configuration needs, and the answers of the world's trust services. */
export interface Authorities extends Responders {
  /** The API's server: RSA, organisation 984661185, for localhost, 127.0.0.1 and ::1. */
  readonly tls: SandboxKeyMaterial;
  /** Enterprise authorities, PEM. */
  readonly clientAnchors: string;
  readonly clientIntermediates: string;
  /** A certificate for somebody's own key, with its issuers, DER. */
  readonly certifyEnterprise: (
    organisation: { readonly number: string; readonly name: string },
    publicKey: KeyObject,
  ) => readonly Uint8Array[];
  readonly seal: SandboxKeyMaterial;
  readonly signerCa: SandboxKeyMaterial & { readonly ocspUrl: string };
  /** PEM. */
  readonly trustAnchors: string;
  readonly timestampUrls: readonly string[];
  /** Where each trust authority (PEM) is asked about its certificates. */
  readonly revocation: readonly {
    readonly issuer: string;
    readonly ocspUrl: string;
    readonly crlUrl: string;
  }[];
}

async function loadOrCreate(folder: string, baseUrl: string, now: Date): Promise<Identities> {
  const stored = await loadIdentities(folder);
  if (stored !== undefined) {
    await writeFiles(folder, stored, 'missing');
    return renewServer(stored, baseUrl, now);
  }
  const created = await createIdentities(baseUrl, now);
  // The store comes last: after a start that was cut short, everything is made anew and nothing is left of two worlds.
  await writeFiles(folder, created, 'all');
  await storeIdentities(folder, created);
  return created;
}

/**
 * The authorities kept in `folder` (`$SEGL_DATA/sandbox`), made there when it holds none, with the files of the
 * sandbox's fixed face. `baseUrl` is the web port's, such as `http://localhost:8080`; `now` the machine's time.
 */
export async function loadAuthorities(
  folder: string,
  baseUrl: string,
  now = new Date(),
): Promise<Authorities> {
  await makePrivateFolder(folder);
  const identities = await loadOrCreate(folder, baseUrl, now);
  const material = (name: string): SandboxKeyMaterial => ({
    key: keyPem(identities, name),
    chain: chainPem(identities, name),
  });
  return {
    ...createResponders(identities),
    certifyEnterprise: (organisation, publicKey) =>
      certifyEnterprise(identities, organisation, publicKey, baseUrl, new Date()),
    tls: material('server'),
    clientAnchors: certificatesPem(identities, 'enterprise-root'),
    clientIntermediates: certificatesPem(identities, 'enterprise-ca'),
    seal: material('seal'),
    signerCa: { ...material('signer-ca'), ocspUrl: ocspUrl(baseUrl) },
    trustAnchors: certificatesPem(identities, 'trust-root'),
    timestampUrls: [`${baseUrl}/sandbox/tsa`],
    revocation: OCSP_AUTHORITIES.map((name) => ({
      issuer: certificatesPem(identities, name),
      ocspUrl: ocspUrl(baseUrl),
      crlUrl: crlUrl(baseUrl, name),
    })),
  };
}
