/** The last API requests and what was wrong in them, for the start page. */
import type { FastifyInstance } from 'fastify';

export interface RecordedRequest {
  readonly at: number;
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  readonly status: number;
  /** The error message of the answer, when it was one. */
  readonly error?: string;
}

const KEPT = 20;

export class RequestLog {
  readonly #requests: RecordedRequest[] = [];

  /** Newest first. */
  list(): readonly RecordedRequest[] {
    return this.#requests;
  }

  /** Records every request of `server` from now on. */
  observe(server: FastifyInstance, now: () => number): void {
    server.addHook('onSend', (request, reply, payload, done) => {
      const error = reply.statusCode >= 400 ? messageOf(payload) : undefined;
      const [path = ''] = request.url.split('?');
      this.#requests.unshift({
        at: now(),
        method: request.method,
        path,
        status: reply.statusCode,
        ...(error === undefined ? {} : { error }),
      });
      this.#requests.splice(KEPT);
      done(null, payload);
    });
  }
}

/** The message of an error answer, escaped as it stood in the XML. */
function messageOf(payload: unknown): string | undefined {
  const text = Buffer.isBuffer(payload) ? payload.toString('utf8') : payload;
  return typeof text === 'string' ? /<error-message>([^<]*)<\/error-message>/.exec(text)?.[1] : undefined;
}
