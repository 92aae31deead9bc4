/** Timing that the figures share. Times are milliseconds. */

export interface Figure {
  readonly name: string;
  readonly measured: string;
  /** What the machine itself needs for the unavoidable part, in the same run. */
  readonly floor: string;
  readonly aim: string;
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

/** Median of `runs` timings after `warmups` that do not count. */
export async function medianTime(work: () => unknown, runs: number, warmups: number): Promise<number> {
  for (let run = 0; run < warmups; run++) await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await time(work));
  return median(times);
}

export const perSecond = (milliseconds: number): string => `${Math.round(1000 / milliseconds)}/s`;
export const ms = (milliseconds: number): string => `${milliseconds.toFixed(milliseconds < 10 ? 2 : 0)} ms`;
