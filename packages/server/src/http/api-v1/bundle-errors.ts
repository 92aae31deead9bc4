/** What is wrong with a request's messages and document bundle, told to its sender. */
import type { BundleErrorCode } from '@segl/formats/asice';
import { FormatError } from '@segl/formats/errors';
import { ProtocolError, type ProtocolErrorCode } from '@segl/protocol/v1';
import { ServiceError, type ErrorCode } from '../../errors.ts';

const MESSAGE_ERRORS: Readonly<Record<ProtocolErrorCode, ErrorCode>> = {
  XML_INVALID: 'XML_INVALID',
  UNEXPECTED_MESSAGE: 'XML_NOT_SCHEMA_VALID',
  NOT_SCHEMA_VALID: 'XML_NOT_SCHEMA_VALID',
  VALUE_INVALID: 'XML_NOT_SCHEMA_VALID',
};

const BUNDLE_ERRORS: Readonly<Record<BundleErrorCode, ErrorCode>> = {
  BUNDLE_ZIP_INVALID: 'DOCUMENT_BUNDLE_INVALID',
  BUNDLE_DUPLICATE_FILE: 'DOCUMENT_BUNDLE_INVALID',
  BUNDLE_TOO_LARGE: 'DOCUMENTS_TOO_LARGE',
  BUNDLE_TOO_MANY_DOCUMENTS: 'DOCUMENT_BUNDLE_INVALID',
  BUNDLE_MANIFEST_MISSING: 'MANIFEST_INVALID',
  BUNDLE_DOCUMENT_MISSING: 'DOCUMENT_MISSING',
  BUNDLE_SIGNATURE_MISSING: 'DOCUMENT_BUNDLE_SIGNATURE_INVALID',
  BUNDLE_UNEXPECTED_FILE: 'DOCUMENT_BUNDLE_INVALID',
  BUNDLE_SIGNATURE_XML_INVALID: 'DOCUMENT_BUNDLE_SIGNATURE_INVALID',
  BUNDLE_SIGNATURE_STRUCTURE: 'DOCUMENT_BUNDLE_SIGNATURE_INVALID',
  BUNDLE_DUPLICATE_ID: 'DOCUMENT_BUNDLE_SIGNATURE_INVALID',
  BUNDLE_ALGORITHM_NOT_ALLOWED: 'DOCUMENT_BUNDLE_SIGNATURE_INVALID',
  BUNDLE_TRANSFORM_NOT_ALLOWED: 'DOCUMENT_BUNDLE_SIGNATURE_INVALID',
  BUNDLE_REFERENCE_UNKNOWN: 'DOCUMENT_BUNDLE_SIGNATURE_INVALID',
  BUNDLE_REFERENCE_AMBIGUOUS: 'DOCUMENT_BUNDLE_SIGNATURE_INVALID',
  BUNDLE_REFERENCE_MISSING: 'DOCUMENT_BUNDLE_SIGNATURE_INVALID',
  BUNDLE_CERTIFICATE_MALFORMED: 'DOCUMENT_BUNDLE_SIGNATURE_INVALID',
  BUNDLE_CERTIFICATE_MISMATCH: 'DOCUMENT_BUNDLE_SIGNATURE_INVALID',
  BUNDLE_CERTIFICATE_NOT_TRUSTED: 'DOCUMENT_BUNDLE_CERTIFICATE_NOT_TRUSTED',
  BUNDLE_CERTIFICATE_EXPIRED: 'DOCUMENT_BUNDLE_CERTIFICATE_NOT_TRUSTED',
  BUNDLE_CERTIFICATE_KEY_USAGE: 'DOCUMENT_BUNDLE_CERTIFICATE_NOT_TRUSTED',
  BUNDLE_SIGNATURE_INVALID: 'DOCUMENT_BUNDLE_SIGNATURE_INVALID',
  BUNDLE_SIGNED_PROPERTIES_CHANGED: 'DOCUMENT_BUNDLE_SIGNATURE_INVALID',
  BUNDLE_SIGNING_TIME: 'DOCUMENT_BUNDLE_SIGNING_TIME',
  BUNDLE_DIGEST_MISMATCH: 'DOCUMENT_BUNDLE_SIGNATURE_INVALID',
};

/** Decodes a message of the request itself; `what` names it. @throws ServiceError XML_INVALID, XML_NOT_SCHEMA_VALID */
export function decoding<T>(what: string, decode: () => T): T {
  return translating(decode, ({ code }) => MESSAGE_ERRORS[code], what);
}

/** Decodes the bundle's manifest. @throws ServiceError MANIFEST_INVALID */
export function decodingManifest<T>(decode: () => T): T {
  return translating(decode, () => 'MANIFEST_INVALID', 'manifest.xml of the document bundle');
}

function translating<T>(decode: () => T, codeOf: (error: ProtocolError) => ErrorCode, what: string): T {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new ServiceError(codeOf(error), `The ${what} cannot be used. ${error.message}`, { cause: error });
  }
}

/** A check of the bundle that failed, with its own name in brackets. Anything else stays what it is. */
export function bundleRefused(error: unknown): unknown {
  if (!(error instanceof FormatError)) return error;
  const code = BUNDLE_ERRORS[error.code as BundleErrorCode] as ErrorCode | undefined;
  const place = error.where === undefined ? '' : ` (${error.where})`;
  return new ServiceError(
    code ?? 'DOCUMENT_BUNDLE_INVALID',
    `The document bundle is refused: ${error.message}${place} [${error.code}]`,
    { cause: error },
  );
}
