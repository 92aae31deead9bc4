/** What a validation says (after ETSI EN 319 102-1 clause 5.1.4: three conclusions, never a guess). */
import type { Certificate } from '../x509/index.ts';

/**
 * PASSED: everything was proven. FAILED: something is proven to be wrong. INDETERMINATE: something could not be proven,
 * such as trust in an authority or that a certificate was not revoked.
 */
export type Conclusion = 'PASSED' | 'INDETERMINATE' | 'FAILED';

export type Level = `${'XAdES' | 'PAdES'}-BASELINE-${'B' | 'T' | 'LT' | 'LTA'}`;

/** Why a signature did not pass. */
export interface Reason {
  readonly conclusion: Exclude<Conclusion, 'PASSED'>;
  /** Which check it was, e.g. `signature time-stamp`. */
  readonly step: string;
  /** Stable: a code of this package's modules, or `VALIDATION_*`. */
  readonly code: string;
  readonly message: string;
}

export interface SignerSummary {
  readonly commonName: string | undefined;
  /** RFC 4514. */
  readonly subject: string;
  readonly issuer: string;
  /** Lower-case hex. */
  readonly certificateSha256: string;
  /** Subject of the trust anchor the chain leads to; undefined when it leads to none. */
  readonly trustAnchor: string | undefined;
}

/** How far a PDF signature reaches: the first `bytes` of the file's `total`, its `revision` of `revisions`. */
export interface Coverage {
  readonly bytes: number;
  readonly total: number;
  /** From 1. */
  readonly revision: number;
  readonly revisions: number;
}

/** A time-stamp of the signature, or of the PDF with all that is in it. */
export interface TimestampSummary {
  readonly kind: 'signature' | 'document';
  /** Whether it proves its time to this day. */
  readonly state: 'PROVEN' | 'NOT_PROVEN';
  /** Undefined, as all below, when the token does not hold. */
  readonly time?: Date;
  /** Name of the time-stamp authority. */
  readonly authority?: string;
  /** When the first of its certificates expires. By then a later time-stamp must have taken its place. */
  readonly validUntil?: Date;
}

/** Whether the signer's certificate was revoked when it signed. */
export type RevocationState = 'NOT_REVOKED' | 'REVOKED' | 'NOT_PROVEN';

export interface SignatureReport {
  readonly conclusion: Conclusion;
  /** The highest level that is complete and proven; undefined when not even B is. */
  readonly level: Level | undefined;
  readonly signer: SignerSummary | undefined;
  /** What the signer's side claims. */
  readonly signingTime: Date | undefined;
  /** What a verified time-stamp proves; undefined when none does. */
  readonly bestSignatureTime: Date | undefined;
  /** Undefined when there is no signer to ask about. */
  readonly revocation?: RevocationState;
  /** In the order of what they cover. */
  readonly timestamps?: readonly TimestampSummary[];
  readonly reasons: readonly Reason[];
  /** XAdES with signing evidence: the name of who signed, as the evidence states, which the signature covers. */
  readonly statedSigner?: string;
  /** XAdES: names of the documents whose digests were signed and are right. */
  readonly documents?: readonly string[];
  /** PAdES. */
  readonly coverage?: Coverage;
}

/** Over all signatures: the worst conclusion and the lowest level. */
export interface ValidationReport {
  readonly conclusion: Conclusion;
  readonly level: Level | undefined;
  readonly signatures: readonly SignatureReport[];
  /** About the file as a whole. */
  readonly reasons: readonly Reason[];
}

const ORDER: readonly Conclusion[] = ['PASSED', 'INDETERMINATE', 'FAILED'];

export function worstOf(conclusions: readonly Conclusion[]): Conclusion {
  return ORDER[Math.max(0, ...conclusions.map((conclusion) => ORDER.indexOf(conclusion)))] ?? 'FAILED';
}

const LEVELS = ['B', 'T', 'LT', 'LTA'];

function lowestOf(levels: readonly (Level | undefined)[]): Level | undefined {
  const rank = (level: Level): number => LEVELS.indexOf(level.slice(level.lastIndexOf('-') + 1));
  return levels.reduce((lowest, level) =>
    lowest === undefined || level === undefined ? undefined : rank(level) < rank(lowest) ? level : lowest,
  );
}

export function reportOf(
  signatures: readonly SignatureReport[],
  reasons: readonly Reason[] = [],
): ValidationReport {
  const none = signatures.length === 0;
  const worst = worstOf([...signatures, ...reasons].map(({ conclusion }) => conclusion));
  return {
    // Nothing is proven where nothing is signed.
    conclusion: none && worst === 'PASSED' ? 'INDETERMINATE' : worst,
    level: none ? undefined : lowestOf(signatures.map(({ level }) => level)),
    signatures,
    reasons,
  };
}

export function summaryOf(signer: Certificate, chain: readonly Certificate[] | undefined): SignerSummary {
  return {
    commonName: signer.commonName,
    subject: signer.subject,
    issuer: signer.issuer,
    certificateSha256: signer.sha256,
    trustAnchor: chain?.at(-1)?.subject,
  };
}
