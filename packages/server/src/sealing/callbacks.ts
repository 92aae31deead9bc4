/**
 * What a seal needs from outside the worker: the key's signature, time-stamps, revocation answers. The worker asks over a
 * message port; keys and network stay in the main thread, and only digests and small structures travel.
 */
import type { MessagePort } from 'node:worker_threads';
import type {
  DigestName,
  RevocationData,
  RevocationSource,
  SigningAlgorithm,
  SigningKey,
  TimestampSource,
  TimestampToken,
} from '@segl/formats/signing';

export type SealStep = 'document-composed' | 'document-sealed' | 'document-verified';

/** What is to be time-stamped. */
interface Imprint {
  readonly digest: Uint8Array;
  readonly algorithm: DigestName;
}

/** Each takes one argument and answers once. */
export interface SourceCallbacks {
  timestamp(imprint: Imprint): Promise<TimestampToken>;
  revocation(chain: readonly Uint8Array[]): Promise<RevocationData>;
}

export interface SealCallbacks extends SourceCallbacks {
  sign(data: Uint8Array): Promise<Uint8Array>;
  step(name: SealStep): Promise<void>;
}

interface Call {
  readonly id: number;
  readonly name: keyof SealCallbacks;
  readonly argument: unknown;
}
type Answer =
  | { readonly id: number; readonly kind: 'value'; readonly value: unknown }
  | { readonly id: number; readonly kind: 'error'; readonly message: string };

/** Main thread: answers every call until the port is closed. */
export function serveCallbacks(port: MessagePort, callbacks: SealCallbacks | SourceCallbacks): void {
  const handlers = callbacks as Record<keyof SealCallbacks, (argument: never) => Promise<unknown>>;
  port.on('message', ({ id, name, argument }: Call) => {
    handlers[name](argument as never).then(
      (value) => port.postMessage({ id, kind: 'value', value } satisfies Answer),
      (error: unknown) => {
        const message = error instanceof Error ? error.message : 'unknown';
        port.postMessage({ id, kind: 'error', message } satisfies Answer);
      },
    );
  });
}

/** Worker: the same functions, each a question to the main thread. */
export function askCallbacks(port: MessagePort): SealCallbacks {
  const waiting = new Map<number, (answer: Answer) => void>();
  let last = 0;
  port.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  const ask = <T>(name: Call['name'], argument: unknown): Promise<T> =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, (answer) => {
        if (answer.kind === 'value') resolve(answer.value as T);
        else reject(new Error(answer.message));
      });
      port.postMessage({ id: last, name, argument } satisfies Call);
    });
  return {
    sign: (data) => ask('sign', data),
    timestamp: (imprint) => ask('timestamp', imprint),
    revocation: (chain) => ask('revocation', chain),
    step: (name) => ask('step', name),
  };
}

/** A signing key whose private half is asked for over `callbacks`. */
export function remoteKey(
  callbacks: SealCallbacks,
  key: { readonly chain: readonly Uint8Array[]; readonly algorithm: SigningAlgorithm },
): SigningKey {
  return { ...key, sign: (data) => callbacks.sign(data) };
}

/** The main thread's side of {@link remoteSources}. */
export function servedSources(sources: {
  readonly timestamp: TimestampSource;
  readonly revocation: RevocationSource;
}): SourceCallbacks {
  return {
    timestamp: ({ digest, algorithm }) => sources.timestamp(digest, algorithm),
    revocation: sources.revocation,
  };
}

export function remoteSources(callbacks: SourceCallbacks): {
  timestamp: TimestampSource;
  revocation: RevocationSource;
} {
  return {
    timestamp: (digest, algorithm = 'sha256') => callbacks.timestamp({ digest, algorithm }),
    revocation: (chain) => callbacks.revocation(chain),
  };
}
