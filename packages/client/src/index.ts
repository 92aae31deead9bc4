/** TypeScript SDK for senders. */
export { DirectClient } from './direct-client.ts';
export type { CreatedDirectJob, NewDirectJob, NewDocument, NewSigner, Poll } from './direct-job.ts';
export { ApiError, ConnectionError, TooEarlyError } from './errors.ts';
export type { ConnectionSettings } from './connection.ts';
