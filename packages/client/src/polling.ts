/** Queues of status changes, the same in both flows. */
import type { Connection } from './connection.ts';

export interface Poll<Change> {
  /** Undefined: nothing has changed. */
  readonly change: Change | undefined;
  /** When the queue may be asked again. */
  readonly nextPermittedPoll: Date;
}

export interface Queue {
  /** The queue the jobs were created with; absent: the default queue. */
  readonly queue?: string;
}

/** @throws TooEarlyError, ApiError, ConnectionError */
export async function pollQueue<Change>(
  connection: Connection,
  flow: 'direct' | 'portal',
  { queue = '' }: Queue,
  decode: (xml: Uint8Array) => Change,
): Promise<Poll<Change>> {
  const url = `${flow}/signature-jobs?polling_queue=${encodeURIComponent(queue)}`;
  const answer = await connection.call({ method: 'GET', url });
  return {
    change: answer.status === 204 ? undefined : decode(answer.body),
    nextPermittedPoll: answer.nextPermittedPoll ?? new Date(),
  };
}

/** @throws ApiError, ConnectionError */
export async function confirmStatus(
  connection: Connection,
  { confirmationUrl }: { readonly confirmationUrl?: string | undefined },
): Promise<void> {
  if (confirmationUrl !== undefined) await connection.call({ method: 'POST', url: confirmationUrl });
}
