/** A report as JSON has it: moments in ISO 8601, what is not known left out. */
import type { FileReport } from './validate-file.ts';
import type { SignatureReport, TimestampSummary } from './report.ts';

export function plainReport(report: FileReport) {
  const { kind, conclusion, level, signatures, reasons } = report;
  return {
    ...{ kind, conclusion },
    ...(level !== undefined && { level }),
    signatures: signatures.map(plainSignature),
    reasons: [...reasons],
  };
}
export type PlainReport = ReturnType<typeof plainReport>;

function plainSignature(signature: SignatureReport) {
  const { conclusion, level, signer, signingTime, bestSignatureTime, coverage, documents } = signature;
  return {
    conclusion,
    ...(level !== undefined && { level }),
    ...(signature.statedSigner !== undefined && { statedSigner: signature.statedSigner }),
    ...(signer !== undefined && { signer: plainSigner(signer) }),
    ...(signingTime !== undefined && { signingTime: signingTime.toISOString() }),
    ...(bestSignatureTime !== undefined && { bestSignatureTime: bestSignatureTime.toISOString() }),
    ...(signature.revocation !== undefined && { revocation: signature.revocation }),
    timestamps: (signature.timestamps ?? []).map(plainTimestamp),
    ...(coverage !== undefined && { coverage: { ...coverage } }),
    ...(documents !== undefined && { documents: [...documents] }),
    reasons: [...signature.reasons],
  };
}

function plainTimestamp({ kind, state, time, authority, validUntil }: TimestampSummary) {
  return {
    ...{ kind, state },
    ...(time !== undefined && { time: time.toISOString() }),
    ...(authority !== undefined && { authority }),
    ...(validUntil !== undefined && { validUntil: validUntil.toISOString() }),
  };
}

function plainSigner({ commonName, trustAnchor, ...signer }: NonNullable<SignatureReport['signer']>) {
  return {
    ...signer,
    ...(commonName !== undefined && { commonName }),
    ...(trustAnchor !== undefined && { trustAnchor }),
  };
}
