/** What a call to the signature API can end in besides an answer. */

/** The service refused or failed. `code` is the service's own, such as `INVALID_STATUS_QUERY_TOKEN`. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** `CLIENT`: the request must change. `SERVER`: it may be tried again. */
  readonly type: 'CLIENT' | 'SERVER';

  constructor(status: number, code: string, message: string, type: 'CLIENT' | 'SERVER') {
    super(`${code} (${status}): ${message}`);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.type = type;
  }
}

/** The job could not be cancelled, for it had ended: all have signed, or something else stopped it. Its queue says which. */
export class JobEndedError extends ApiError {
  constructor({ status, code, type }: ApiError) {
    super(status, code, 'The job had ended before it could be cancelled', type);
    this.name = 'JobEndedError';
  }
}

/** Polled before the permitted time, or too many requests: wait until `permittedAt`. */
export class TooEarlyError extends Error {
  readonly permittedAt: Date;

  constructor(permittedAt: Date) {
    super(`The service may be asked again at ${permittedAt.toISOString()}`);
    this.name = 'TooEarlyError';
    this.permittedAt = permittedAt;
  }
}

/** The service could not be reached, or its answer was not one of the signature API. */
export class ConnectionError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ConnectionError';
  }
}
