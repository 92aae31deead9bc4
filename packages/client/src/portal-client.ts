/** The portal flow from a sender's program: create, poll for status changes, download, confirm; cancel, delete. */
import type { Readable } from 'node:stream';
import {
  decodePortalJobResponse,
  decodePortalStatusChange,
  encodePortalJobRequest,
  encodePortalManifest,
  type PortalStatusChange,
} from '@segl/protocol/v1';
import { connect, type Connection, type ConnectionSettings } from './connection.ts';
import { createJob } from './creation.ts';
import { downloadEvidence, downloadPades, downloadXades } from './downloads.ts';
import { ApiError, JobEndedError } from './errors.ts';
import { jobEvents, type JobEvent } from './events.ts';
import { documentFiles, manifestBasics } from './new-job.ts';
import { confirmStatus, pollQueue, type Poll, type Queue } from './polling.ts';
import { manifestSigner, type CreatedPortalJob, type NewPortalJob } from './portal-job.ts';

export class PortalClient {
  readonly #settings: ConnectionSettings;
  readonly #connection: Connection;

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
    this.#connection = connect(settings);
  }

  /** Not repeated by itself: after a ConnectionError it is not known whether the job exists. @throws ApiError, ConnectionError */
  async create(job: NewPortalJob): Promise<CreatedPortalJob> {
    const files = documentFiles(job.documents);
    const answer = await createJob(this.#connection, this.#settings, {
      flow: 'portal',
      request: encodePortalJobRequest({ reference: job.reference, pollingQueue: job.pollingQueue }),
      manifest: encodePortalManifest({
        ...manifestBasics(job, this.#settings.organizationNumber, files),
        nonsensitiveTitle: job.nonsensitiveTitle,
        signers: job.signers.map(manifestSigner),
        activationTime: job.activationTime,
        availableSeconds: job.availableSeconds === undefined ? undefined : BigInt(job.availableSeconds),
      }),
      files,
    });
    return decodePortalJobResponse(answer);
  }

  /** The oldest unconfirmed status change of a queue; confirm it, or it comes again after ten minutes. @throws TooEarlyError, ApiError, ConnectionError */
  nextStatusChange(queue: Queue = {}): Promise<Poll<PortalStatusChange>> {
    return pollQueue(this.#connection, 'portal', queue, decodePortalStatusChange);
  }

  /** Says that the status change was received and handled. May be repeated. @throws ApiError, ConnectionError */
  confirm(change: Pick<PortalStatusChange, 'confirmationUrl'>): Promise<void> {
    return confirmStatus(this.#connection, change);
  }

  /**
   * Ends the job before everybody has signed. After a ConnectionError it is not known whether it did; the job's next
   * status change says so.
   * @throws JobEndedError when the job had ended already
   * @throws ApiError, ConnectionError
   */
  async cancel(cancellationUrl: string): Promise<void> {
    try {
      await this.#connection.call({ method: 'POST', url: cancellationUrl });
    } catch (error) {
      throw error instanceof ApiError && error.status === 409 ? new JobEndedError(error) : error;
    }
  }

  /** Deletes the job's documents at the service, for good. @throws ApiError, ConnectionError */
  async deleteDocuments(deleteDocumentsUrl: string): Promise<void> {
    await this.#connection.call({ method: 'DELETE', url: deleteDocumentsUrl });
  }

  /** The sealed PDF with the signatures so far, as it arrives. @throws ApiError, ConnectionError */
  pades(padesUrl: string): Promise<Readable> {
    return downloadPades(this.#connection, padesUrl);
  }

  /** One signer's XAdES, as it arrives. @throws ApiError, ConnectionError */
  xades(xadesUrl: string): Promise<Readable> {
    return downloadXades(this.#connection, xadesUrl);
  }

  /** Documents and signatures of a completed job in an ASiC-E container, as it arrives. @throws ApiError, ConnectionError */
  evidence(signatureJobId: bigint): Promise<Readable> {
    return downloadEvidence(this.#connection, 'portal', signatureJobId);
  }

  /** What happened to the job so far, what became of messages included; oldest first. @throws ApiError, ConnectionError */
  events(signatureJobId: bigint): Promise<readonly JobEvent[]> {
    return jobEvents(this.#connection, 'portal', signatureJobId);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}
