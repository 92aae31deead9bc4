/** Judges signatures: what is proven, how strongly, and what is not. */
export type { ValidationErrorCode } from './findings.ts';
export type {
  Conclusion,
  Coverage,
  Level,
  Reason,
  SignatureReport,
  RevocationState,
  SignerSummary,
  TimestampSummary,
  ValidationReport,
} from './report.ts';
export { plainReport, type PlainReport } from './plain-report.ts';
export { validatePades } from './pades.ts';
export { validateFile, type FileKind, type FileReport, type ValidateFileOptions } from './validate-file.ts';
export type { RetiredDigests } from './retired-digests.ts';
export { validateXades, type NamedDocument, type Proof } from './xades.ts';
