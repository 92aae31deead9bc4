/** The one table that gives each error code its HTTP status, and the one place where errors become answers. */
import type { ProblemDetails } from '@segl/protocol/json';
import type { FastifyError } from 'fastify';
import { ServiceError, type ErrorCode } from '../errors.ts';

export const statusOf: Readonly<Record<ErrorCode, number>> = {
  NOT_AUTHORIZED: 403,
  BROKER_NOT_AUTHORIZED: 403,
  ORGANIZATION_NOT_FOUND: 404,
  TOO_MANY_REQUESTS: 429,
  POLLING_TOO_EARLY: 429,
  MALFORMED_REQUEST: 400,
  METHOD_NOT_ALLOWED: 405,
  UNSUPPORTED_MEDIA_TYPE: 415,
  REQUEST_TOO_LARGE: 413,
  XML_INVALID: 400,
  XML_NOT_SCHEMA_VALID: 400,
  EXIT_URL_NOT_ALLOWED: 400,
  POLLING_QUEUE_INVALID: 400,
  DOCUMENT_BUNDLE_INVALID: 400,
  DOCUMENT_BUNDLE_SIGNATURE_INVALID: 400,
  DOCUMENT_BUNDLE_CERTIFICATE_NOT_TRUSTED: 400,
  DOCUMENT_BUNDLE_SIGNING_TIME: 400,
  MANIFEST_INVALID: 400,
  SENDER_MISMATCH: 400,
  DOCUMENT_MISSING: 400,
  DOCUMENT_NOT_IN_MANIFEST: 400,
  DOCUMENT_TYPE_MISMATCH: 400,
  DOCUMENTS_TOO_LARGE: 400,
  DOCUMENT_REFUSED: 400,
  SIGNER_INVALID: 400,
  NOT_ALLOWED_FOR_SECTOR: 400,
  CONTACT_ADDRESSING_NOT_ALLOWED: 400,
  CHANNEL_NOT_AVAILABLE: 400,
  JOB_NOT_FOUND: 404,
  SIGNER_NOT_FOUND: 404,
  INVALID_STATUS_QUERY_TOKEN: 403,
  SIGNING_CEREMONY_NOT_COMPLETED: 404,
  SIGNER_ALREADY_ACTED: 409,
  JOB_ENDED: 409,
  DOCUMENT_NOT_AVAILABLE: 404,
  DELETION_NOT_ALLOWED: 409,
  NOT_FOUND: 404,
  LINK_USED: 410,
  LINK_UNKNOWN: 404,
  SESSION_MISSING: 401,
  CSRF: 403,
  NOT_A_USER: 403,
  NOT_PERMITTED: 403,
  USER_NOT_FOUND: 404,
  LAST_ACCOUNT_MANAGER: 409,
  FIELDS_INVALID: 400,
  CHANGED_MEANWHILE: 409,
  NOT_NOW: 409,
  DRAFT_NOT_FOUND: 404,
  UPLOAD_OFFSET: 409,
  KEY_REUSED: 422,
  LEVEL_TOO_LOW: 403,
  CODE_WRONG: 403,
  LINK_BLOCKED: 403,
  TEMPORARILY_UNAVAILABLE: 503,
  INTERNAL_ERROR: 500,
};

/** An error as it is told to a caller. */
export interface PublicError {
  readonly status: number;
  readonly code: ErrorCode;
  /** What was wrong, where, and what would be right; for a fault of ours nothing but that it is ours. */
  readonly message: string;
  readonly type: 'CLIENT' | 'SERVER';
  /** More for programs; see ServiceError. */
  readonly members?: ServiceError['members'];
}

/** Anything thrown, as the caller may know it. What is not meant for the caller becomes INTERNAL_ERROR. */
export function publicError(error: unknown): PublicError {
  if (error instanceof ServiceError)
    return { ...toPublic(error.code, error.message), members: error.members };
  const known = fastifyError(error);
  return known ?? toPublic('INTERNAL_ERROR', 'The service failed; the request can be tried again later');
}

/** RFC 9457, for browsers and JSON callers. */
export function problemDetails(error: PublicError): ProblemDetails {
  const { code, message, status, members } = error;
  return {
    ...members,
    type: 'about:blank',
    title: code.toLowerCase().replaceAll('_', ' '),
    status,
    detail: message,
    code,
  };
}

function toPublic(code: ErrorCode, message: string): PublicError {
  const status = statusOf[code];
  return { status, code, message, type: status >= 500 ? 'SERVER' : 'CLIENT' };
}

/** What the HTTP library itself refuses: bodies, media types, malformed URLs, overload. */
function fastifyError(error: unknown): PublicError | undefined {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined;
  const { statusCode = 500 } = error as FastifyError;
  switch (statusCode) {
    case 404:
    case 414:
      return toPublic('NOT_FOUND', 'There is nothing at this address');
    case 413:
      return toPublic('REQUEST_TOO_LARGE', 'The request is larger than the service accepts');
    case 415:
      return toPublic('UNSUPPORTED_MEDIA_TYPE', 'The Content-Type is not one that this address accepts');
    case 503:
      return toPublic('TEMPORARILY_UNAVAILABLE', 'The service has too much to do; try again in a moment');
    default:
      return statusCode < 500 ? toPublic('MALFORMED_REQUEST', 'The request cannot be read') : undefined;
  }
}
