/** Threads for heavy and hostile documents, with time and memory limits. */
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { FormatError } from '@segl/formats/errors';
import { serveCallbacks, type SealCallbacks } from './callbacks.ts';
import type { Inspected, InspectTask, SealTask, WorkerResult, WorkerTask } from './worker-tasks.ts';

export interface WorkerPool {
  /**
   * Composes, seals and verifies. Rejects with FormatError for documents that cannot be composed, and with an Error
   * when a callback failed, the result does not verify, or a limit was reached.
   */
  seal(task: Omit<SealTask, 'kind' | 'port'>, callbacks: SealCallbacks): Promise<Uint8Array>;
  /** Looks into a document before it is accepted. Rejects with FormatError, the reason to refuse it. */
  inspect(bytes: Uint8Array, mime: InspectTask['mime']): Promise<Inspected>;
  close(): Promise<void>;
}

export interface WorkerLimits {
  /** Threads for sealing; another runs inspections, so that neither waits for the other. */
  readonly sealingThreads?: number;
}

const WORKER = new URL('./compose-worker.ts', import.meta.url).href;
/** Time-stamp and revocation requests are part of a seal; each has its own, shorter limit. */
const SEAL_MS = 180_000;
const INSPECT_MS = 30_000;
const HEAP_MB = 512;
const MAX_WAITING_INSPECTIONS = 200;

export function workerPool({ sealingThreads = 1 }: WorkerLimits = {}): WorkerPool {
  const options = { filename: WORKER, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } };
  const sealing = new Piscina<WorkerTask, WorkerResult<Uint8Array>>({
    ...options,
    minThreads: 1,
    maxThreads: sealingThreads,
  });
  const inspecting = new Piscina<WorkerTask, WorkerResult<Inspected>>({
    ...options,
    minThreads: 1,
    maxThreads: 1,
    maxQueue: MAX_WAITING_INSPECTIONS,
  });
  return {
    seal: async (task, callbacks) => {
      const { port1, port2 } = new MessageChannel();
      serveCallbacks(port1, callbacks);
      try {
        const result = await sealing.run(
          { kind: 'seal', port: port2, ...task },
          { transferList: [port2], signal: AbortSignal.timeout(SEAL_MS) },
        );
        return valueOf(result);
      } finally {
        port1.close();
      }
    },
    inspect: async (bytes, mime) =>
      valueOf(
        await inspecting.run({ kind: 'inspect', bytes, mime }, { signal: AbortSignal.timeout(INSPECT_MS) }),
      ),
    close: async () => {
      await Promise.all([sealing.destroy(), inspecting.destroy()]);
    },
  };
}

function valueOf<T>(result: WorkerResult<T>): T {
  if (result.kind === 'done') return result.value;
  const where = result.where === undefined ? {} : { where: result.where };
  throw new FormatError(result.code, result.message, where);
}
