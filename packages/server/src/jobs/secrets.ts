/** Random tokens are kept as their SHA-256 only; so a copy of the database opens nothing. */
import { createHash, timingSafeEqual } from 'node:crypto';

/** Lower-case hex. */
export function sha256Hex(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Whether `token` is one of those hashed; takes equally long wherever the difference is. */
export function isOneOf(token: string, hashes: readonly string[]): boolean {
  const hash = Buffer.from(sha256Hex(token), 'hex');
  return hashes.reduce(
    (found, candidate) => timingSafeEqual(hash, Buffer.from(candidate, 'hex')) || found,
    false,
  );
}
