/** The name under which a signer signed. */
import type { Transaction } from '../jobs/ports.ts';
import type { SigningEvidence } from './evidence.ts';

/** Undefined for one who has not proven any. */
export async function provenName(
  tx: Pick<Transaction, 'latestAttempt'>,
  signerId: bigint,
): Promise<string | undefined> {
  const attempt = await tx.latestAttempt(signerId);
  if (attempt?.evidence === undefined) return undefined;
  return (JSON.parse(attempt.evidence) as SigningEvidence).name.full;
}
