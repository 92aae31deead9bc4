/** Tokens that are given out once more on a reload, and so are derived instead of drawn. */
import { createHash, createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';

/** What a derived token is for; the same subject gives unrelated tokens for different purposes. */
type TokenPurpose = 'login' | 'status-query' | 'portal-login' | 'signer-link';

/** A token of 256 bits, base64url, that only the installation's key can make for `subject`. */
export function deriveToken(key: KeyObject, purpose: TokenPurpose, subject: string): string {
  return createHmac('sha256', key).update(`segl:${purpose}:${subject}`, 'utf8').digest('base64url');
}

const codeDigits = 6;

/** The `number`-th one-time code of a link: six digits that only the installation's key can make. */
export function deriveCode(key: KeyObject, linkId: string, number: number): string {
  // 48 of the digest's bits spread so evenly over a million codes that none is likelier than another by a millionth.
  const drawn = createHmac('sha256', key).update(`segl:code:${linkId}:${number}`).digest().readUIntBE(0, 6);
  return String(drawn % 10 ** codeDigits).padStart(codeDigits, '0');
}

/** What is kept of a code. A plain hash of six digits would be undone in a moment, so it is keyed. */
export function hashCode(key: KeyObject, linkId: string, code: string): string {
  return createHmac('sha256', key).update(`segl:code-hash:${linkId}:${code}`, 'utf8').digest('hex');
}

/** Compares without telling by its time where the difference is. */
export function sameToken(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
