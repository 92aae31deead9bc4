/** Whether a signer is trusted, and was not revoked, as of the time that its signature is proven to have existed. */
import type { DigestName } from '../signing/index.ts';
import { signatureDigest, type Certificate } from '../x509/index.ts';
import { chainOf, requireChainNotRevoked } from './certificates.ts';
import type { RevocationState } from './report.ts';
import { requireInUse } from './retired-digests.ts';
import type { JudgingTimestamp } from './timestamps.ts';

interface JudgedSigner {
  /** To an anchor; undefined when it leads to none. */
  readonly chain: readonly Certificate[] | undefined;
  readonly revocation: RevocationState;
}

/** What is wrong goes to the findings. `digest` is what the signature is made with. */
export function judgeSigner(
  signer: Certificate,
  digest: DigestName,
  { trust, material, existedAt, retired, findings }: JudgingTimestamp,
): JudgedSigner {
  findings.attempt('digest of the signature', () => requireInUse([digest], existedAt, retired));
  const chain = findings.attempt('trust in the signer', () => {
    const found = chainOf(signer, material, trust, existedAt);
    requireInUse(
      found.slice(0, -1).flatMap(({ signatureAlgorithm }) => signatureDigest(signatureAlgorithm) ?? []),
      existedAt,
      retired,
    );
    return found;
  });
  if (chain === undefined) return { chain, revocation: 'NOT_PROVEN' };
  const known = findings.reasons.length;
  findings.attempt('revocation of the signer', () => requireChainNotRevoked(chain, material, existedAt));
  const reason = findings.reasons[known];
  if (reason === undefined) return { chain, revocation: 'NOT_REVOKED' };
  return { chain, revocation: reason.code === 'VALIDATION_REVOKED' ? 'REVOKED' : 'NOT_PROVEN' };
}
