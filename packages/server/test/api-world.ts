/** The API's listener over real TLS, with certificates made for it, on an empty store. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { buildDocumentBundle, type BundleFile, type BundleInput } from '@segl/formats/asice';
import {
  issueCertificate,
  readCertificate,
  toPem,
  type Certificate,
  type CertificateRequest,
} from '@segl/formats/x509';
import {
  decodeError,
  encodeDirectJobRequest,
  encodeDirectManifest,
  type ApiErrorMessage,
  type DirectJobRequest,
  type DirectManifest,
} from '@segl/protocol/v1';
import type { FastifyInstance } from 'fastify';
import { createApiServer, type ApiServerDeps } from '../src/http/api-v1/index.ts';
import { createLogger } from '../src/http/logging.ts';
import { createMetrics } from '../src/http/metrics.ts';
import { directWorld, type DirectWorld } from './direct.ts';
import { municipality } from './jobs.ts';
import { createSqlite } from './stores.ts';

const year = 365 * 86_400_000;

export interface Holder {
  readonly certificate: Certificate;
  readonly key: KeyObject;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The error in the body. */
  readonly error: () => ApiErrorMessage;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

export interface ApiWorld extends Pick<DirectWorld, 'deps' | 'store'> {
  readonly server: FastifyInstance;
  readonly port: number;
  /** The service's time. */
  time: number;
  /** Lines of the log so far. */
  readonly log: readonly string[];
  /** Calls with a holder's certificate; without one, with none. */
  call(as: Holder | undefined, path: string, call?: Call): Promise<Answer>;
  remove(): Promise<void>;
}

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });

function issue(
  request: Partial<CertificateRequest> & Pick<CertificateRequest, 'subject' | 'issuer' | 'keyUsage'>,
  pair = keys,
): Holder {
  const der = issueCertificate({
    publicKey: pair.publicKey,
    notBefore: new Date(Date.now() - year),
    notAfter: new Date(Date.now() + year),
    ...request,
  });
  return { certificate: readCertificate(der), key: pair.privateKey };
}

/** An authority with a key of its own. */
export function authority(
  commonName: string,
  pair = generateKeyPairSync('ec', { namedCurve: 'P-256' }),
): Holder {
  return issue(
    {
      subject: [['CN', commonName]],
      issuer: { selfSigned: pair.privateKey },
      keyUsage: ['keyCertSign', 'cRLSign'],
      isCa: true,
    },
    pair,
  );
}

export const enterpriseCa = authority('Test Enterprise CA', keys);

/** An enterprise certificate of the organisation. */
export function enterprise(organization: string, changes: Partial<CertificateRequest> = {}): Holder {
  return issue({
    subject: [
      ['C', 'NO'],
      ['organizationIdentifier', `NTRNO-${organization}`],
      ['CN', 'Test Enterprise'],
    ],
    issuer: enterpriseCa,
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: ['1.3.6.1.5.5.7.3.2'],
    ...changes,
  });
}

export const municipal = enterprise(municipality.number);

type Changes = Partial<Pick<ApiServerDeps, 'inspector' | 'partialPades' | 'plugins'>> & {
  readonly config?: Partial<ApiServerDeps['config']>;
};

