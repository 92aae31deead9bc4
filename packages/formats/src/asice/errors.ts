import { FormatError } from '../errors/index.ts';

/** Why a document bundle was refused; one code per check. */
export type BundleErrorCode =
  /** Not a ZIP file that is safe to read; the cause tells the ZIP_* reason. */
  | 'BUNDLE_ZIP_INVALID'
  | 'BUNDLE_DUPLICATE_FILE'
  | 'BUNDLE_TOO_LARGE'
  | 'BUNDLE_TOO_MANY_DOCUMENTS'
  | 'BUNDLE_MANIFEST_MISSING'
  | 'BUNDLE_DOCUMENT_MISSING'
  | 'BUNDLE_SIGNATURE_MISSING'
  /** A file under META-INF other than signatures.xml, or a `mimetype` that says something else. */
  | 'BUNDLE_UNEXPECTED_FILE'
  /** signatures.xml is not safe, well-formed XML; the cause tells the XML_* reason. */
  | 'BUNDLE_SIGNATURE_XML_INVALID'
  /** signatures.xml does not have the structure of one XAdES B signature. */
  | 'BUNDLE_SIGNATURE_STRUCTURE'
  | 'BUNDLE_DUPLICATE_ID'
  | 'BUNDLE_ALGORITHM_NOT_ALLOWED'
  | 'BUNDLE_TRANSFORM_NOT_ALLOWED'
  /** A reference to something that is no file of the container. */
  | 'BUNDLE_REFERENCE_UNKNOWN'
  /** A reference that matches several files, or a file that several references match. */
  | 'BUNDLE_REFERENCE_AMBIGUOUS'
  /** A file, or SignedProperties, without reference. */
  | 'BUNDLE_REFERENCE_MISSING'
  | 'BUNDLE_CERTIFICATE_MALFORMED'
  /** No certificate in KeyInfo is the one SigningCertificate names. */
  | 'BUNDLE_CERTIFICATE_MISMATCH'
  | 'BUNDLE_CERTIFICATE_NOT_TRUSTED'
  | 'BUNDLE_CERTIFICATE_EXPIRED'
  | 'BUNDLE_CERTIFICATE_KEY_USAGE'
  | 'BUNDLE_SIGNATURE_INVALID'
  | 'BUNDLE_SIGNED_PROPERTIES_CHANGED'
  | 'BUNDLE_SIGNING_TIME'
  | 'BUNDLE_DIGEST_MISMATCH';

export function bundleError(
  code: BundleErrorCode,
  message: string,
  options: { where?: string; cause?: unknown } = {},
): FormatError<BundleErrorCode> {
  return new FormatError(code, message, options);
}

/** What an error of a lower layer is called here; `otherwise` stands for every code not listed. */
interface Translation {
  readonly otherwise: BundleErrorCode;
  readonly [code: string]: BundleErrorCode;
}

/** Runs one check; errors of lower layers come out under the name of this layer, with the same message and place. */
export function checking<Result>(translation: Translation, check: () => Result): Result {
  try {
    return check();
  } catch (error) {
    throw translate(translation, error);
  }
}

/** The error under this layer's name; anything but a FormatError stays what it is. */
export function translate(translation: Translation, error: unknown): unknown {
  if (!isFormatError(error)) return error;
  const { code, message, where } = error;
  if (code.startsWith('BUNDLE_')) return error;
  const place = where === undefined ? {} : { where };
  return bundleError(translation[code] ?? translation.otherwise, message, { ...place, cause: error });
}

function isFormatError(error: unknown): error is FormatError {
  return error instanceof FormatError;
}

const SIGNATURE_XML: Translation = {
  otherwise: 'BUNDLE_SIGNATURE_XML_INVALID',
  XMLDSIG_STRUCTURE: 'BUNDLE_SIGNATURE_STRUCTURE',
  XMLDSIG_DUPLICATE_ID: 'BUNDLE_DUPLICATE_ID',
  XMLDSIG_REFERENCE_NOT_FOUND: 'BUNDLE_REFERENCE_UNKNOWN',
  XMLDSIG_ALGORITHM_NOT_ALLOWED: 'BUNDLE_ALGORITHM_NOT_ALLOWED',
  XMLDSIG_TRANSFORM_NOT_ALLOWED: 'BUNDLE_TRANSFORM_NOT_ALLOWED',
  XMLDSIG_SIGNATURE_INVALID: 'BUNDLE_SIGNATURE_INVALID',
};

export const TRANSLATIONS = {
  zip: {
    otherwise: 'BUNDLE_ZIP_INVALID',
    ZIP_DUPLICATE_NAME: 'BUNDLE_DUPLICATE_FILE',
    ZIP_TOO_LARGE: 'BUNDLE_TOO_LARGE',
    ZIP_TOO_MANY_ENTRIES: 'BUNDLE_TOO_MANY_DOCUMENTS',
  },
  signature: { ...SIGNATURE_XML, XMLDSIG_DIGEST_MISMATCH: 'BUNDLE_DIGEST_MISMATCH' },
  signedProperties: { ...SIGNATURE_XML, XMLDSIG_DIGEST_MISMATCH: 'BUNDLE_SIGNED_PROPERTIES_CHANGED' },
  certificate: {
    otherwise: 'BUNDLE_CERTIFICATE_NOT_TRUSTED',
    X509_MALFORMED: 'BUNDLE_CERTIFICATE_MALFORMED',
    X509_EXPIRED: 'BUNDLE_CERTIFICATE_EXPIRED',
    X509_NOT_YET_VALID: 'BUNDLE_CERTIFICATE_EXPIRED',
    X509_KEY_USAGE: 'BUNDLE_CERTIFICATE_KEY_USAGE',
  },
} satisfies Record<string, Translation>;
