/** Runs named checks and keeps what they found, so that one report can name everything that is wrong. */
import { FormatError } from '../errors/index.ts';
import type { Reason } from './report.ts';

export type ValidationErrorCode =
  /** The structure is not one that can be judged. */
  | 'VALIDATION_STRUCTURE'
  /** Sound so far as seen, but of a kind that is not supported. */
  | 'VALIDATION_UNSUPPORTED'
  | 'VALIDATION_NO_SIGNATURE'
  /** A signed document was not handed over. */
  | 'VALIDATION_DOCUMENT_MISSING'
  /** A document was handed over that the signature does not cover. */
  | 'VALIDATION_DOCUMENT_NOT_SIGNED'
  | 'VALIDATION_SIGNING_CERTIFICATE'
  /** Correct, but without something the baseline profile demands. */
  | 'VALIDATION_NOT_BASELINE'
  | 'VALIDATION_TIMESTAMP_MISSING'
  | 'VALIDATION_TIME_ORDER'
  /** The certificates of the last time-stamp's authority have expired. */
  | 'VALIDATION_TIMESTAMP_EXPIRED'
  /** A digest that is not relied on any more. */
  | 'VALIDATION_DIGEST_RETIRED'
  | 'VALIDATION_REVOCATION_MISSING'
  | 'VALIDATION_REVOKED'
  | 'VALIDATION_BYTE_RANGE'
  | 'VALIDATION_NOT_CERTIFIED'
  /** The file was changed after it was sealed. */
  | 'VALIDATION_CHANGED_AFTERWARDS'
  /** Something was added after a signature that may be permitted, and may change what is shown. */
  | 'VALIDATION_CHANGES_NOT_JUDGED'
  /** It took too long, or too much memory. */
  | 'VALIDATION_TOO_COMPLEX';

export function validationError(
  code: ValidationErrorCode,
  message: string,
): FormatError<ValidationErrorCode> {
  return new FormatError(code, message);
}

/** Codes that say "cannot tell", not "is wrong". Codes that are not listed mean that something is wrong. */
const INDETERMINATE = new Set<string>([
  'VALIDATION_UNSUPPORTED',
  'VALIDATION_NO_SIGNATURE',
  'VALIDATION_CHANGES_NOT_JUDGED',
  'VALIDATION_TOO_COMPLEX',
  'CMS_SIGNING_CERTIFICATE_MISSING',
  'VALIDATION_DOCUMENT_MISSING',
  'VALIDATION_NOT_BASELINE',
  'VALIDATION_TIMESTAMP_MISSING',
  'VALIDATION_TIMESTAMP_EXPIRED',
  'VALIDATION_DIGEST_RETIRED',
  'VALIDATION_REVOCATION_MISSING',
  'X509_UNTRUSTED',
  'X509_EXPIRED',
  'X509_NOT_YET_VALID',
  'X509_SIGNATURE_INVALID',
  'X509_ISSUER_NOT_CA',
  'X509_PATH_TOO_LONG',
  'X509_CRITICAL_EXTENSION',
  'X509_KEY_USAGE',
  'X509_ALGORITHM_UNSUPPORTED',
  'X509_KEY_WEAK',
  'TSP_UNTRUSTED',
  'TSP_CERTIFICATE',
  'XMLDSIG_ALGORITHM_NOT_ALLOWED',
  'XMLDSIG_TRANSFORM_NOT_ALLOWED',
  'XML_TOO_LARGE',
  'XML_TOO_COMPLEX',
  'PDF_ENCRYPTED',
  'PDF_TOO_COMPLEX',
]);

export interface Findings {
  readonly reasons: readonly Reason[];
  /** Runs a check; its error becomes a reason and the result undefined. Errors that are no findings pass through. */
  attempt<T>(step: string, check: () => T): T | undefined;
}

export function createFindings(): Findings {
  const reasons: Reason[] = [];
  return {
    reasons,
    attempt(step, check) {
      try {
        return check();
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        const { code, message, where } = error as FormatError;
        reasons.push({
          conclusion: INDETERMINATE.has(code) ? 'INDETERMINATE' : 'FAILED',
          step,
          code,
          message: where === undefined ? message : `${message} (${where})`,
        });
        return undefined;
      }
    },
  };
}
