/** How fast jobs are created over mutual TLS, beside receiving the same bodies and syncing the same bytes. */
import { echoTime } from './echo-time.ts';
import { fsyncTime } from './machine.ts';
import { eachOf, median, ms, perSecond, type Figure } from './measure.ts';
import { randomPdf } from './pdfs.ts';
import { CONNECTIONS, withService } from './running-service.ts';
import { uploadWith } from './sender.ts';

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
  const echo = await echoTime(JOBS, (index) => bodyAt(bodies, index));
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

function bodyAt(bodies: readonly Uint8Array[], index: number): Uint8Array {
  return bodies[index % bodies.length] ?? new Uint8Array();
}
