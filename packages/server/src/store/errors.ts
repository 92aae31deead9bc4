/** Why a store could not be opened. Meant for the person who starts the service. */
type StoreErrorCode = 'DATA_IN_USE' | 'DATABASE_TOO_OLD' | 'DATABASE_URL_INVALID';

export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}
