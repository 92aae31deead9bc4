/** Validates the signatures of anybody's PDF. */
import { FormatError } from '../errors/index.ts';
import { openPdf, type PdfFile } from '../pdf/reader.ts';
import type { CertificateStore } from '../x509/index.ts';
import { attachedSignatures } from './attached-signatures.ts';
import { createFindings, validationError } from './findings.ts';
import { isCertification, judgePdfSignature } from './judge-pdf-signature.ts';
import { validatePades } from './pades.ts';
import { findSignatures, type PdfSignature } from './pdf-signatures.ts';
import { reportOf, type ValidationReport } from './report.ts';
import type { RetiredDigests } from './retired-digests.ts';

const MAX_SIGNATURES = 32;

/**
 * A file that is certified against changes is judged as a seal; of every other each signature by itself, with the
 * document time-stamps over it. A seal's file may hold signatures with what they sign, which are judged too. Never rejects for what the file holds.
 */
export function validatePdf(
  pdf: Uint8Array,
  trust: CertificateStore,
  at: Date = new Date(),
  retired: RetiredDigests = {},
): Promise<ValidationReport> {
  const findings = createFindings();
  const opened = findings.attempt('PDF', () => open(pdf));
  if (opened === undefined) return Promise.resolve(reportOf([], findings.reasons));
  const { file, signatures, isSealed } = opened;
  if (isSealed) return sealAndSignatures(pdf, file, trust, at, retired);
  const stamps = signatures.filter(({ isTimestamp }) => isTimestamp);
  const reports = signatures
    .filter(({ isTimestamp }) => !isTimestamp)
    .map((signature) => {
      const documentTimestamps = stamps.filter(({ end }) => end > signature.end);
      return judgePdfSignature(pdf, { file, signature, documentTimestamps }, 'approval', trust, at, retired);
    });
  return Promise.resolve(reportOf(reports, findings.reasons));
}

/** The seal first, then the signatures it holds. */
async function sealAndSignatures(
  pdf: Uint8Array,
  file: PdfFile,
  trust: CertificateStore,
  at: Date,
  retired: RetiredDigests,
): Promise<ValidationReport> {
  const seal = await validatePades(pdf, trust, at, retired);
  const existedAt = provenBy(seal) ?? at;
  const findings = createFindings();
  const held =
    findings.attempt('attached signatures', () =>
      attachedSignatures(file, trust, at, { existedAt, retired }),
    ) ?? [];
  return reportOf([...seal.signatures, ...held], [...seal.reasons, ...findings.reasons]);
}

/** The first time-stamp over the whole document proves that all that is in it existed, its signatures too. */
function provenBy({ signatures: [seal] }: ValidationReport): Date | undefined {
  if (seal?.conclusion !== 'PASSED') return undefined;
  return seal.timestamps?.find(({ kind, state }) => kind === 'document' && state === 'PROVEN')?.time;
}

function open(pdf: Uint8Array) {
  if (!Buffer.from(pdf.subarray(0, 5)).equals(Buffer.from('%PDF-')))
    throw validationError('VALIDATION_STRUCTURE', 'the file does not begin as a PDF');
  const file = openPdf(pdf);
  const signatures = findSignatures(file, pdf);
  const [first] = signatures;
  if (signatures.every(({ isTimestamp }) => isTimestamp))
    throw validationError('VALIDATION_NO_SIGNATURE', 'the file is not signed');
  if (signatures.length > MAX_SIGNATURES)
    throw validationError('VALIDATION_UNSUPPORTED', `there are more than ${MAX_SIGNATURES} signatures`);
  return { file, signatures, isSealed: first !== undefined && isSeal(pdf, first) };
}

/** As it was when it was signed: what was added later cannot take a certification away. */
function isSeal(pdf: Uint8Array, first: PdfSignature): boolean {
  try {
    return isCertification(openPdf(pdf.subarray(0, first.end)), first);
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}
