/** The sender's own site, which signers come back to. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SenderSite {
  readonly exitUrls: { readonly completion: string; readonly rejection: string; readonly error: string };
  close(): Promise<void>;
}

export async function startSenderSite(): Promise<SenderSite> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const known = /^\/(completed|rejected|error)$/.test(pathname);
    response.writeHead(known || pathname === '/favicon.ico' ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
    });
    response.end('<!doctype html><html lang="nb"><title>Testkommunen</title><h1>Testkommunen</h1></html>');
  }).listen(0, 'localhost');
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    exitUrls: { completion: `${url}/completed?case=7`, rejection: `${url}/rejected`, error: `${url}/error` },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
