/** Tokens that are given out once more on a reload, and so are derived instead of drawn. */
import { createHash, createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';

/** What a derived token is for; the same subject gives unrelated tokens for different purposes. */
type TokenPurpose = 'login' | 'status-query';

/** A token of 256 bits, base64url, that only the installation's key can make for `subject`. */
export function deriveToken(key: KeyObject, purpose: TokenPurpose, subject: string): string {
  return createHmac('sha256', key).update(`segl:${purpose}:${subject}`, 'utf8').digest('base64url');
}

/** Compares without telling by its time where the difference is. */
export function sameToken(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
