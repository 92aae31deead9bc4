/** The part of S3 that blobs need, over HTTP: signatures (AWS Signature Version 4) and checksums are verified. */
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { bodyOf, closeServer, listen } from './trust-world.ts';

export interface S3Server {
  readonly url: string;
  /** By path, `/bucket/key`. */
  readonly objects: Map<string, Uint8Array>;
  /** Requests that were refused, with the reason. */
  readonly refused: string[];
  /** Answers 503 to so many requests from now on. */
  failing: number;
  close(): Promise<void>;
}

export const credentials = { id: 'AKIATEST', secret: 'test-secret-of-the-store' };

type Answer = readonly [status: number, body?: Uint8Array, headers?: Readonly<Record<string, string>>];

export async function startS3Server(bucket: string): Promise<S3Server> {
  const objects = new Map<string, Uint8Array>();
  const state = { objects, refused: [] as string[], failing: 0 };
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const body = await bodyOf(request);
    if (state.failing > 0) {
      state.failing -= 1;
      return problem(503, 'ServiceUnavailable');
    }
    const reason = whyRefused(request, body);
    if (reason !== undefined) {
      state.refused.push(reason);
      return problem(
        reason === 'signature' ? 403 : 400,
        reason === 'signature' ? 'AccessDenied' : 'BadDigest',
      );
    }
    const { pathname } = new URL(request.url ?? '', 'http://store');
    return pathname.startsWith(`/${bucket}/`)
      ? objectAnswer(objects, request, pathname, body)
      : problem(404, 'NoSuchBucket');
  };
  const server = createServer((request, response) => {
    void answer(request).then((given) => send(response, request, given));
  });
  const url = await listen(server);
  return Object.assign(state, { url, close: () => closeServer(server) });
}

function objectAnswer(
  objects: Map<string, Uint8Array>,
  request: IncomingMessage,
  path: string,
  body: Uint8Array,
): Answer {
  if (request.method === 'PUT') {
    objects.set(path, body);
    return [200];
  }
  if (request.method === 'DELETE') {
    objects.delete(path);
    return [204];
  }
  const found = objects.get(path);
  if (found === undefined) return problem(404, 'NoSuchKey');
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  if (first === undefined) return [200, found];
  const part = found.subarray(Number(first), Number(last) + 1);
  return [206, part, { 'content-range': `bytes ${first}-${last}/${found.length}` }];
}

function problem(status: number, code: string): Answer {
  return [status, Buffer.from(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`)];
}

function send(response: ServerResponse, request: IncomingMessage, [status, body, headers]: Answer): void {
  response.writeHead(status, { 'content-length': body?.length ?? 0, ...headers });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function whyRefused(request: IncomingMessage, body: Uint8Array): string | undefined {
  const { headers } = request;
  const hash = createHash('sha256').update(body);
  if (headers['x-amz-content-sha256'] !== hash.copy().digest('hex')) return 'content hash';
  if (request.method === 'PUT' && headers['x-amz-checksum-sha256'] !== hash.digest('base64'))
    return 'checksum';
  return isSigned(request) ? undefined : 'signature';
}

/** Signature Version 4 of a request whose path needs no encoding. */
function isSigned(request: IncomingMessage): boolean {
  const { headers, method = '', url = '' } = request;
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  if (parts === null) return false;
  const [, id = '', date = '', region = '', names = '', signature] = parts;
  if (id !== credentials.id) return false;
  const [path = '', query = ''] = url.split('?');
  const signed = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const canonical = [
    method,
    path,
    query
      .split('&')
      .sort()
      .map((pair) => (pair === '' || pair.includes('=') ? pair : `${pair}=`))
      .join('&'),
    signed.join(''),
    names,
    headers['x-amz-content-sha256'],
  ].join('\n');
  const scope = `${date}/${region}/s3/aws4_request`;
  const text = [
    'AWS4-HMAC-SHA256',
    headers['x-amz-date'],
    scope,
    createHash('sha256').update(canonical).digest('hex'),
  ].join('\n');
  const hmac = (key: string | Buffer, value: string): Buffer =>
    createHmac('sha256', key).update(value).digest();
  const key = [date, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (last, part) => hmac(last, part),
    `AWS4${credentials.secret}`,
  );
  return hmac(key, text).toString('hex') === signature;
}
