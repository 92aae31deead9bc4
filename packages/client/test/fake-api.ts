/** A signature API that answers as it is told, over TLS on loopback, and keeps what it was asked. */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { issueCertificate, readCertificates, toPem, type Certificate } from '@segl/formats/x509';
import { encodeError } from '@segl/protocol/v1';
import type { ConnectionSettings } from '../src/connection.ts';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface Asked {
  /** Method and path with query. */
  readonly what: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface FakeApi {
  readonly settings: ConnectionSettings;
  /** What the certificate of server and client alike is verified against. */
  readonly anchors: readonly Certificate[];
  /** What was asked since the last `answer`. */
  readonly asked: readonly Asked[];
  /** Answers in order from now on; the last one again and again. */
  answer(...answers: Answer[]): void;
  close(): void;
}

export const sender = '310000019';

export const lost: Answer = (request) => request.socket.destroy();

export const status =
  (code: number, body: Uint8Array | string = '', headers: Record<string, string> = {}): Answer =>
  (_request, response) =>
    response.writeHead(code, headers).end(body);

export const refusal = (status_: number, code: string, headers: Record<string, string> = {}): Answer =>
  status(status_, encodeError({ code, message: 'No', type: 'CLIENT' }), headers);

export async function startFakeApi(): Promise<FakeApi> {
  const { certificate, key } = selfSigned();
  let answers: Answer[] = [];
  const asked: Asked[] = [];
  const server = createServer({ key, cert: certificate }, (request, response) => {
    buffer(request).then(
      (body) => {
        asked.push({ what: `${request.method} ${request.url}`, headers: request.headers, body });
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        answer?.(request, response);
      },
      () => request.destroy(),
    );
  });
  await once(server.listen(0, 'localhost'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    settings: {
      apiUrl: `https://localhost:${port}`,
      organizationNumber: sender,
      ca: certificate,
      certificate,
      key,
    },
    anchors: readCertificates(certificate),
    asked,
    answer: (...next) => {
      answers = next;
      asked.length = 0;
    },
    close: () => server.close(),
  };
}

/** RSA, as bundles must be signed with. */
function selfSigned(): { certificate: string; key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const certificate = issueCertificate({
    subject: [['CN', 'Test']],
    issuer: { selfSigned: privateKey },
    publicKey,
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
    keyUsage: ['digitalSignature', 'keyCertSign'],
    isCa: true,
    subjectAltNames: [{ type: 'dns', value: 'localhost' }],
  });
  return {
    certificate: toPem(certificate),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}
