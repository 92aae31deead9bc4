/** Revocation: OCSP (RFC 6960) and revocation lists (RFC 5280), asking, verifying and answering. */
export { collectRevocation, type RevocationFetchers, type RevocationOptions } from './collect.ts';
export { createCrl, verifyCrl, type CrlStatus } from './crl.ts';
export type { RevocationErrorCode } from './errors.ts';
export { encodeOcspRequest } from './ocsp-request.ts';
export { createOcspResponse, type KnownStatus, type OcspAuthority } from './ocsp-respond.ts';
export { verifyOcspResponse, type OcspStatus } from './ocsp-verify.ts';
