/** Time-stamps found in signatures: the token itself, and whether it can still be relied on. */
import { createHash } from 'node:crypto';
import { FormatError } from '../errors/index.ts';
import { verifyTimestampToken, type VerifiedTimestamp } from '../tsp/index.ts';
import { buildChain, type CertificateStore } from '../x509/index.ts';
import { requireChainNotRevoked, type Material } from './certificates.ts';
import { validationError, type Findings } from './findings.ts';
import type { TimestampSummary } from './report.ts';
import { requireInUse, type RetiredDigests } from './retired-digests.ts';

export interface JudgedTimestamp {
  /** The token holds and its authority was trusted when it was made; undefined otherwise. */
  readonly verified: VerifiedTimestamp | undefined;
  /** It proves its time to this day: nothing it rests on was revoked, has expired or was retired since. */
  readonly lasting: boolean;
  /** What the report says of it; undefined when there is none. */
  readonly summary: TimestampSummary | undefined;
}

export const NO_TIMESTAMP: JudgedTimestamp = { verified: undefined, lasting: false, summary: undefined };

export interface JudgingTimestamp {
  readonly trust: CertificateStore;
  readonly material: Material;
  /** The present. */
  readonly at: Date;
  /** When the time-stamp is proven to have existed: by a later one that lasts; else the present. */
  readonly existedAt: Date;
  readonly retired: RetiredDigests;
  readonly findings: Findings;
}

/**
 * Judges a token over `data` (pieces) as past signature validation does (EN 319 102-1 clause 5.6.2): its certificates, their
 * revocation and its digests as of `existedAt`. What is wrong goes to `findings`. Never throws findings.
 */
export function judgeTimestamp(
  kind: TimestampSummary['kind'],
  token: Uint8Array,
  data: readonly Uint8Array[],
  { trust, material, at, existedAt, retired, findings }: JudgingTimestamp,
): JudgedTimestamp {
  const step = `${kind} time-stamp`;
  const store = { anchors: trust.anchors, intermediates: [...trust.intermediates, ...material.certificates] };
  const verified = findings.attempt(step, () => {
    const digestBy = (algorithm: string): Uint8Array => {
      const hash = createHash(algorithm);
      for (const part of data) hash.update(part);
      return hash.digest();
    };
    const found = verifyTimestampToken(token, { digestBy, trust: store });
    if (found.genTime > new Date(at.getTime() + 5 * 60_000))
      throw validationError('VALIDATION_TIME_ORDER', 'the time-stamp is from the future');
    return found;
  });
  if (verified === undefined) return { ...NO_TIMESTAMP, summary: { kind, state: 'NOT_PROVEN' } };
  const isRelied = findings.attempt(step, () => {
    requireStillValid(verified, store, existedAt);
    requireInUse(verified.digests, existedAt, retired);
    return true;
  });
  const isNotRevoked = findings.attempt(`${step}: revocation`, () => {
    requireChainNotRevoked(verified.certificates, material, verified.genTime, existedAt);
    return true;
  });
  const lasting = isRelied === true && isNotRevoked === true;
  const [authority] = verified.certificates;
  const summary: TimestampSummary = {
    kind,
    time: verified.genTime,
    authority: authority?.commonName ?? authority?.subject ?? '',
    validUntil: new Date(Math.min(...verified.certificates.map(({ notAfter }) => notAfter.getTime()))),
    state: lasting ? 'PROVEN' : 'NOT_PROVEN',
  };
  return { verified, lasting, summary };
}

function requireStillValid(stamp: VerifiedTimestamp, trust: CertificateStore, existedAt: Date): void {
  const [own, ...others] = stamp.certificates;
  if (own === undefined || existedAt <= stamp.genTime) return;
  try {
    buildChain(own, others, trust, existedAt);
  } catch (error) {
    if (!(error instanceof FormatError) || error.code !== 'X509_EXPIRED') throw error;
    throw validationError(
      'VALIDATION_TIMESTAMP_EXPIRED',
      `the certificates of the time-stamp’s authority have expired, and no later time-stamp was there in time: ${error.message}`,
    );
  }
}
