/** A real HTTP server on loopback that keeps what it is asked and answers as it is told to. */
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { bodyOf, closeServer, listen } from './trust-world.ts';

export interface StubRequest {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface HttpStub {
  readonly url: string;
  readonly requests: readonly StubRequest[];
  /** The next answers: status and body, or a listener of its own. */
  answer(next: { readonly status?: number; readonly body?: string | Uint8Array } | RequestListener): void;
  close(): Promise<void>;
}

export async function startHttpStub(): Promise<HttpStub> {
  const requests: StubRequest[] = [];
  let listener: RequestListener = (_request, response) => response.end();
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      requests.push({
        method: request.method,
        path: request.url,
        headers: request.headers,
        body: Buffer.from(body),
      });
      listener(request, response);
    });
  });
  const url = await listen(server);
  return {
    url,
    requests,
    answer: (next) => {
      listener =
        typeof next === 'function'
          ? next
          : (_request, response) => response.writeHead(next.status ?? 200).end(next.body ?? '');
    },
    close: () => closeServer(server),
  };
}
