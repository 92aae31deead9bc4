/**
 * Serves the built pages with the policy they must live under, and answers the ceremony's JSON API from plain data:
 * every view can be looked at and tested without the service.
 */
import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { CeremonyState } from '@segl/protocol/json';
import { distFolder } from '@segl/web/dist';
import { ceremonies, documents, links } from './scenarios.ts';

const policy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "worker-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export interface StateServer {
  url: string;
  /** The ceremonies being served, by id; tests change them to see the pages follow. */
  states: Map<string, CeremonyState>;
  /** Makes a ceremony to be read whose one document is this PDF, and returns its path. */
  showPdf: (bytes: Buffer) => string;
  close: () => Promise<void>;
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

function sendFile(response: ServerResponse, file: string, status = 200): void {
  response.writeHead(status, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
  });
  createReadStream(file).pipe(response);
}

interface Served {
  states: StateServer['states'];
  /** By number. */
  bodies: Map<string, readonly [type: string, bytes: Buffer]>;
}

function answerCeremony(
  { states, bodies }: Served,
  id: string,
  rest: string,
  response: ServerResponse,
): void {
  const state = states.get(id);
  if (state === undefined) return sendJson(response, 401, { code: 'SESSION_MISSING', status: 401 });
  const document = bodies.get(/^documents\/(\d+)$/.exec(rest)?.[1] ?? '');
  if (document !== undefined) {
    response.writeHead(200, { 'content-type': document[0], 'content-length': document[1].length });
    response.end(document[1]);
  } else if (rest === 'state') {
    sendJson(response, 200, state);
  } else if (rest === 'sign') {
    sendJson(response, 200, { location: `/eid/${id}` });
  } else if (rest === 'reject') {
    const rejected = { ...state, phase: 'REJECTED' as const, exitUrl: '/sender/rejected' };
    states.set(id, rejected);
    sendJson(response, 200, rejected);
  } else {
    sendJson(response, 404, { code: 'NOT_FOUND', status: 404 });
  }
}

function answer(served: Served, request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const api = /^\/ceremony\/([^/]+)\/api\/(.+)$/.exec(pathname);
  const link = /^\/redirect\/([^/]+)\/state$/.exec(pathname);
  const file = join(distFolder, normalize(pathname));
  if (api !== null) answerCeremony(served, api[1]!, api[2]!, response);
  else if (link !== null) {
    const state = links.get(link[1]!);
    sendJson(response, state === undefined ? 404 : 200, state ?? { code: 'NOT_FOUND', status: 404 });
  } else if (pathname.startsWith('/assets/') && existsSync(file)) sendFile(response, file);
  else if (pathname.startsWith('/eid/') || pathname.startsWith('/sender/')) {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html><html lang="en"><title>Elsewhere</title><h1>Elsewhere</h1></html>');
  } else sendFile(response, join(distFolder, 'index.html'), pathname.startsWith('/ceremony/') ? 200 : 404);
}

/** Starts on a free port of loopback. */
export async function startStateServer(port = 0): Promise<StateServer> {
  const states = ceremonies();
  const bodies: Served['bodies'] = new Map([
    ['1', ['application/pdf', documents.agreement]],
    ['2', ['application/pdf', documents.statutes]],
    ['3', ['text/plain; charset=utf-8', documents.letter]],
  ]);
  const server = createServer((request, response) => answer({ states, bodies }, request, response));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: chosen } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${chosen}`,
    states,
    showPdf: (bytes) => {
      const number = bodies.size + 1;
      const id = `PDF-${number}`;
      const ready = states.get('READY')!;
      const [document] = ready.documents;
      const href = `/ceremony/${id}/api/documents/${number}`;
      bodies.set(String(number), ['application/pdf', bytes]);
      states.set(id, { ...ready, documents: [{ ...document!, size: bytes.length, pages: 1, href }] });
      return `/ceremony/${id}`;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
