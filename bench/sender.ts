/** A sender's side: certificates, document bundles and whole uploads. */
import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { buildDocumentBundle } from '@segl/formats/asice';
import {
  issueCertificate,
  readCertificate,
  readCertificates,
  toPem,
  type Certificate,
} from '@segl/formats/x509';
import { encodeDirectJobRequest, encodeDirectManifest } from '@segl/protocol/v1';

/** The sandbox's organisation and person. */
export const SENDER = '310000019';
export const SIGNER = '14838522190';

/** Key and certificate chain, PEM. */
export interface Identity {
  readonly key: string;
  readonly chain: string;
}

export type Style = 'java' | 'dotnet';

export interface Authority {
  readonly certificate: Certificate;
  /** A leaf for `localhost`, good for bundles and both sides of TLS. */
  issue(): Identity;
}

export function createAuthority(): Authority {
  const day = 86_400_000;
  const validity = { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + day) };
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const certificate = readCertificate(
    issueCertificate({
      ...validity,
      subject: [['CN', 'Bench CA']],
      issuer: { selfSigned: keys.privateKey },
      publicKey: keys.publicKey,
      keyUsage: ['keyCertSign'],
      isCa: true,
    }),
  );
  return {
    certificate,
    issue: () => {
      const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const leaf = issueCertificate({
        ...validity,
        subject: [
          ['CN', 'Bench'],
          ['serialNumber', SENDER],
        ],
        issuer: { certificate, key: keys.privateKey },
        publicKey: own.publicKey,
        keyUsage: ['digitalSignature'],
        subjectAltNames: [{ type: 'dns', value: 'localhost' }],
      });
      return { key: pemOf(own.privateKey), chain: toPem(leaf) };
    },
  };
}

const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

export function bundleWith(
  pdf: Uint8Array,
  { key, chain }: Identity,
  style: Style = 'java',
): Promise<Uint8Array> {
  const manifest = encodeDirectManifest({
    form: 'present',
    sender: SENDER,
    title: 'Bench',
    documents: [{ title: 'Bench', href: 'bench.pdf', mime: 'application/pdf' }],
    signers: [{ name: { kind: 'personal-identification-number', value: SIGNER } }],
  });
  const privateKey = createPrivateKey(key);
  return buildDocumentBundle({
    files: [
      { name: 'manifest.xml', mime: 'application/xml', bytes: manifest },
      { name: 'bench.pdf', mime: 'application/pdf', bytes: pdf },
    ],
    chain: readCertificates(chain).map(({ der }) => der),
    sign: (data) => sign('sha256', data, privateKey),
    signingTime: new Date(),
    style,
  });
}

const BOUNDARY = 'bench';
export const UPLOAD_TYPE = `multipart/mixed; boundary=${BOUNDARY}`;

/** The whole body of a creation request; its type is UPLOAD_TYPE. */
export async function uploadWith(pdf: Uint8Array, identity: Identity): Promise<Uint8Array> {
  const url = 'http://localhost:9/exit';
  const exitUrls = { completion: url, rejection: url, error: url };
  return Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\nContent-Type: application/xml\r\n\r\n`),
    encodeDirectJobRequest({ exitUrls }),
    Buffer.from(`\r\n--${BOUNDARY}\r\nContent-Type: application/octet-stream\r\n\r\n`),
    await bundleWith(pdf, identity),
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ]);
}
