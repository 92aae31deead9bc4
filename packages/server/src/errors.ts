/**
 * The closed union of what can go wrong at the service's boundary. `http/errors.ts` gives each code its HTTP
 * status; nothing else translates.
 */
export type ErrorCode =
  // caller
  | 'NOT_AUTHORIZED'
  | 'BROKER_NOT_AUTHORIZED'
  | 'ORGANIZATION_NOT_FOUND'
  | 'TOO_MANY_REQUESTS'
  | 'POLLING_TOO_EARLY'
  // request
  | 'MALFORMED_REQUEST'
  | 'METHOD_NOT_ALLOWED'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'REQUEST_TOO_LARGE'
  | 'XML_INVALID'
  | 'XML_NOT_SCHEMA_VALID'
  | 'EXIT_URL_NOT_ALLOWED'
  | 'POLLING_QUEUE_INVALID'
  // document bundle
  | 'DOCUMENT_BUNDLE_INVALID'
  | 'DOCUMENT_BUNDLE_SIGNATURE_INVALID'
  | 'DOCUMENT_BUNDLE_CERTIFICATE_NOT_TRUSTED'
  | 'DOCUMENT_BUNDLE_SIGNING_TIME'
  | 'MANIFEST_INVALID'
  | 'SENDER_MISMATCH'
  | 'DOCUMENT_MISSING'
  | 'DOCUMENT_NOT_IN_MANIFEST'
  | 'DOCUMENT_TYPE_MISMATCH'
  | 'DOCUMENTS_TOO_LARGE'
  | 'DOCUMENT_REFUSED'
  | 'SIGNER_INVALID'
  | 'NOT_ALLOWED_FOR_SECTOR'
  | 'CONTACT_ADDRESSING_NOT_ALLOWED'
  | 'CHANNEL_NOT_AVAILABLE'
  // jobs
  | 'JOB_NOT_FOUND'
  | 'SIGNER_NOT_FOUND'
  | 'INVALID_STATUS_QUERY_TOKEN'
  | 'SIGNING_CEREMONY_NOT_COMPLETED'
  | 'SIGNER_ALREADY_ACTED'
  | 'JOB_ENDED'
  | 'DOCUMENT_NOT_AVAILABLE'
  | 'DELETION_NOT_ALLOWED'
  | 'NOT_FOUND'
  // ceremony
  | 'LINK_USED'
  | 'LINK_UNKNOWN'
  | 'SESSION_MISSING'
  | 'CSRF'
  // sender portal
  | 'NOT_A_USER'
  | 'NOT_PERMITTED'
  | 'USER_NOT_FOUND'
  | 'LAST_ACCOUNT_MANAGER'
  | 'FIELDS_INVALID'
  | 'CHANGED_MEANWHILE'
  | 'NOT_NOW'
  | 'DRAFT_NOT_FOUND'
  | 'UPLOAD_OFFSET'
  | 'KEY_REUSED'
  // signer portal
  | 'LEVEL_TOO_LOW'
  | 'CODE_WRONG'
  | 'LINK_BLOCKED'
  // outside world and ourselves
  | 'TEMPORARILY_UNAVAILABLE'
  | 'INTERNAL_ERROR';

/** An error meant for the caller: what was wrong, where, what would be right. Never personal numbers. */
export class ServiceError extends Error {
  readonly code: ErrorCode;
  /** More for programs: extension members of the problem details (RFC 9457, section 3.2). */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; members?: Readonly<Record<string, unknown>> } = {},
  ) {
    const { members, ...rest } = options;
    super(message, rest);
    this.name = 'ServiceError';
    this.code = code;
    this.members = members ?? {};
  }
}

/** Fields of a request that cannot stay as they are: `pointer` is a JSON Pointer (RFC 6901) into it. */
export function fieldsInvalid(
  problems: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[],
): ServiceError {
  const details = problems.map(({ pointer, detail }) => `${pointer}: ${detail}`);
  return new ServiceError('FIELDS_INVALID', details.join('; '), { members: { problems } });
}
