/** Threads for heavy and hostile documents, with time and memory limits. */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { FormatError } from '@segl/formats/errors';
import { ServiceError } from '../errors.ts';
import { serveCallbacks, type SealCallbacks, type SourceCallbacks } from './callbacks.ts';
import { ownMemory } from './memory.ts';
import type { Inspected, InspectTask, RenewTask, Sealed, SealTask, WorkerResult } from './worker-tasks.ts';

export interface WorkerPool {
  /**
   * Composes, seals and verifies. Rejects with FormatError for documents that cannot be composed, and with an Error
   * when a callback failed, the result does not verify, or a limit was reached. The documents' bytes are handed over: they
   * cannot be read afterwards.
   */
  seal(task: Omit<SealTask, 'port'>, callbacks: SealCallbacks): Promise<Sealed>;
  /** Gives a sealed document its next time-stamp and verifies it. Rejects as `seal` does. */
  renew(task: Omit<RenewTask, 'port'>, callbacks: SourceCallbacks): Promise<Sealed>;
  /**
   * Looks into a document before it is accepted. Rejects with FormatError, the reason to refuse it, and with
   * TEMPORARILY_UNAVAILABLE when too many wait already.
   */
  inspect(bytes: Uint8Array, mime: InspectTask['mime']): Promise<Inspected>;
  close(): Promise<void>;
}

interface WorkerLimits {
  /** Threads for sealing; another runs inspections, so that neither waits for the other. */
  readonly sealingThreads?: number;
}

const SEAL_WORKER = new URL('./seal-worker.ts', import.meta.url).href;
const RENEW_WORKER = new URL('./renew-worker.ts', import.meta.url).href;
const INSPECT_WORKER = new URL('./inspect-worker.ts', import.meta.url).href;
/** Time-stamp and revocation requests are part of a seal; each has its own, shorter limit. */
const SEAL_MS = 180_000;
const INSPECT_MS = 30_000;
const HEAP_MB = 512;
/** By itself each thread would let garbage fill 48 MB before it clears it away. */
const YOUNG_HEAP_MB = 6;
const MAX_WAITING_INSPECTIONS = 200;
/** A thread takes a quarter of a second to start, so it is kept for the next rush. */
const IDLE_MS = 60_000;

export function workerPool({ sealingThreads = 1 }: WorkerLimits = {}): WorkerPool {
  const resourceLimits = { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_HEAP_MB };
  const sealing = new Piscina<SealTask | RenewTask, WorkerResult<Sealed>>({
    filename: SEAL_WORKER,
    resourceLimits,
    minThreads: 1,
    maxThreads: sealingThreads,
  });
  const inspecting = new Piscina<InspectTask, WorkerResult<Inspected>>({
    filename: INSPECT_WORKER,
    resourceLimits,
    minThreads: 0,
    maxThreads: 2,
    idleTimeout: IDLE_MS,
    maxQueue: MAX_WAITING_INSPECTIONS,
  });
  const run = async (
    task: SealTask | RenewTask,
    memory: readonly ArrayBuffer[],
    filename: string | null = null,
  ): Promise<Sealed> => {
    const signal = AbortSignal.timeout(SEAL_MS);
    return valueOf(await sealing.run(task, { transferList: [task.port, ...memory], signal, filename }));
  };
  return {
    seal: (task, callbacks) => withPort(callbacks, (port) => run({ ...task, port }, memoryOf(task.document))),
    renew: (task, callbacks) => withPort(callbacks, (port) => run({ ...task, port }, [], RENEW_WORKER)),
    inspect: async (bytes, mime) => {
      const signal = AbortSignal.timeout(INSPECT_MS);
      // Only these bytes: cloning a part of an upload would take all of it along.
      const copy = new Uint8Array(bytes);
      const result = await inspecting
        .run({ bytes: copy, mime }, { signal, transferList: [copy.buffer] })
        .catch((error: unknown) => {
          throw inspectionError(error);
        });
      return valueOf(result);
    },
    close: async () => {
      await Promise.all([sealing.destroy(), inspecting.destroy()]);
    },
  };
}

/** The worker asks back over the port while it works. */
async function withPort<T>(
  callbacks: SealCallbacks | SourceCallbacks,
  work: (port: MessagePort) => Promise<T>,
): Promise<T> {
  const { port1, port2 } = new MessageChannel();
  serveCallbacks(port1, callbacks);
  try {
    return await work(port2);
  } finally {
    port1.close();
  }
}

/** The memory of documents that share it with nothing else; that of others is copied. */
function memoryOf({ documents }: SealTask['document']): ArrayBuffer[] {
  return [...new Set(documents.map(({ bytes }) => ownMemory(bytes)))].filter(
    (memory) => memory !== undefined,
  );
}

/** A document that outgrows the limits is refused like any other that is too complex. */
function inspectionError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error ? error.code : undefined;
  if (error.name === 'AbortError' || code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new FormatError('PDF_TOO_COMPLEX', 'The PDF is too large or too complex to be signed here.', {
      cause: error,
    });
  }
  if (error.message === 'Task queue is at limit') {
    return new ServiceError(
      'TEMPORARILY_UNAVAILABLE',
      'Too many documents are being checked; try again soon',
      {
        cause: error,
      },
    );
  }
  return error;
}

function valueOf<T>(result: WorkerResult<T>): T {
  if (result.kind === 'done') return result.value;
  const where = result.where === undefined ? {} : { where: result.where };
  throw new FormatError(result.code, result.message, where);
}
