import { FormatError } from '../errors/index.ts';

export type CmsErrorCode =
  | 'CMS_MALFORMED'
  | 'CMS_CONTENT'
  | 'CMS_SIGNER_CERTIFICATE_MISSING'
  | 'CMS_SIGNING_CERTIFICATE'
  /** Sound perhaps, but the signature does not say which certificate it was made with. */
  | 'CMS_SIGNING_CERTIFICATE_MISSING'
  | 'CMS_DIGEST_MISMATCH'
  | 'CMS_SIGNATURE_INVALID';

export function cmsError(code: CmsErrorCode, message: string): FormatError<CmsErrorCode> {
  return new FormatError(code, message);
}
