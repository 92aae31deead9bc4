/** A small world of authorities and senders for the tests of document bundles. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import {
  issueCertificate,
  readCertificate,
  type Certificate,
  type CertificateRequest,
} from '../../x509/index.ts';
import type { BundleFile } from '../build.ts';
import type { BundleOptions } from '../verify.ts';

export const NOW = new Date('2026-11-24T12:00:00Z');
const YEAR = 365 * 24 * 3600 * 1000;

interface Holder {
  readonly certificate: Certificate;
  readonly key: KeyObject;
}

export interface Sender extends Holder {
  /** DER, own certificate first. */
  readonly chain: readonly Uint8Array[];
  readonly sign: (data: Uint8Array) => Uint8Array;
}

/** Key pairs cost more than all the rest, so few are made. */
const authorityKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const intermediateKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const senderKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });

function issue(
  request: Partial<CertificateRequest> & Pick<CertificateRequest, 'subject' | 'publicKey' | 'issuer'>,
): Certificate {
  return readCertificate(
    issueCertificate({
      notBefore: new Date(NOW.getTime() - YEAR),
      notAfter: new Date(NOW.getTime() + YEAR),
      keyUsage: ['digitalSignature'],
      ...request,
    }),
  );
}

export function createAuthority(commonName = 'Test Root CA', keys = authorityKeys): Holder {
  const certificate = issue({
    subject: [['CN', commonName]],
    publicKey: keys.publicKey,
    issuer: { selfSigned: keys.privateKey },
    keyUsage: ['keyCertSign', 'cRLSign'],
    isCa: true,
  });
  return { certificate, key: keys.privateKey };
}

export const root = createAuthority();
const intermediate: Holder = {
  certificate: issue({
    subject: [['CN', 'Test Enterprise CA']],
    publicKey: intermediateKeys.publicKey,
    issuer: root,
    keyUsage: ['keyCertSign', 'cRLSign'],
    isCa: true,
  }),
  key: intermediateKeys.privateKey,
};

export function createSender(request: Partial<CertificateRequest> = {}, keys = senderKeys): Sender {
  const certificate = issue({
    subject: [
      ['C', 'NO'],
      ['organizationIdentifier', 'NTRNO-123456789'],
      ['CN', 'Test Sender'],
    ],
    publicKey: keys.publicKey,
    issuer: intermediate,
    ...request,
  });
  return {
    certificate,
    key: keys.privateKey,
    chain: [certificate.der, intermediate.certificate.der, root.certificate.der],
    sign: (data) => sign('sha256', data, keys.privateKey),
  };
}

export const sender = createSender();

export const OPTIONS: BundleOptions = {
  trust: { anchors: [root.certificate], intermediates: [intermediate.certificate] },
  at: NOW,
  maxDocumentBytes: 10 * 1024 * 1024,
  maxDocuments: 20,
  signingTime: { notBefore: new Date(NOW.getTime() - 300_000), notAfter: new Date(NOW.getTime() + 300_000) },
};

export const MANIFEST: BundleFile = {
  name: 'manifest.xml',
  mime: 'application/xml',
  bytes: Buffer.from('<direct-signature-job-manifest xmlns="http://signering.posten.no/schema/v1"/>'),
};

export function pdf(name: string, content = '%PDF-1.7 a contract'): BundleFile {
  return { name, mime: 'application/pdf', bytes: Buffer.from(content) };
}
