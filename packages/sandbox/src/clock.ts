/** A clock that can be moved forward, and remembers it over restarts. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface SandboxClock {
  now(): number;
  wall(): number;
  /** Moves the clock forward to `instant` (milliseconds). @throws RangeError when that is in its past. */
  moveTo(instant: number): Promise<void>;
}

/** The offset lives in `folder/clock.json`; a missing file is real time. */
export async function openClock(folder: string): Promise<SandboxClock> {
  const file = join(folder, 'clock.json');
  let offset = await readOffset(file);
  const now = (): number => Date.now() + offset;
  return {
    now,
    wall: () => Date.now(),
    async moveTo(instant) {
      if (instant < now()) throw new RangeError('The clock only moves forward: timed work cannot be undone');
      offset = instant - Date.now();
      await writeFile(`${file}.new`, JSON.stringify({ offset }));
      await rename(`${file}.new`, file);
    },
  };
}

async function readOffset(file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  const offset = (JSON.parse(text) as { offset?: unknown }).offset;
  return typeof offset === 'number' && Number.isFinite(offset) ? offset : 0;
}

const DURATION = /^P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$/;

/** Milliseconds of an ISO 8601 duration without years and months (their length varies). */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (!match || text === 'P' || text.endsWith('T')) return undefined;
  const numbers = (match.slice(1) as (string | undefined)[]).map((digits) => Number(digits ?? 0));
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = numbers;
  return ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}
