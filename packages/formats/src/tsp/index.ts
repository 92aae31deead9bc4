/** Time-stamps (RFC 3161): asking, verifying, and answering as an authority. */
export type { TspErrorCode } from './errors.ts';
export { encodeTimestampRequest } from './request.ts';
export { createTimestampRejection, createTimestampResponse, readTimestampResponse } from './response.ts';
export { verifyTimestampToken, type DigestBy, type VerifiedTimestamp } from './token.ts';
