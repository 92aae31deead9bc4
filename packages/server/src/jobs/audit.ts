/** The audit trail's chain: each event's hash covers the one before, so that none can be changed or taken out unseen. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.ts';
import type { AuditEvent } from './ports.ts';

/** Stands where the first event has no predecessor. */
export const noEventYet = '0'.repeat(64);

/** SHA-256 hex over the previous hash and the canonical JSON of this event and the job it belongs to. */
export function auditHash(previous: string, jobId: bigint, event: Omit<AuditEvent, 'hash'>): string {
  const { sequence, at, kind, data } = event;
  return createHash('sha256')
    .update(previous)
    .update(canonicalJson({ jobId: jobId.toString(), sequence, at, kind, data }))
    .digest('hex');
}

/**
 * Checks the trail of one job, oldest event first. Returns the sequence number where it first does not hold (an event
 * changed, missing, inserted or moved), or undefined. Events cut off at the end leave no trace in the chain itself.
 */
export function firstBrokenEvent(jobId: bigint, trail: readonly AuditEvent[]): number | undefined {
  let previous = noEventYet;
  for (const [index, event] of trail.entries()) {
    const expected = index + 1;
    if (event.sequence !== expected || event.hash !== auditHash(previous, jobId, event)) return expected;
    previous = event.hash;
  }
  return undefined;
}
