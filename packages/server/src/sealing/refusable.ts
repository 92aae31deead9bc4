import { FormatError } from '@segl/formats/errors';
import type { WorkerResult } from './worker-tasks.ts';

/** What a worker answers: the result, or why the documents were refused. Everything else is thrown. */
export async function refusable<T>(work: () => Promise<T>): Promise<WorkerResult<T>> {
  try {
    return { kind: 'done', value: await work() };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { kind: 'refused', code: String(error.code), message: error.message, where: error.where };
  }
}
