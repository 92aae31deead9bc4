/** Checks signed files of anybody in threads with limits of time and memory, so that a hostile file costs no more. */
import type { VerifyReport } from '@segl/protocol/json';
import { Piscina } from 'piscina';
import type { Clock } from '../jobs/ports.ts';
import type { VerifyTask } from './verify-worker.ts';

export interface FileVerifier {
  /** One after the other, each with the whole of its time; callers bound how many wait. Nothing of the file is kept. */
  verify(bytes: Uint8Array): Promise<VerifyReport>;
  close(): Promise<void>;
}

const WORKER = new URL('./verify-worker.ts', import.meta.url).href;
const LONGEST_MS = 20_000;
const HEAP_MB = 512;
const IDLE_MS = 60_000;

/** @param trust certificates of the authorities that are trusted, PEM */
export function fileVerifier(trust: string, clock: Clock): FileVerifier {
  const pool = new Piscina<VerifyTask, VerifyReport>({
    filename: WORKER,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE_MS,
  });
  const judge = async (bytes: Uint8Array): Promise<VerifyReport> => {
    const copy = new Uint8Array(bytes);
    const task = { bytes: copy, trust, at: Math.max(clock.now(), clock.wall()) };
    const limits = { signal: AbortSignal.timeout(LONGEST_MS), transferList: [copy.buffer] };
    return pool.run(task, limits).catch((error: unknown) => reportOnLimit(error));
  };
  let turn: Promise<unknown> = Promise.resolve();
  return {
    verify: (bytes) => {
      // The clock of a file does not run while one before it is judged.
      const report = turn.then(() => judge(bytes));
      turn = report.catch(() => undefined);
      return report;
    },
    close: () => pool.destroy(),
  };
}

/** @throws the error when it is no limit that was reached */
function reportOnLimit(error: unknown): VerifyReport {
  if (!(error instanceof Error)) throw error;
  const code = 'code' in error ? error.code : undefined;
  if (error.name !== 'AbortError' && code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
  const message = 'the file is too large or too complex to be judged here';
  const step = 'limits';
  return {
    ...{ kind: 'unknown', conclusion: 'INDETERMINATE', signatures: [] },
    reasons: [{ conclusion: 'INDETERMINATE', step, code: 'VALIDATION_TOO_COMPLEX', message }],
  };
}
