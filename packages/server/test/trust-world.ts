/** Authorities, a time-stamp authority and OCSP over real HTTP, for tests. */
import { generateKeyPairSync, randomBytes, createPublicKey, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOcspResponse, type KnownStatus } from '@segl/formats/revocation';
import { createTimestampResponse } from '@segl/formats/tsp';
import {
  createSigningKey,
  issueCertificate,
  readCertificate,
  type Certificate,
  type CertificateRequest,
  type CertificateStore,
} from '@segl/formats/x509';
import type { KeyWithChain } from '../src/adapters/keys/index.ts';
import type { RevocationPlace } from '../src/adapters/revocation/http-revocation.ts';

export interface TrustWorld {
  readonly seal: KeyWithChain;
  readonly signerCa: KeyWithChain;
  readonly trust: CertificateStore;
  readonly timestampUrl: string;
  readonly places: readonly RevocationPlace[];
  /** Switches; read at each request. */
  readonly switches: {
    timestampsDown: boolean;
    /** Answers for another digest than the one asked for. */
    timestampsWrong: boolean;
    ocspDown: boolean;
    status: KnownStatus;
    /** How the authorities answer wrongly; undefined: they do not. */
    timestampLie?: TimestampLie | undefined;
    ocspLie?: OcspLie | undefined;
  };
  /** Requests so far, by path. */
  readonly requests: Map<string, number>;
  close(): Promise<void>;
}

export type TimestampLie =
  | 'silent'
  | 'another digest'
  | 'another nonce'
  | 'an expired certificate'
  | 'a certificate for something else'
  | 'no time-stamp';
export type OcspLie = 'silent' | 'yesterday’s answer' | 'a stranger’s answer' | 'no answer';

const year = 365 * 86_400_000;

interface Identity {
  readonly key: KeyObject;
  readonly certificate: Certificate;
}

function identity(
  commonName: string,
  issuer: Identity | undefined,
  request: Pick<
    CertificateRequest,
    'keyUsage' | 'extendedKeyUsage' | 'isCa' | 'pathLength' | 'ocspNoCheck' | 'ocspUrl'
  > &
    Partial<Pick<CertificateRequest, 'notAfter'>>,
  kind: 'ec' | 'rsa' = 'ec',
): Identity {
  const { privateKey: key } =
    kind === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = issueCertificate({
    subject: [
      ['C', 'NO'],
      ['O', 'Test'],
      ['CN', commonName],
    ],
    publicKey: createPublicKey(key),
    issuer: issuer ?? { selfSigned: key },
    notBefore: new Date(Date.now() - year),
    notAfter: new Date(Date.now() + 5 * year),
    ...request,
  });
  return { key, certificate: readCertificate(der) };
}

/** Everything up and good; the tests turn the switches. */
export async function startTrustWorld(now: () => number = Date.now): Promise<TrustWorld> {
  const ca = { keyUsage: ['keyCertSign', 'cRLSign'], isCa: true } as const;
  const root = identity('Test Root', undefined, ca);
  const sealCa = identity('Test Seal CA', root, { ...ca, pathLength: 0 });
  const signerCa = identity('Test Signer CA', root, { ...ca, pathLength: 0 });
  const seal = identity('Test Seal', sealCa, { keyUsage: ['nonRepudiation'] }, 'rsa');
  const tsa = identity('Test TSA', root, {
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: ['1.3.6.1.5.5.7.3.8'],
  });
  const expiredTsa = identity('Test TSA of old', root, {
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: ['1.3.6.1.5.5.7.3.8'],
    notAfter: new Date(Date.now() - 86_400_000),
  });
  const wrongTsa = identity('Test mail', root, {
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: ['1.3.6.1.5.5.7.3.4'],
  });
  const stranger = identity('Stranger', undefined, { keyUsage: ['digitalSignature'] });
  const stampers: Partial<Record<TimestampLie, Identity>> = {
    'an expired certificate': expiredTsa,
    'a certificate for something else': wrongTsa,
  };
  const issuers = [root, sealCa, signerCa];
  const responders = issuers.map((issuer) => ({
    issuer,
    responder: identity('Test OCSP', issuer, {
      keyUsage: ['digitalSignature'],
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.9'],
      ocspNoCheck: true,
    }),
  }));
  const switches: TrustWorld['switches'] = {
    timestampsDown: false,
    timestampsWrong: false,
    ocspDown: false,
    status: { status: 'good' },
  };
  const requests = new Map<string, number>();
  let otherAnswer: Uint8Array | undefined;

  const stamp = async (body: Uint8Array): Promise<Uint8Array> => {
    const lie = switches.timestampLie;
    if (lie === 'no time-stamp') return Buffer.from('busy, come back later');
    const stamper = (lie && stampers[lie]) ?? tsa;
    const response = await createTimestampResponse(asked(body, lie), {
      key: createSigningKey(stamper.key, [stamper.certificate.der]),
      genTime: new Date(now()),
      policy: '2.999.1',
      serialNumber: BigInt(`0x${randomBytes(8).toString('hex')}`),
    });
    const wrong = switches.timestampsWrong ? otherAnswer : undefined;
    otherAnswer = response;
    return wrong ?? response;
  };
  const ocsp = (body: Uint8Array): Promise<Uint8Array> => {
    const lie = switches.ocspLie;
    if (lie === 'no answer') return Promise.resolve(Buffer.from('busy, come back later'));
    const at = now() - (lie === 'yesterday’s answer' ? 2 * 86_400_000 : 0);
    return createOcspResponse(
      body,
      responders.map(({ issuer, responder }) => ({
        issuer: issuer.certificate,
        key:
          lie === 'a stranger’s answer'
            ? createSigningKey(stranger.key, [stranger.certificate.der])
            : createSigningKey(responder.key, [responder.certificate.der]),
        status: () => switches.status,
      })),
      { producedAt: new Date(at), nextUpdate: new Date(at + 86_400_000) },
    );
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.set(path, (requests.get(path) ?? 0) + 1);
    const down = path === '/tsa' ? switches.timestampsDown : switches.ocspDown;
    const isSilent = path === '/tsa' ? switches.timestampLie === 'silent' : switches.ocspLie === 'silent';
    if (isSilent) return;
    if (down) {
      response.writeHead(503).end();
      return;
    }
    void bodyOf(request)
      .then(path === '/tsa' ? stamp : ocsp)
      .then((answer) => response.end(answer));
  });
  const base = await listen(server);
  return {
    seal: { key: seal.key, chain: [seal.certificate, sealCa.certificate] },
    signerCa: { key: signerCa.key, chain: [signerCa.certificate] },
    trust: { anchors: [root.certificate], intermediates: [] },
    timestampUrl: `${base}/tsa`,
    places: issuers.map(({ certificate }) => ({ issuer: certificate, ocspUrl: `${base}/ocsp` })),
    switches,
    requests,
    close: () => closeServer(server),
  };
}

/** The request as a careless or lying authority reads it: one bit of the digest or the nonce is another. */
function asked(request: Uint8Array, lie: TimestampLie | undefined): Uint8Array {
  const changed = Buffer.from(request);
  // The digest follows its tag and length; the nonce stands before the closing BOOLEAN.
  const place =
    lie === 'another digest' ? changed.indexOf(Buffer.from('0420', 'hex')) + 2 : changed.length - 4;
  if (lie === 'another digest' || lie === 'another nonce') changed[place]! ^= 1;
  return changed;
}

export async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Listens on a free loopback port; the base URL. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
