/** CMS SignedData: making and verifying signatures (RFC 5652, ETSI EN 319 122-1). */
export { buildSignedData, type BuiltSignedData } from './build.ts';
export type { CmsErrorCode } from './errors.ts';
export { withoutPadding } from './signed-data.ts';
export { verifySignedData, type VerifiedSignedData } from './verify.ts';
