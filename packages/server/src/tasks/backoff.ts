/** When to try again what failed. */

/** In milliseconds: 1 s after the first failure, doubling, never more than 5 minutes. */
const first = 1_000;
const longest = 5 * 60_000;

/**
 * Milliseconds to wait after the `attempts`-th try failed (counted from 1). `chance` (0 to 1) shortens it by up to
 * half, so that what failed together does not come back together.
 */
export function retryDelay(attempts: number, chance: number): number {
  const full = Math.min(first * 2 ** Math.min(attempts - 1, 20), longest);
  return Math.round(full * (1 - chance / 2));
}