export async function apiWorld(changes: Changes = {}): Promise<ApiWorld> {
  const direct = await directWorld({ name: 'SQLite', create: createSqlite });
  const tls = issue({
    subject: [['CN', 'localhost']],
    issuer: enterpriseCa,
    keyUsage: ['digitalSignature'],
    subjectAltNames: [{ type: 'dns', value: 'localhost' }],
  });
  const log: string[] = [];
  const { deps } = direct;
  const server = await createApiServer({
    tasks: { wake: () => undefined },
    channels: new Set(['email', 'sms']),
    canLookUp: true,
    ...deps,
    partialPades: () => Promise.reject(new Error('not expected')),
    logger: createLogger('info', { write: (line) => void log.push(line) }),
    metrics: createMetrics(direct.store.tasks),
    webUrl: 'https://sign.example',
    jobs: { pollPauseSeconds: 5, signingTimeToleranceSeconds: 600, httpExitUrls: false },
    plugins: [],
    ...changes,
    config: {
      publicUrl: 'https://api.example',
      tls: { key: pemKey(tls.key), chain: toPem(tls.certificate.der) },
      clientAnchors: toPem(enterpriseCa.certificate.der),
      clientIntermediates: '',
      requestsPerSecond: 1000,
      refusedSeconds: 30,
      ...changes.config,
    },
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  const callers = connections(port);
  return {
    server,
    port,
    store: direct.store,
    deps,
    log,
    get time() {
      return direct.time;
    },
    set time(value) {
      direct.time = value;
    },
    call: callers.call,
    remove: async () => {
      callers.close();
      await server.close();
      await direct.remove();
    },
  };
}

/** One kept-alive connection pool for each holder. */
function connections(port: number): Pick<ApiWorld, 'call'> & { close(): void } {
  const agents = new Map<Holder | undefined, Agent>();
  const agentOf = (as: Holder | undefined): Agent => {
    const known = agents.get(as);
    if (known) return known;
    const agent = new Agent({
      keepAlive: true,
      host: '127.0.0.1',
      servername: 'localhost',
      ca: toPem(enterpriseCa.certificate.der),
      ...(as && { cert: toPem(as.certificate.der), key: pemKey(as.key) }),
    });
    agents.set(as, agent);
    return agent;
  };
  return {
    call: (as, path, { method = 'GET', headers = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const request = httpsRequest(
          { host: '127.0.0.1', port, path, method, headers, agent: agentOf(as) },
          (response) => {
            buffer(response).then((content) => {
              resolve({
                status: response.statusCode ?? 0,
                headers: response.headers,
                body: content,
                error: () => decodeError(content),
              });
            }, reject);
          },
        );
        request.on('error', reject);
        request.end(body);
      }),
    close: () => {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

function pemKey(key: KeyObject): string {
  return key.export({ format: 'pem', type: 'pkcs8' }) as string;
}

export const PDF = Buffer.from('%PDF-1.7 the application');

export const manifestBase: DirectManifest = {
  form: 'present',
  sender: municipality.number,
  title: 'Søknad',
  signers: [{ name: { kind: 'personal-identification-number', value: '12345678910' } }],
  documents: [{ title: 'Søknad', href: 'søknad nr 1.pdf', mime: 'application/pdf' }],
};

export const requestBase: DirectJobRequest = {
  reference: 'ref-1',
  exitUrls: {
    completion: 'https://sender.example/done',
    rejection: 'https://sender.example/no',
    error: 'https://sender.example/error',
  },
};

export interface UploadChanges {
  readonly manifest?: Partial<DirectManifest>;
  /** Instead of a manifest made from data. */
  readonly manifestXml?: string;
  readonly request?: Partial<DirectJobRequest>;
  /** Instead of the documents that the manifest names. */
  readonly files?: readonly BundleFile[];
  readonly bundle?: Partial<BundleInput>;
  readonly signedBy?: Holder;
}

export function bundleOf(changes: UploadChanges = {}): Promise<Uint8Array> {
  const manifest = { ...manifestBase, ...changes.manifest };
  const { certificate, key } = changes.signedBy ?? municipal;
  const files =
    changes.files ?? manifest.documents.map(({ href, mime }) => ({ name: href, mime, bytes: PDF }));
  const manifestXml =
    changes.manifestXml === undefined ? encodeDirectManifest(manifest) : Buffer.from(changes.manifestXml);
  return buildDocumentBundle({
    files: [{ name: 'manifest.xml', mime: 'application/xml', bytes: manifestXml }, ...files],
    chain: [certificate.der],
    sign: (data) => sign('sha256', data, key),
    signingTime: new Date(),
    ...changes.bundle,
  });
}

/** The call that creates a job, as the Java client makes it. */
export async function creation(changes: UploadChanges = {}): Promise<Call> {
  return multipart(
    ['application/xml', encodeDirectJobRequest({ ...requestBase, ...changes.request })],
    ['application/octet-stream', await bundleOf(changes)],
  );
}

export function multipart(
  ...parts: readonly (readonly [type: string, content: Uint8Array | string])[]
): Call {
  const chunks = parts.flatMap(([type, content]) => [
    Buffer.from(`--part-of-the-request\r\nContent-Type: ${type}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
  return {
    method: 'POST',
    headers: { 'Content-Type': 'multipart/mixed; boundary=part-of-the-request' },
    body: Buffer.concat([...chunks, Buffer.from('--part-of-the-request--\r\n')]),
  };
}
