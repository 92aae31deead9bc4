/** Signed documents by job, for senders that keep the job's id and nothing else. */
import type { Readable } from 'node:stream';
import { connect, type Connection, type ConnectionSettings } from './connection.ts';
import { downloadPades } from './downloads.ts';

export class ArchiveClient {
  readonly #connection: Connection;

  constructor(settings: ConnectionSettings) {
    this.#connection = connect(settings);
  }

  /** The sealed PDF of a completed job, as it arrives. @throws ApiError, ConnectionError */
  pades(signatureJobId: bigint): Promise<Readable> {
    return downloadPades(this.#connection, `archive/documents/${signatureJobId}/pades`);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}
