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
  readonly memoryAim?: string;
}

const KINDS: readonly Kind[] = [
  { name: '1 page', pages: 1, bytes: 20_000, runs: 15, aim: '200 ms' },
  { name: '10 MB / 365 pages', pages: 365, bytes: 9_900_000, runs: 6, aim: '2 s', memoryAim: '400 MB' },
];

export async function sealing(): Promise<readonly Figure[]> {
  return withService(async (service) => {
    const figures: Figure[] = [];
    for (const kind of KINDS) figures.push(...(await sealKind(service, kind)));
    return figures;
  });
}

async function sealKind(service: RunningService, kind: Kind): Promise<readonly Figure[]> {
  const pdf = randomPdf(kind.pages, kind.bytes);
  const warm = (await service.sign(pdf)).after('identity-proven').memory;
  const times: number[] = [];
  const delays: number[] = [];
  let peak = 0;
  for (let run = 0; run < kind.runs; run++) {
    const { after } = await service.sign(pdf);
    const [signed, completed] = [after('signature-committed'), after('job-completed')];
    times.push(completed.at - signed.at);
    delays.push(completed.longestDelay);
    peak = completed.peakMemory;
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
    {
      name: `most memory of the whole sandbox, ${kind.name}`,
      measured: `${mb(peak)} (${mb(warm)} before the first)`,
      ...(kind.memoryAim === undefined ? {} : { aim: kind.memoryAim }),
    },
  ];
}

/** The signed document holds its source twice: as pages and as attachment. Seal and document time-stamp each hash it. */
async function floorTime(sourceBytes: number): Promise<number> {
  const result = randomBytes(2 * sourceBytes);
  const hashing = await medianTime(() => createHash('sha256').update(result).digest(), 5);
  return 2 * hashing + (await fsyncTime(result.length, 5));
}
