/** Judges files in a thread with limits of time and memory: a hostile file costs no more. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { PlainReport } from '@segl/formats/validation';
import type { VerifyFileTask } from './verify-worker.ts';

const LONGEST_MS = 20_000;
const HEAP_MB = 512;
const WORKER = new URL('./verify-worker.ts', import.meta.url);

export interface FileJudge {
  readonly judge: (task: VerifyFileTask) => Promise<PlainReport>;
  readonly close: () => Promise<void>;
}

export function fileJudge(): FileJudge {
  let worker: Worker | undefined;
  const end = async (): Promise<void> => {
    await worker?.terminate();
    worker = undefined;
  };
  return {
    judge: async (task) => {
      worker ??= new Worker(WORKER, { resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
      const report = await answerOf(worker, task);
      if (report === undefined) await end();
      return report ?? tooComplex;
    },
    close: end,
  };
}

/** Undefined when a limit was reached. Rejects with what went wrong in the validator itself. */
async function answerOf(worker: Worker, task: VerifyFileTask): Promise<PlainReport | undefined> {
  const limit = AbortSignal.timeout(LONGEST_MS);
  worker.postMessage(task);
  try {
    // An error of the thread rejects as well.
    const [report] = (await once(worker, 'message', { signal: limit })) as [PlainReport];
    return report;
  } catch (error) {
    const isOutOfMemory = (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY';
    if (limit.aborted || isOutOfMemory) return undefined;
    throw error;
  }
}

const tooComplex: PlainReport = {
  ...{ kind: 'unknown', conclusion: 'INDETERMINATE', signatures: [] },
  reasons: [
    {
      ...{ conclusion: 'INDETERMINATE', step: 'limits', code: 'VALIDATION_TOO_COMPLEX' },
      message: 'the file is too large or too complex to be judged here',
    },
  ],
};
