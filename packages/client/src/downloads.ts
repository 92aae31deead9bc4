/** Downloads of signatures and signed documents, the same in both flows. Each `url` may be a path below the sender's. */
import type { Readable } from 'node:stream';
import type { Connection } from './connection.ts';

/** @throws ApiError, ConnectionError */
export function downloadPades(connection: Connection, url: string): Promise<Readable> {
  return connection.download(url, 'application/octet-stream, application/xml');
}

/** @throws ApiError, ConnectionError */
export function downloadXades(connection: Connection, url: string): Promise<Readable> {
  return connection.download(url, 'application/xml');
}

/** The job's documents and signatures in an ASiC-E container. @throws ApiError, ConnectionError */
export function downloadEvidence(
  connection: Connection,
  flow: 'direct' | 'portal',
  signatureJobId: bigint,
): Promise<Readable> {
  return connection.download(
    `${flow}/signature-jobs/${signatureJobId}/evidence`,
    'application/vnd.etsi.asic-e+zip, application/xml',
  );
}
