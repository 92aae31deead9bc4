/** A small certificate world for tests: root, intermediate, signer, time-stamp authority, OCSP responder. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Oid } from '../src/der/index.ts';
import type { SigningKey, TimestampSource } from '../src/signing/index.ts';
import { encodeTimestampRequest, createTimestampResponse, readTimestampResponse } from '../src/tsp/index.ts';
import {
  createSigningKey,
  issueCertificate,
  readCertificate,
  type Certificate,
  type CertificateRequest,
  type CertificateStore,
} from '../src/x509/index.ts';

export interface Identity {
  readonly certificate: Certificate;
  readonly key: KeyObject;
  readonly publicKey: KeyObject;
}

export const NOW = new Date('2026-11-24T12:00:00Z');
export const DAY_MS = 24 * 60 * 60 * 1000;
export const daysFromNow = (days: number): Date => new Date(NOW.getTime() + days * DAY_MS);
export const TSA_POLICY = '1.3.6.1.4.1.99999.1';

/** Issues one certificate with a new key; `issuer` absent: self-signed. */
export function issue(
  name: string,
  issuer: Identity | undefined,
  fields: Partial<CertificateRequest> = {},
  kind: 'ec' | 'rsa' = 'ec',
): Identity {
  const pair =
    kind === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = issueCertificate({
    subject: [
      ['C', 'NO'],
      ['CN', name],
    ],
    publicKey: pair.publicKey,
    issuer: issuer ?? { selfSigned: pair.privateKey },
    notBefore: daysFromNow(-30),
    notAfter: daysFromNow(3650),
    keyUsage: ['digitalSignature'],
    ...fields,
  });
  return { certificate: readCertificate(der), key: pair.privateKey, publicKey: pair.publicKey };
}

export const CA: Partial<CertificateRequest> = { isCa: true, keyUsage: ['keyCertSign', 'cRLSign'] };

export interface TestPki {
  readonly root: Identity;
  readonly intermediate: Identity;
  readonly signer: Identity;
  readonly tsa: Identity;
  readonly ocsp: Identity;
  readonly rootOcsp: Identity;
  readonly trust: CertificateStore;
}

export function createPki(signerKind: 'ec' | 'rsa' = 'rsa'): TestPki {
  const root = issue('Test Root', undefined, CA);
  const intermediate = issue('Test Intermediate', root, { ...CA, pathLength: 0 });
  const responder = { extendedKeyUsage: [Oid.ocspSigning], ocspNoCheck: true };
  return {
    root,
    intermediate,
    signer: issue('Test Signer', intermediate, { keyUsage: ['nonRepudiation'] }, signerKind),
    tsa: issue('Test TSA', intermediate, { extendedKeyUsage: [Oid.timeStamping] }),
    ocsp: issue('Test OCSP', intermediate, responder),
    rootOcsp: issue('Test Root OCSP', root, responder),
    trust: { anchors: [root.certificate], intermediates: [] },
  };
}

/** The identity's key with its chain as given, own certificate first. */
export function signingKey(identity: Identity, ...issuers: readonly Identity[]): SigningKey {
  return createSigningKey(
    identity.key,
    [identity, ...issuers].map(({ certificate }) => certificate.der),
  );
}

/** A time-stamp authority in memory. */
export function timestampSource(pki: TestPki, genTime: Date = NOW): TimestampSource {
  let serialNumber = 1n;
  return async (digest, algorithm) => {
    const nonce = 4711n;
    const response = await createTimestampResponse(encodeTimestampRequest({ digest, algorithm, nonce }), {
      key: signingKey(pki.tsa, pki.intermediate),
      genTime,
      policy: TSA_POLICY,
      serialNumber: serialNumber++,
    });
    return readTimestampResponse(response, { digest, algorithm, nonce, trust: pki.trust });
  };
}
