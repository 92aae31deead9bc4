/** Validates a sealed PDF: one certification signature that permits no changes, then only validation data and time-stamps. */
import { openPdf } from '../pdf/reader.ts';
import type { CertificateStore } from '../x509/index.ts';
import { createFindings, validationError } from './findings.ts';
import { judgePdfSignature, type SignatureInFile } from './judge-pdf-signature.ts';
import { findSignatures } from './pdf-signatures.ts';
import { reportOf, type ValidationReport } from './report.ts';
import type { RetiredDigests } from './retired-digests.ts';

/**
 * Validates a sealed PDF at `at`, the present. Never rejects for what the file holds: whatever is wrong with it stands
 * in the report. The report has one signature, the seal; document time-stamps are judged as part of it.
 */
export function validatePades(
  pdf: Uint8Array,
  trust: CertificateStore,
  at: Date = new Date(),
  retired: RetiredDigests = {},
): Promise<ValidationReport> {
  const findings = createFindings();
  const opened = findings.attempt('PDF', () => open(pdf));
  const report =
    opened === undefined
      ? reportOf([], findings.reasons)
      : reportOf([judgePdfSignature(pdf, opened, 'seal', trust, at, retired)], findings.reasons);
  return Promise.resolve(report);
}

function open(pdf: Uint8Array): SignatureInFile {
  // With anything before the header, readers disagree about where offsets count from.
  if (!Buffer.from(pdf.subarray(0, 5)).equals(Buffer.from('%PDF-')))
    throw validationError('VALIDATION_STRUCTURE', 'the file does not begin as a PDF');
  const file = openPdf(pdf);
  const signatures = findSignatures(file, pdf);
  const [seal, ...rest] = signatures;
  if (seal === undefined || seal.isTimestamp)
    throw validationError('VALIDATION_NO_SIGNATURE', 'the file is not signed');
  if (rest.some(({ isTimestamp }) => !isTimestamp))
    throw validationError('VALIDATION_CHANGED_AFTERWARDS', 'the file was signed again after it was sealed');
  return { file, signature: seal, documentTimestamps: rest };
}
