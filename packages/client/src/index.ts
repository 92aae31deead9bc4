/** TypeScript SDK for senders. */
export { ArchiveClient } from './archive-client.ts';
export { DirectClient } from './direct-client.ts';
export { PortalClient } from './portal-client.ts';
export type { CreatedDirectJob, NewDirectJob, NewSigner } from './direct-job.ts';
export type { NewDocument } from './new-job.ts';
export type { CreatedPortalJob, NewPortalJob, NewPortalSigner, NotificationAddresses } from './portal-job.ts';
export type { JobEvent } from './events.ts';
export type { Poll } from './polling.ts';
export type {
  DirectJobStatusResponse,
  PortalSignature,
  PortalSignerName,
  PortalStatusChange,
} from '@segl/protocol/v1';
export { ApiError, ConnectionError, JobEndedError, TooEarlyError } from './errors.ts';
export type { ConnectionSettings } from './connection.ts';
