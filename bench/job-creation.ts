/** How fast jobs are created over mutual TLS, beside receiving the same bodies and syncing the same bytes. */
import { toPem } from '@segl/formats/x509';
import { Agent, request } from 'undici';
import { freePort, startChild } from './child.ts';
import { fsyncTime } from './machine.ts';
import { eachOf, median, ms, perSecond, type Figure } from './measure.ts';
import { randomPdf } from './pdfs.ts';
import { CONNECTIONS, withService } from './running-service.ts';
import { createAuthority, uploadWith } from './sender.ts';

const BYTES = 60_000;
const BODIES = 100;
const JOBS = 400;

export async function jobCreation(): Promise<readonly Figure[]> {
  const { each, processor, bodies } = await withService('alone', async ({ identity, create, look }) => {
    const made = await Promise.all(
      Array.from({ length: BODIES }, () => uploadWith(randomPdf(1, BYTES), identity)),
    );
    let used: number[] = [];
    const run = async (): Promise<number> => {
      const before = (await look()).processor;
      const took = await eachOf(JOBS, CONNECTIONS, (index) => create(bodyAt(made, index)));
      used.push(((await look()).processor - before) / JOBS);
      return took;
    };
    await run();
    used = [];
    const took = median([await run(), await run(), await run()]);
    return { each: took, processor: median(used), bodies: made };
  });
  const echo = await echoTime(bodies);
  const fsync = await fsyncTime(BYTES);
  return [
    {
      name: 'job created over mutual TLS, 60 KB',
      measured: `${perSecond(each)} (${CONNECTIONS} connections, processor of the service ${ms(processor)})`,
      floor: `${perSecond(echo + fsync)} (echo over TLS ${perSecond(echo)}, fsync ${perSecond(fsync)})`,
      ratio: each / (echo + fsync),
      aim: '250/s',
    },
  ];
}

/** The same bodies over the same kind of connections to a server that only receives them. */
async function echoTime(bodies: readonly Uint8Array[]): Promise<number> {
  const authority = createAuthority();
  const ca = toPem(authority.certificate.der);
  const [server, client] = [authority.issue(), authority.issue()];
  const port = await freePort();
  const child = await startChild('echo.ts', String(port), server.key, server.chain, ca);
  const connect = { ca, cert: client.chain, key: client.key };
  const dispatcher = new Agent({ connect, connections: CONNECTIONS });
  try {
    const run = (): Promise<number> =>
      eachOf(JOBS, CONNECTIONS, async (index) => {
        const body = bodyAt(bodies, index);
        const response = await request(`https://localhost:${port}/`, { dispatcher, method: 'POST', body });
        await response.body.text();
      });
    await run();
    return median([await run(), await run(), await run()]);
  } finally {
    await dispatcher.close();
    await child.stop();
  }
}

function bodyAt(bodies: readonly Uint8Array[], index: number): Uint8Array {
  return bodies[index % bodies.length] ?? new Uint8Array();
}
