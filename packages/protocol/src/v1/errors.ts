/** What can be wrong with a message, and the error codes that callers of the API act on. */

export type ProtocolErrorCode =
  /** Not XML that can be read safely: malformed, too large, with a DOCTYPE, not UTF-8. */
  | 'XML_INVALID'
  /** A message of another kind than the one that belongs here. */
  | 'UNEXPECTED_MESSAGE'
  /** Breaks the schema. */
  | 'NOT_SCHEMA_VALID'
  /** Keeps the schema, but holds a value that cannot be used (a date beyond the calendar, say). */
  | 'VALUE_INVALID';

/** A message that cannot be read or must not be written. Never repeats a personal identification number. */
export class ProtocolError extends Error {
  readonly code: ProtocolErrorCode;
  /** From 1; undefined where no line can be named. */
  readonly line: number | undefined;

  constructor(code: ProtocolErrorCode, message: string, options: { line?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ProtocolError';
    this.code = code;
    this.line = options.line;
  }
}

/** Error codes on the wire that a client program acts on; any other code is for people to read. */
export const ApiErrorCode = {
  notAuthorized: 'NOT_AUTHORIZED',
  brokerNotAuthorized: 'BROKER_NOT_AUTHORIZED',
  signingCeremonyNotCompleted: 'SIGNING_CEREMONY_NOT_COMPLETED',
  invalidStatusQueryToken: 'INVALID_STATUS_QUERY_TOKEN',
  signerAlreadyActed: 'SIGNER_ALREADY_ACTED',
  jobNotFound: 'JOB_NOT_FOUND',
  jobEnded: 'JOB_ENDED',
  documentNotAvailable: 'DOCUMENT_NOT_AVAILABLE',
  tooManyRequests: 'TOO_MANY_REQUESTS',
  pollingTooEarly: 'POLLING_TOO_EARLY',
} as const;
