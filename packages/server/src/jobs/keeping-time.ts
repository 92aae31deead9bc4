/** How long documents are kept, and how often those that are kept for long get their next time-stamp. Pure functions. */
import type { Instant, Organisation, SignatureJob } from './model.ts';

const day = 86_400_000;
/** How long documents and signatures can be downloaded after the job ended, in milliseconds. */
export const keptAfter = { completion: 40 * day, failure: 7 * day };
/** The same with long-term storage: 20 years, five of them leap years. */
const keptLong = (20 * 365 + 5) * day;

/** Until when an ended job's documents can be downloaded; undefined for one that has not ended. */
export function keptUntil(job: SignatureJob): Instant | undefined {
  if (job.endedAt === undefined) return undefined;
  const { completion, failure } = keptAfter;
  return job.endedAt + (job.status === 'COMPLETED_SUCCESSFULLY' ? (job.keptFor ?? completion) : failure);
}

/** How long after completion documents are kept, milliseconds, as the sender wants it when the job completes. */
export function keepingTime({
  longTermStorage,
  keptDays,
}: Pick<Organisation, 'longTermStorage' | 'keptDays'>): number {
  return longTermStorage ? keptLong : keptDays * day;
}

/** Time-stamped anew at least this often, in milliseconds: three years, one of them a leap year. */
const renewedEvery = 1096 * day;
/** How long before its last time-stamp proves nothing any more a document is given the next, in milliseconds. */
const renewedBefore = 180 * day;

/**
 * When a document that was time-stamped at `now` gets its next time-stamp.
 * @param provenUntil when the first certificate of the authority expires; Infinity: it is not known
 */
export function nextRenewal(now: Instant, provenUntil: number): Instant {
  // An authority about to expire is asked again every day until it has a new certificate.
  return Math.min(now + renewedEvery, Math.max(provenUntil - renewedBefore, now + day));
}
