/** What happened to a job, step by step: its audit trail. Segl's own, beside the signature API. */
import type { Connection } from './connection.ts';
import { ConnectionError } from './errors.ts';

export interface JobEvent {
  /** From 1. */
  readonly sequence: number;
  readonly at: Date;
  /** Upper snake case: `JOB_CREATED`, `NOTIFICATION_FAILED`, `SIGNER_SIGNED`, … */
  readonly kind: string;
  /** Never a personal identification number. */
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
}

/** Oldest first. @throws ApiError, ConnectionError */
export async function jobEvents(
  connection: Connection,
  flow: 'direct' | 'portal',
  signatureJobId: bigint,
): Promise<readonly JobEvent[]> {
  const url = `${flow}/signature-jobs/${signatureJobId}/events`;
  const { body } = await connection.call({ method: 'GET', url, accept: 'application/json' });
  const { events } = JSON.parse(Buffer.from(body).toString('utf8')) as { events?: unknown };
  if (!Array.isArray(events)) throw new ConnectionError('The answer holds no events');
  return events.map((event: Omit<JobEvent, 'at'> & { at: string }) => ({ ...event, at: new Date(event.at) }));
}
