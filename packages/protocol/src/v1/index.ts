/** Version 1 of the signature API: every message, as plain data and as XML on the wire. */
export * from './direct-job.ts';
export * from './direct-status.ts';
export * from './error-message.ts';
export { ApiErrorCode, ProtocolError, type ProtocolErrorCode } from './errors.ts';
export * from './portal-job.ts';
export * from './portal-status.ts';
export { messageSchema, NAMESPACE, schemaFiles } from './schema.ts';
export * from './values.ts';
export { MAX_URL_LENGTH } from './writing.ts';
export { writeDateTime } from './date-time.ts';
