/** Authorities, a signer, a time-stamp authority and OCSP responders in memory, for tests of whole signatures. */
import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { Oid } from '../src/der/index.ts';
import {
  collectRevocation,
  createCrl,
  createOcspResponse,
  encodeOcspRequest,
} from '../src/revocation/index.ts';
import type { RevocationSource, SigningKey, TimestampSource } from '../src/signing/index.ts';
import { createTimestampResponse, encodeTimestampRequest, readTimestampResponse } from '../src/tsp/index.ts';
import {
  createSigningKey,
  issueCertificate,
  randomSerialNumber,
  readCertificate,
  type Certificate,
  type CertificateRequest,
  type CertificateStore,
} from '../src/x509/index.ts';

const DAY = 24 * 3600 * 1000;

interface Holder {
  readonly certificate: Certificate;
  readonly key: KeyObject;
}

export interface WorldOptions {
  /** The time everything happens at. */
  readonly at?: Date;
  readonly signer?: 'rsa' | 'ec';
  /** How long the signer's certificate lives, in milliseconds from `at`. */
  readonly signerLife?: number;
  /** The signer's certificate is proven by a revocation list instead of OCSP. */
  readonly signerByCrl?: boolean;
  /** How long the authorities' certificates live, in milliseconds from `at`. */
  readonly authorityLife?: number;
  /** Of the authorities; P-521 has them sign with SHA-512. */
  readonly curve?: 'P-256' | 'P-521';
}

/** What the world's authorities answer at a later time. */
interface Later {
  readonly timestamp: TimestampSource;
  readonly revocation: RevocationSource;
}

export interface SigningWorld {
  readonly at: Date;
  readonly trust: CertificateStore;
  readonly root: Certificate;
  readonly key: SigningKey;
  readonly timestamp: TimestampSource;
  readonly revocation: RevocationSource;
  /** Revokes the signer's certificate as of `at`; returns the OCSP response that says so. */
  revokeSigner(at: Date): Promise<Uint8Array>;
  later(at: Date): Later;
}

export const TEST_TIME = new Date('2026-11-24T10:00:00Z');

const ecKeys = (namedCurve = 'P-256') => generateKeyPairSync('ec', { namedCurve });
/** RSA key pairs are slow to make; one is enough. */
let sharedRsaKeys: ReturnType<typeof ecKeys> | undefined;
const rsaKeys = () => (sharedRsaKeys ??= generateKeyPairSync('rsa', { modulusLength: 2048 }));

export function createWorld(options: WorldOptions = {}): SigningWorld {
  const at = options.at ?? TEST_TIME;
  const issue = (
    commonName: string,
    keys: { publicKey: KeyObject; privateKey: KeyObject },
    issuer: Holder | undefined,
    request: Partial<CertificateRequest> & Pick<CertificateRequest, 'keyUsage'>,
  ): Holder => ({
    certificate: readCertificate(
      issueCertificate({
        subject: [
          ['C', 'NO'],
          ['O', 'Segl test'],
          ['CN', commonName],
        ],
        publicKey: keys.publicKey,
        issuer: issuer ?? { selfSigned: keys.privateKey },
        notBefore: new Date(at.getTime() - 100 * DAY),
        notAfter: new Date(at.getTime() + (options.authorityLife ?? 100 * DAY)),
        ocspUrl: 'http://ocsp.invalid/',
        ...request,
      }),
    ),
    key: keys.privateKey,
  });
  const ca = { keyUsage: ['keyCertSign', 'cRLSign'], isCa: true } as const;
  const responder = {
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: [Oid.ocspSigning],
    ocspNoCheck: true,
  } as const;

  const authorityKeys = () => ecKeys(options.curve);
  const root = issue('Test root', authorityKeys(), undefined, ca);
  const signerCa = issue('Test signer CA', authorityKeys(), root, ca);
  const signer = issue('Kari Nordmann', options.signer === 'rsa' ? rsaKeys() : ecKeys(), signerCa, {
    keyUsage: ['nonRepudiation'],
    notBefore: new Date(at.getTime() - 60_000),
    notAfter: new Date(at.getTime() + (options.signerLife ?? 10 * 60_000)),
  });
  const tsa = issue('Test TSA', authorityKeys(), root, {
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: [Oid.timeStamping],
  });
  const signerResponder = issue('Test signer OCSP', authorityKeys(), signerCa, responder);
  const rootResponder = issue('Test root OCSP', authorityKeys(), root, responder);

  const keyOf = (holder: Holder, ...rest: Holder[]): SigningKey =>
    createSigningKey(
      holder.key,
      [holder, ...rest].map(({ certificate }) => certificate.der),
    );
  const trust: CertificateStore = { anchors: [root.certificate], intermediates: [] };
  const revoked = new Map<string, Date>();
  const status = (serialNumber: string) => {
    const revokedAt = revoked.get(serialNumber);
    return revokedAt === undefined
      ? ({ status: 'good' } as const)
      : ({ status: 'revoked', at: revokedAt } as const);
  };
  const authorities = [
    { issuer: signerCa.certificate, key: keyOf(signerResponder), status },
    { issuer: root.certificate, key: keyOf(rootResponder), status },
  ];
  const ocspAt = (now: Date) => (request: Uint8Array) =>
    createOcspResponse(request, authorities, { producedAt: now, nextUpdate: new Date(now.getTime() + DAY) });
  const later = (now: Date): Later => ({
    timestamp: async (digest, algorithm) => {
      const nonce = randomBytes(8).readBigUInt64BE();
      const response = await createTimestampResponse(encodeTimestampRequest({ digest, algorithm, nonce }), {
        key: keyOf(tsa),
        genTime: now,
        policy: '1.3.6.1.4.1.99999.1',
        serialNumber: randomSerialNumber(),
      });
      return readTimestampResponse(response, { digest, algorithm, nonce, trust, at: now });
    },
    revocation: (chain) =>
      collectRevocation(chain, {
        trust,
        at: now,
        fetchOcsp: (request, issuer) =>
          options.signerByCrl === true && issuer.sha256 === signerCa.certificate.sha256
            ? Promise.resolve(undefined)
            : ocspAt(now)(request),
        fetchCrl: (issuer) =>
          issuer.sha256 === signerCa.certificate.sha256
            ? createCrl({
                issuer: signerCa.certificate,
                key: keyOf(signerCa),
                number: 1n,
                thisUpdate: now,
                nextUpdate: new Date(now.getTime() + DAY),
                revoked: [],
              })
            : Promise.resolve(undefined),
      }),
  });

  return {
    at,
    trust,
    root: root.certificate,
    key: keyOf(signer, signerCa),
    ...later(at),
    later,
    revokeSigner: (revokedAt) => {
      revoked.set(signer.certificate.serialNumber, revokedAt);
      return ocspAt(at)(encodeOcspRequest(signer.certificate, signerCa.certificate, randomBytes(16)));
    },
  };
}
