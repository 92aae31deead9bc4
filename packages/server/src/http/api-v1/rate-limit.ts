/** How many requests an organisation may make: more than that in a second, and it is refused for a while. */
import type { OrganizationNumber } from '../../jobs/model.ts';

export interface RateLimitOptions {
  /** Requests in any one second. */
  readonly requestsPerSecond: number;
  readonly refusedSeconds: number;
}

interface Record {
  /** When each of the latest requests came; a ring as long as the limit. */
  readonly times: Float64Array;
  next: number;
  refusedUntil: number;
}

const SECOND = 1000;
const MAX_ORGANISATIONS = 10_000;

/**
 * Counts a request made at `now` (milliseconds of a clock that does not jump) and returns until when the organisation
 * is refused; undefined when the request may go on.
 */
export type RateLimit = (organization: OrganizationNumber, now: number) => number | undefined;

export function createRateLimit({ requestsPerSecond, refusedSeconds }: RateLimitOptions): RateLimit {
  const records = new Map<OrganizationNumber, Record>();
  return (organization, now) => {
    const record = records.get(organization) ?? newRecord(requestsPerSecond);
    remember(records, organization, record);
    if (now < record.refusedUntil) return record.refusedUntil;
    const earlier = record.times[record.next] ?? -Infinity;
    if (now - earlier < SECOND) {
      record.refusedUntil = now + refusedSeconds * SECOND;
      record.times.fill(-Infinity);
      return record.refusedUntil;
    }
    record.times[record.next] = now;
    record.next = (record.next + 1) % requestsPerSecond;
    return undefined;
  };
}

function newRecord(requestsPerSecond: number): Record {
  return { times: new Float64Array(requestsPerSecond).fill(-Infinity), next: 0, refusedUntil: -Infinity };
}

/** Keeps the organisations seen last; the map's order is that of their latest requests. */
function remember(records: Map<string, Record>, organization: string, record: Record): void {
  records.delete(organization);
  records.set(organization, record);
  if (records.size <= MAX_ORGANISATIONS) return;
  const [oldest] = records.keys();
  if (oldest !== undefined) records.delete(oldest);
}
