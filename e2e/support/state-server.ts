/**
 * Serves the built pages with the policy they must live under, and answers their JSON APIs from plain data: every view
 * can be looked at and tested without the service.
 */
import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { CeremonyState } from '@segl/protocol/json';
import { distFolder } from '@segl/web/dist';
import {
  codeLinks,
  logo,
  portals,
  rightCode,
  type PortalScenario,
  type Refusal,
} from './portal-scenarios.ts';
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
  /** The portal's scenarios, by the value of the cookie `segl_portal`. */
  portals: Map<string, PortalScenario>;
  /** What is refused instead of answered, by path. */
  refusals: Map<string, Refusal>;
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

function answerPortal(world: World, request: IncomingMessage, rest: string, response: ServerResponse): void {
  const who = /segl_portal=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? 'out';
  const { session, inbox } = world.portals.get(who)!;
  if (rest === 'session') return sendJson(response, 200, session);
  if (rest === 'login') {
    void readJson(request).then(({ level }) => sendJson(response, 200, { location: `/eid/level-${level}` }));
  } else if (rest === 'logout') {
    sendJson(response, 200, { location: '/portal/logged-out' });
  } else if (!session.authenticated) {
    sendJson(response, 401, { code: 'SESSION_MISSING', status: 401 });
  } else if (rest === 'inbox') {
    sendJson(response, 200, inbox);
  } else if (rest.endsWith('/open')) {
    sendJson(response, 200, { location: '/ceremony/READY-portal' });
  } else {
    response.writeHead(200, { 'content-type': 'application/pdf', 'content-disposition': 'attachment' });
    response.end(documents.agreement);
  }
}

async function answerCode(request: IncomingMessage, token: string, response: ServerResponse): Promise<void> {
  const { code } = await readJson(request);
  const link = codeLinks.get(token);
  const refusal = code === rightCode ? link?.right : (link?.wrong ?? { status: 403, code: 'CODE_WRONG' });
  if (refusal === undefined) sendJson(response, 200, { location: '/ceremony/READY-code' });
  else sendJson(response, refusal.status, refusal);
}

async function readJson(request: IncomingMessage): Promise<Record<string, string | number>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString()) as Record<string, string | number>;
}

type World = Served & Pick<StateServer, 'portals' | 'refusals'>;

function answerApi(
  world: World,
  request: IncomingMessage,
  pathname: string,
  response: ServerResponse,
): boolean {
  const refusal = world.refusals.get(pathname);
  const ceremony = /^\/ceremony\/([^/]+)\/api\/(.+)$/.exec(pathname);
  const link = /^\/redirect\/([^/]+)\/state$/.exec(pathname);
  const portal = /^\/portal\/api\/(.+)$/.exec(pathname);
  const code = /^\/sign\/([^/]+)\/api\/(code|new-code)$/.exec(pathname);
  if (refusal !== undefined) sendJson(response, refusal.status, refusal);
  else if (ceremony !== null) answerCeremony(world, ceremony[1]!, ceremony[2]!, response);
  else if (link !== null) {
    const state = links.get(link[1]!);
    sendJson(response, state === undefined ? 404 : 200, state ?? { code: 'NOT_FOUND', status: 404 });
  } else if (portal !== null) answerPortal(world, request, portal[1]!, response);
  else if (code?.[2] === 'new-code') sendJson(response, 202, {});
  else if (code !== null) void answerCode(request, code[1]!, response);
  else return false;
  return true;
}

function answer(world: World, request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (answerApi(world, request, pathname, response)) return;
  const file = join(distFolder, normalize(pathname));
  if (pathname.startsWith('/assets/') && existsSync(file)) sendFile(response, file);
  else if (pathname.startsWith('/logos/')) {
    response.writeHead(200, { 'content-type': 'image/svg+xml' });
    response.end(logo);
  } else if (pathname.startsWith('/eid/') || pathname.startsWith('/sender/')) {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html><html lang="en"><title>Elsewhere</title><h1>Elsewhere</h1></html>');
  } else sendFile(response, join(distFolder, 'index.html'), pages.test(pathname) ? 200 : 404);
}

/** The paths that are pages of ours; everything else is unknown. */
const pages = /^\/(ceremony\/|sign\/|portal$|portal\/logged-out$)/;

/** Starts on a free port of loopback. */
export async function startStateServer(port = 0): Promise<StateServer> {
  const states = ceremonies();
  const bodies: Served['bodies'] = new Map([
    ['1', ['application/pdf', documents.agreement]],
    ['2', ['application/pdf', documents.statutes]],
    ['3', ['text/plain; charset=utf-8', documents.letter]],
  ]);
  const world: World = { states, bodies, portals: portals(), refusals: new Map() };
  const server = createServer((request, response) => answer(world, request, response));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: chosen } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${chosen}`,
    ...world,
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
