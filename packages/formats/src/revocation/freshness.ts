import { revocationError } from './errors.ts';

const CLOCK_SKEW_MS = 5 * 60 * 1000;
/** How old an answer may be that does not say when the next one comes. */
const MAX_AGE_MS = 24 * 60 * 60 * 1000;

/** Asserts that an answer is current at `at`, give or take five minutes between clocks. REVOCATION_STALE otherwise. */
export function checkFreshness(answer: { thisUpdate: Date; nextUpdate: Date | undefined }, at: Date): void {
  const { thisUpdate, nextUpdate } = answer;
  if (thisUpdate.getTime() > at.getTime() + CLOCK_SKEW_MS) {
    throw revocationError(
      'REVOCATION_STALE',
      `the answer is from ${thisUpdate.toISOString()}, which is yet to come`,
    );
  }
  const end = nextUpdate?.getTime() ?? thisUpdate.getTime() + MAX_AGE_MS;
  if (end < at.getTime() - CLOCK_SKEW_MS) {
    throw revocationError(
      'REVOCATION_STALE',
      `the answer was good until ${new Date(end).toISOString()} only`,
    );
  }
}
