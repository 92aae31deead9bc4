/** One HTTP exchange with a time limit and a size limit, following no redirect. */
import { Agent, request } from 'undici';

interface BoundedRequest {
  readonly url: string;
  /** Sent beside those that body and `accept` make. May hold secrets: no error repeats them. */
  readonly headers?: Readonly<Record<string, string>>;
  /** POST when present, GET otherwise. */
  readonly body?: { readonly bytes: Uint8Array; readonly type: string };
  /** The media type the answer must have; undefined when any will do because the bytes are verified. */
  readonly accept: string;
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

const agents = new Map<number, Agent>();

/** One agent for each size limit, so that connections are reused. */
function agentFor(maxBytes: number): Agent {
  const known = agents.get(maxBytes);
  if (known !== undefined) return known;
  const agent = new Agent({ maxResponseSize: maxBytes, keepAliveTimeout: 10_000 });
  agents.set(maxBytes, agent);
  return agent;
}

interface BoundedAnswer {
  /** HTTP status, never below 200. */
  readonly status: number;
  readonly bytes: Uint8Array;
}

/**
 * Whatever is answered. Rejects with an Error that names the host and what failed when there is no answer in time, or
 * more bytes than allowed.
 */
export async function boundedExchange(input: BoundedRequest): Promise<BoundedAnswer> {
  try {
    const { statusCode, body } = await request(input.url, {
      method: input.body === undefined ? 'GET' : 'POST',
      headers: {
        accept: input.accept,
        ...input.headers,
        ...(input.body === undefined ? {} : { 'content-type': input.body.type }),
      },
      ...(input.body === undefined ? {} : { body: input.body.bytes }),
      dispatcher: agentFor(input.maxBytes),
      signal: AbortSignal.timeout(input.timeoutMs),
    });
    return { status: statusCode, bytes: await body.bytes() };
  } catch (cause) {
    throw failed(input, reason(cause), cause);
  }
}

/** The body of a 200 answer. Rejects as {@link boundedExchange} does, and for any other status. */
export async function boundedRequest(input: BoundedRequest): Promise<Uint8Array> {
  const { status, bytes } = await boundedExchange(input);
  if (status !== 200) throw failed(input, `status ${status}`);
  return bytes;
}

function failed({ url }: BoundedRequest, what: string, cause?: unknown): Error {
  return new Error(`${new URL(url).host} did not answer as it should: ${what}`, { cause });
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
