/** Digests age: one that is no longer relied on proves nothing, unless it is proven that it was used in time. */
import type { DigestName } from '../signing/index.ts';
import { validationError } from './findings.ts';

/** When each digest stops being relied on (after ETSI TS 119 312); one that is not named is relied on. */
export type RetiredDigests = Partial<Record<DigestName, Date>>;

/** Asserts that what is proven to have existed at `existedAt` rests on no digest retired by then. VALIDATION_DIGEST_RETIRED. */
export function requireInUse(digests: readonly DigestName[], existedAt: Date, retired: RetiredDigests): void {
  for (const digest of digests) {
    const end = retired[digest];
    if (end !== undefined && existedAt >= end)
      throw validationError(
        'VALIDATION_DIGEST_RETIRED',
        `${digest} has not been relied on since ${end.toISOString()}, and no time-stamp proves that this is older`,
      );
  }
}
