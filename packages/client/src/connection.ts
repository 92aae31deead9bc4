/** Mutual TLS to the signature API: requests, errors, and retries where a repetition can do no harm. */
import type { Readable } from 'node:stream';
import { decodeError } from '@segl/protocol/v1';
import { Agent, request, type Dispatcher } from 'undici';
import { ApiError, ConnectionError, TooEarlyError } from './errors.ts';

export interface ConnectionSettings {
  /** Scheme, host and port, such as `https://localhost:8443`. */
  readonly apiUrl: string;
  /** The sender's organisation number: its own, or one that it is a broker for. */
  readonly organizationNumber: string;
  /** What the server's certificate must chain to, PEM. */
  readonly ca: string;
  /** Enterprise certificate with its intermediates, PEM, and its key. */
  readonly certificate: string;
  readonly key: string;
}

export interface Answer {
  readonly status: number;
  readonly body: Uint8Array;
  /** `X-Next-permitted-poll-time`, where sent. */
  readonly nextPermittedPoll: Date | undefined;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Absolute, or a path below `/api/{organisation}/`. */
  readonly url: string;
  readonly body?: Uint8Array;
  readonly contentType?: string;
  readonly accept?: string;
}

export interface Connection {
  /** @throws ApiError, TooEarlyError, ConnectionError */
  call(call: Call): Promise<Answer>;
  /** The body as it arrives. @throws ApiError, ConnectionError */
  download(url: string, accept: string): Promise<Readable>;
  close(): Promise<void>;
}

const ATTEMPTS = 3;
const PAUSE_MS = 200;
const MAX_ANSWER_BYTES = 1024 * 1024;
const POLL_TIME = 'x-next-permitted-poll-time';

export function connect(settings: ConnectionSettings): Connection {
  const { ca, certificate, key, apiUrl, organizationNumber } = settings;
  const dispatcher = new Agent({
    connect: { ca, cert: certificate, key, minVersion: 'TLSv1.2' },
    headersTimeout: 60_000,
    bodyTimeout: 60_000,
  });
  const absolute = (url: string): string =>
    url.startsWith('https:') ? sameOrigin(url, apiUrl) : `${apiUrl}/api/${organizationNumber}/${url}`;
  return {
    call: async ({ url, ...call }) => {
      const response = await send(dispatcher, absolute(url), call);
      const body = await readBounded(response.body);
      return answerOf(call.method, response, body);
    },
    download: async (url, accept) => {
      const response = await send(dispatcher, absolute(url), { method: 'GET', accept });
      if (response.statusCode === 200) return response.body;
      throw refusal(response.statusCode, await readBounded(response.body));
    },
    close: () => dispatcher.close(),
  };
}

/** URLs come from the service's own answers; one that leads elsewhere must not get our certificate. */
function sameOrigin(url: string, apiUrl: string): string {
  if (new URL(url).origin !== new URL(apiUrl).origin) {
    throw new ConnectionError(`The service gave an address that is not its own: ${new URL(url).origin}`);
  }
  return url;
}

/** Repeats only GET and DELETE, only when no answer came or the service was overloaded. */
async function send(
  dispatcher: Dispatcher,
  url: string,
  { method, body, contentType, accept = 'application/xml' }: Omit<Call, 'url'>,
): Promise<Dispatcher.ResponseData> {
  const headers = { accept, ...(contentType === undefined ? {} : { 'content-type': contentType }) };
  const attempts = method === 'POST' ? 1 : ATTEMPTS;
  for (let attempt = 1; ; attempt++) {
    const last = attempt === attempts;
    try {
      const response = await request(url, { dispatcher, method, headers, body: body ?? null });
      if (last || (response.statusCode !== 502 && response.statusCode !== 503)) return response;
      await response.body.dump();
    } catch (cause) {
      if (last) throw new ConnectionError('The signature API could not be reached', { cause });
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * attempt));
  }
}

async function readBounded(stream: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES)
      throw new ConnectionError('The answer is larger than any message of the API');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function answerOf(
  method: Call['method'],
  { statusCode, headers }: Dispatcher.ResponseData,
  body: Uint8Array,
): Answer {
  const time = headers[POLL_TIME];
  const nextPermittedPoll = typeof time === 'string' ? new Date(time) : undefined;
  if (statusCode >= 200 && statusCode < 300) return { status: statusCode, body, nextPermittedPoll };
  // Too many requests of any other kind is a refusal like others.
  if (statusCode === 429 && method === 'GET' && nextPermittedPoll) throw new TooEarlyError(nextPermittedPoll);
  throw refusal(statusCode, body);
}

function refusal(status: number, body: Uint8Array): Error {
  try {
    const { code, message, type } = decodeError(body);
    return new ApiError(status, code, message, type === 'SERVER' ? 'SERVER' : 'CLIENT');
  } catch (cause) {
    return new ConnectionError(`Status ${status} with an answer that is not the signature API’s`, { cause });
  }
}
