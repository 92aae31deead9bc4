/** Time-stamps found in signatures: the token itself, and that its authority was not revoked. */
import { verifyTimestampToken, type VerifiedTimestamp } from '../tsp/index.ts';
import type { CertificateStore } from '../x509/index.ts';
import { requireChainNotRevoked, type Material } from './certificates.ts';
import { validationError, type Findings } from './findings.ts';

export interface JudgedTimestamp {
  /** The token holds and its authority is trusted; undefined otherwise. */
  readonly verified: VerifiedTimestamp | undefined;
  /** Its authority's certificates are proven not revoked, too. */
  readonly lasting: boolean;
}

export const NO_TIMESTAMP: JudgedTimestamp = { verified: undefined, lasting: false };

/** Verifies a token over `sha256`; what is wrong goes to `findings` under `step`. Never throws findings. */
export function judgeTimestamp(
  step: string,
  token: Uint8Array,
  sha256: Uint8Array,
  input: { trust: CertificateStore; material: Material; at: Date; findings: Findings },
): JudgedTimestamp {
  const { trust, material, findings } = input;
  const store = { anchors: trust.anchors, intermediates: [...trust.intermediates, ...material.certificates] };
  const verified = findings.attempt(step, () => {
    const found = verifyTimestampToken(token, { sha256, trust: store });
    if (found.genTime > new Date(input.at.getTime() + 5 * 60_000)) {
      throw validationError('VALIDATION_TIME_ORDER', 'the time-stamp is from the future');
    }
    return found;
  });
  if (verified === undefined) return NO_TIMESTAMP;
  const lasting = findings.attempt(`${step}: revocation`, () => {
    requireChainNotRevoked(verified.certificates, material, verified.genTime);
    return true;
  });
  return { verified, lasting: lasting === true };
}
