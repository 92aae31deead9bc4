/** Sealing in a warm service: the task from the last signature to the completed job, its memory, and the event loop. */
import { createHash, randomBytes } from 'node:crypto';
import { fsyncTime } from './machine.ts';
import { mb, median, medianTime, ms, type Figure } from './measure.ts';
import { randomPdf } from './pdfs.ts';
import { withService, type RunningService } from './running-service.ts';

interface Kind {
  readonly name: string;
  readonly pages: number;
  readonly bytes: number;
  readonly runs: number;
  readonly aim: string;
}

const SMALL: Kind = { name: '1 page', pages: 1, bytes: 20_000, runs: 15, aim: '200 ms' };
const LARGE: Kind = { name: '10 MB / 365 pages', pages: 365, bytes: 9_900_000, runs: 6, aim: '2 s' };

export async function sealing(): Promise<readonly Figure[]> {
  const alone = await withService('alone', async (service) => [
    ...(await timesOf(service, SMALL)),
    ...(await timesOf(service, LARGE)),
    await memoryOf(service, 'most memory of the service, 10 MB / 365 pages'),
  ]);
  const sandbox = await withService('sandbox', (service) =>
    memoryOf(service, 'most memory with the sandbox in the same process'),
  );
  return [...alone, sandbox];
}

async function timesOf(service: RunningService, kind: Kind): Promise<readonly Figure[]> {
  const pdf = randomPdf(kind.pages, kind.bytes);
  await service.sign(pdf);
  const times: number[] = [];
  const delays: number[] = [];
  for (let run = 0; run < kind.runs; run++) {
    const { after } = await service.sign(pdf);
    const [signed, completed] = [after('signature-committed'), after('job-completed')];
    times.push(completed.at - signed.at);
    delays.push(completed.longestDelay);
  }
  const took = median(times);
  const least = await floorTime(pdf.length);
  return [
    {
      name: `sealed, ${kind.name}`,
      measured: ms(took),
      floor: `${ms(least)} (SHA-256 twice, write + fsync of the result)`,
      ratio: took / least,
      aim: kind.aim,
    },
    {
      name: `event loop held up while sealing, ${kind.name}`,
      measured: `${ms(Math.max(...delays))} at most, median ${ms(median(delays))}`,
      aim: '50 ms',
    },
  ];
}

/** The most that the process ever had, from its start through large jobs created, signed and sealed. */
async function memoryOf(service: RunningService, name: string): Promise<Figure> {
  const { memory } = await service.look();
  const pdf = randomPdf(LARGE.pages, LARGE.bytes);
  for (let run = 0; run < LARGE.runs; run++) await service.sign(pdf);
  const { peakMemory } = await service.look();
  return { name, measured: `${mb(peakMemory)} (${mb(memory)} before)`, aim: '400 MB' };
}

/** The signed document holds its source twice: as pages and as attachment. Seal and document time-stamp each hash it. */
async function floorTime(sourceBytes: number): Promise<number> {
  const result = randomBytes(2 * sourceBytes);
  const hashing = await medianTime(() => createHash('sha256').update(result).digest(), 5);
  return 2 * hashing + (await fsyncTime(result.length, 5));
}
