/** Mutual TLS and HTTP alone: requests to a server that only receives them. */
import { toPem } from '@segl/formats/x509';
import { Agent, request } from 'undici';
import { freePort, startChild } from './child.ts';
import { eachOf, median } from './measure.ts';
import { CONNECTIONS } from './running-service.ts';
import { createAuthority } from './sender.ts';

/** Time of each of `count` requests over as many connections as the service figures use; without a body: GET. */
export async function echoTime(count: number, bodyAt?: (index: number) => Uint8Array): Promise<number> {
  const authority = createAuthority();
  const ca = toPem(authority.certificate.der);
  const [server, client] = [authority.issue(), authority.issue()];
  const port = await freePort();
  const child = await startChild('echo.ts', String(port), server.key, server.chain, ca);
  const connect = { ca, cert: client.chain, key: client.key };
  const dispatcher = new Agent({ connect, connections: CONNECTIONS });
  try {
    const run = (): Promise<number> =>
      eachOf(count, CONNECTIONS, async (index) => {
        const sent = bodyAt === undefined ? {} : { method: 'POST' as const, body: bodyAt(index) };
        const response = await request(`https://localhost:${port}/`, { dispatcher, ...sent });
        await response.body.text();
      });
    await run();
    return median([await run(), await run(), await run()]);
  } finally {
    await dispatcher.close();
    await child.stop();
  }
}
