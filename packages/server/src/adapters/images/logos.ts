/** Logos are read in a thread of their own, with limits on time, memory and how many wait. */
import { Piscina } from 'piscina';
import { ServiceError } from '../../errors.ts';
import type { LogoProblem, LogoReader } from '../../organisations/logo.ts';
import type { LogoResult } from './logo-worker.ts';

const limits = { milliseconds: 10_000, heapMegabytes: 64, waiting: 20, idleMilliseconds: 10_000 };

export function logoReader(): LogoReader & { close(): Promise<void> } {
  const pool = new Piscina<Uint8Array, LogoResult>({
    filename: new URL('./logo-worker.ts', import.meta.url).href,
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes },
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: limits.idleMilliseconds,
    maxQueue: limits.waiting,
  });
  return {
    read: async (bytes) => {
      const signal = AbortSignal.timeout(limits.milliseconds);
      const result = await pool.run(new Uint8Array(bytes), { signal }).catch(failed);
      return result.kind === 'done' ? { png: result.png } : { problem: result.code };
    },
    close: () => pool.destroy(),
  };
}

function failed(error: unknown): { readonly kind: 'refused'; readonly code: LogoProblem } {
  const { name, message, code } = error as Error & { code?: string };
  if (name === 'AbortError' || code === 'ERR_WORKER_OUT_OF_MEMORY')
    return { kind: 'refused', code: 'LOGO_DAMAGED' };
  if (message === 'Task queue is at limit') {
    throw new ServiceError('TEMPORARILY_UNAVAILABLE', 'Too many pictures are being read; try again soon');
  }
  throw error;
}
