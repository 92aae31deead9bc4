/** Timing and wording that the figures share. Times are milliseconds. */
import { setTimeout as nextTurn } from 'node:timers/promises';

export interface Figure {
  readonly name: string;
  readonly measured: string;
  /** What the machine itself needs for the unavoidable part, in the same run. */
  readonly floor?: string;
  /** Measured time as a multiple of the floor's. */
  readonly ratio?: number;
  readonly aim?: string;
}

export async function time(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** Median of `runs` timings after a few that do not count. */
export async function medianTime(work: () => unknown, runs: number): Promise<number> {
  for (let run = 0; run < Math.ceil(runs / 5); run++) await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await time(work));
  return median(times);
}

export interface Beside {
  readonly took: number;
  /** Of all threads. */
  readonly processor: number;
  readonly floor: number;
}

/**
 * Medians of `runs` timings of `work` and `floor` in turn, so that a slow moment of the machine touches both alike. With
 * `discard`, the results of `work` are given back, and what either leaves to the event loop, such as garbage to be
 * collected, is done before the other is timed.
 */
export async function measureBeside<T>(
  work: () => T | Promise<T>,
  floor: () => unknown,
  runs: number,
  discard?: (result: T) => void,
): Promise<Beside> {
  const [took, processor, least]: [number[], number[], number[]] = [[], [], []];
  for (let run = -Math.ceil(runs / 5); run < runs; run++) {
    const before = processorTime();
    const start = performance.now();
    const result = await work();
    const own = performance.now() - start;
    const used = processorTime() - before;
    discard?.(result);
    if (discard !== undefined) await settled();
    const unavoidable = await time(floor);
    if (discard !== undefined) await settled();
    // The first runs warm up and do not count.
    if (run < 0) continue;
    took.push(own);
    processor.push(used);
    least.push(unavoidable);
  }
  return { took: median(took), processor: median(processor), floor: median(least) };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await nextTurn(1);
}

/** Processor time of this process, all threads. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** How long `count` runs of `work` take each, when `parallel` run at a time. */
export async function eachOf(
  count: number,
  parallel: number,
  work: (index: number) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const whole = await time(() =>
    Promise.all(
      Array.from({ length: parallel }, async () => {
        while (next < count) await work(next++);
      }),
    ),
  );
  return whole / count;
}

export const perSecond = (milliseconds: number): string => `${Math.round(1000 / milliseconds)}/s`;
export const ms = (milliseconds: number): string => `${milliseconds.toFixed(milliseconds < 10 ? 2 : 0)} ms`;
export const mb = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
