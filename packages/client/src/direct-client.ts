/** The direct flow from a sender's program: create, send the signer over, ask for the status, download, confirm. */
import type { Readable } from 'node:stream';
import {
  decodeDirectJobResponse,
  decodeDirectJobStatusResponse,
  decodeDirectSignerResponse,
  encodeDirectJobRequest,
  encodeDirectManifest,
  encodeDirectSignerUpdate,
  type DirectJobStatusResponse,
} from '@segl/protocol/v1';
import { connect, type Connection, type ConnectionSettings } from './connection.ts';
import { createJob } from './creation.ts';
import { signerName, type CreatedDirectJob, type NewDirectJob } from './direct-job.ts';
import { downloadEvidence, downloadPades, downloadXades } from './downloads.ts';
import { jobEvents, type JobEvent } from './events.ts';
import { documentFiles, manifestBasics } from './new-job.ts';
import { confirmStatus, pollQueue, type Poll, type Queue } from './polling.ts';

export class DirectClient {
  readonly #settings: ConnectionSettings;
  readonly #connection: Connection;

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
    this.#connection = connect(settings);
  }

  /** Not repeated by itself: after a ConnectionError it is not known whether the job exists. @throws ApiError, ConnectionError */
  async create(job: NewDirectJob): Promise<CreatedDirectJob> {
    const files = documentFiles(job.documents);
    const answer = await createJob(this.#connection, this.#settings, {
      flow: 'direct',
      request: encodeDirectJobRequest({
        reference: job.reference,
        exitUrls: job.exitUrls,
        statusRetrievalMethod: job.statusRetrievalMethod,
        pollingQueue: job.pollingQueue,
      }),
      manifest: encodeDirectManifest({
        ...manifestBasics(job, this.#settings.organizationNumber, files),
        signers: job.signers.map((signer) => ({
          name: signerName(signer),
          signatureType: signer.signatureType,
          onBehalfOf: signer.onBehalfOf,
        })),
      }),
      files,
    });
    return decodeDirectJobResponse(answer);
  }

  /** A fresh redirect-url for a signer; the earlier one stops working. @throws ApiError, ConnectionError */
  async renewRedirectUrl(signer: { readonly href: string }): Promise<string> {
    const answer = await this.#connection.call({
      method: 'POST',
      url: signer.href,
      body: encodeDirectSignerUpdate(),
      contentType: 'application/xml',
    });
    return decodeDirectSignerResponse(answer.body).redirectUrl;
  }

  /** The status, with the token that stood in the exit-URL the signer came back to. @throws ApiError, ConnectionError */
  async status(statusUrl: string, statusQueryToken: string): Promise<DirectJobStatusResponse> {
    const url = new URL(statusUrl);
    url.searchParams.set('status_query_token', statusQueryToken);
    const answer = await this.#connection.call({ method: 'GET', url: url.href });
    return decodeDirectJobStatusResponse(answer.body);
  }

  /** The oldest unconfirmed status change of a queue; confirm it, or it comes again after ten minutes. @throws TooEarlyError, ApiError, ConnectionError */
  nextStatusChange(queue: Queue = {}): Promise<Poll<DirectJobStatusResponse>> {
    return pollQueue(this.#connection, 'direct', queue, decodeDirectJobStatusResponse);
  }

  /** Says that the status was received and handled. May be repeated. @throws ApiError, ConnectionError */
  confirm(status: Pick<DirectJobStatusResponse, 'confirmationUrl'>): Promise<void> {
    return confirmStatus(this.#connection, status);
  }

  /** The sealed PDF, as it arrives. @throws ApiError, ConnectionError */
  pades(padesUrl: string): Promise<Readable> {
    return downloadPades(this.#connection, padesUrl);
  }

  /** One signer's XAdES, as it arrives. @throws ApiError, ConnectionError */
  xades(xadesUrl: string): Promise<Readable> {
    return downloadXades(this.#connection, xadesUrl);
  }

  /** Documents and signatures of a completed job in an ASiC-E container, as it arrives. @throws ApiError, ConnectionError */
  evidence(signatureJobId: bigint): Promise<Readable> {
    return downloadEvidence(this.#connection, 'direct', signatureJobId);
  }

  /** What happened to the job so far; oldest first. @throws ApiError, ConnectionError */
  events(signatureJobId: bigint): Promise<readonly JobEvent[]> {
    return jobEvents(this.#connection, 'direct', signatureJobId);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}
