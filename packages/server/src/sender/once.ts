/** The same request sent twice is done once (an `idempotency-key` header, as draft-ietf-httpapi-idempotency-key). */
import { canonicalJson } from '../canonical-json.ts';
import { ServiceError } from '../errors.ts';
import type { Instant } from '../jobs/model.ts';
import type { Transaction } from '../jobs/ports.ts';
import { sha256Hex } from '../jobs/secrets.ts';

/** How long a key is known, milliseconds. */
const keptFor = 24 * 3_600_000;

/**
 * Does `work` unless the user sent the same request with this key before: then its answer, which must be JSON.
 * @throws ServiceError KEY_REUSED when the key came with another request
 */
export async function once<T>(
  tx: Transaction,
  user: string,
  { key, request }: { readonly key: string | undefined; readonly request: unknown },
  now: Instant,
  work: () => Promise<T>,
): Promise<T> {
  if (key === undefined) return work();
  await tx.forgetKeys(now - keptFor);
  const requestSha256 = sha256Hex(canonicalJson(request as Parameters<typeof canonicalJson>[0]));
  const earlier = await tx.takeKey(user, key, requestSha256, now);
  if (earlier === undefined) {
    const answer = await work();
    await tx.answerKey(user, key, JSON.stringify(answer));
    return answer;
  }
  if (earlier.requestSha256 !== requestSha256) {
    throw new ServiceError(
      'KEY_REUSED',
      'This idempotency-key was used for another request; take a new one for each.',
    );
  }
  return JSON.parse(earlier.answer) as T;
}
