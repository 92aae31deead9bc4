/** A sender's upload: building one, and how fast bundles are verified. */
import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { buildDocumentBundle, verifyDocumentBundle } from '@segl/formats/asice';
import { issueCertificate, readCertificate, readCertificates } from '@segl/formats/x509';
import { encodeDirectJobRequest, encodeDirectManifest } from '@segl/protocol/v1';
import { rsaVerify } from './floor.ts';
import { median, medianTime, ms, perSecond, time, type Figure } from './measure.ts';
import { randomPdf } from './pdfs.ts';

const SIGNER = '14838522190';
const SENDER = '310000019';

/** Key and certificate chain, PEM. */
export interface Identity {
  readonly key: string;
  readonly chain: string;
}

export function bundleWith(pdf: Uint8Array, { key, chain }: Identity): Promise<Uint8Array> {
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
  });
}

const BOUNDARY = 'bench';

/** The whole body of a creation request; its type is `multipart/mixed; boundary=bench`. */
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

export async function bundleFigures(): Promise<readonly Figure[]> {
  const ca = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const validity = {
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: new Date(Date.now() + 86_400_000),
  };
  const root = issueCertificate({
    ...validity,
    subject: [['CN', 'Bench CA']],
    issuer: { selfSigned: ca.privateKey },
    publicKey: ca.publicKey,
    keyUsage: ['keyCertSign'],
    isCa: true,
  });
  const leaf = issueCertificate({
    ...validity,
    subject: [
      ['CN', 'Bench'],
      ['serialNumber', SENDER],
    ],
    issuer: { certificate: readCertificate(root), key: ca.privateKey },
    publicKey: own.publicKey,
    keyUsage: ['digitalSignature'],
  });
  const anchors = [readCertificate(root)];
  const identity = {
    key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    chain: pemOf(leaf),
  };
  const figures: Figure[] = [];
  for (const [name, bytes, aim] of [
    ['60 KB', 60_000, '500/s'],
    ['10 MB', 10_000_000, 'within 2 × floor'],
  ] as const) {
    const pdf = randomPdf(1, bytes);
    const bundle = await bundleWith(pdf, identity);
    const runs = bytes > 1_000_000 ? 15 : 300;
    const verifyOnce = (): Promise<unknown> =>
      verifyDocumentBundle(bundle, {
        trust: { anchors, intermediates: [] },
        at: new Date(),
        maxDocumentBytes: 10_485_760,
        maxDocuments: 20,
        signingTime: { notBefore: new Date(0), notAfter: new Date(Date.now() + 60_000) },
      });
    const deflated = deflateRawSync(pdf);
    const floorOnce = (): void => {
      createHash('sha256').update(inflateRawSync(deflated)).digest();
      rsaVerify();
    };
    await medianTime(verifyOnce, 1, Math.ceil(runs / 5));
    // In turn, so that a slow moment of the machine touches both alike.
    const measured: number[] = [];
    const floor: number[] = [];
    for (let run = 0; run < runs; run++) {
      measured.push(await time(verifyOnce));
      floor.push(await time(floorOnce));
    }
    const [took, least] = [median(measured), median(floor)];
    figures.push({
      name: `bundle verified, ${name}`,
      measured: `${perSecond(took)} (${ms(took)}, ${(took / least).toFixed(2)} × floor)`,
      floor: `${perSecond(least)} (inflate + SHA-256 + RSA verify)`,
      aim,
    });
  }
  return figures;
}

function pemOf(der: Uint8Array): string {
  const body = Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
}
