/** The direct flow from a sender's program: create, send the signer over, ask for the status, download, confirm. */
import { createPrivateKey, sign } from 'node:crypto';
import type { Readable } from 'node:stream';
import { buildDocumentBundle } from '@segl/formats/asice';
import { readCertificates } from '@segl/formats/x509';
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
import { multipartMixed } from './multipart.ts';
import { fileNameOf, signerName, type CreatedDirectJob, type NewDirectJob, type Poll } from './direct-job.ts';

const PDF = 'application/pdf';

export class DirectClient {
  readonly #settings: ConnectionSettings;
  readonly #connection: Connection;

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
    this.#connection = connect(settings);
  }

  /** Not repeated by itself: after a ConnectionError it is not known whether the job exists. @throws ApiError, ConnectionError */
  async create(job: NewDirectJob): Promise<CreatedDirectJob> {
    const request = encodeDirectJobRequest({
      reference: job.reference,
      exitUrls: job.exitUrls,
      statusRetrievalMethod: job.statusRetrievalMethod,
      pollingQueue: job.pollingQueue,
    });
    const { contentType, body } = multipartMixed([
      { type: 'application/xml', bytes: request },
      { type: 'application/octet-stream', bytes: await this.#bundle(job) },
    ]);
    const answer = await this.#connection.call({
      method: 'POST',
      url: 'direct/signature-jobs',
      body,
      contentType,
    });
    return decodeDirectJobResponse(answer.body);
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
  async poll(queue = ''): Promise<Poll> {
    const answer = await this.#connection.call({
      method: 'GET',
      url: `direct/signature-jobs?polling_queue=${encodeURIComponent(queue)}`,
    });
    return {
      change: answer.status === 204 ? undefined : decodeDirectJobStatusResponse(answer.body),
      nextPermittedPoll: answer.nextPermittedPoll ?? new Date(),
    };
  }

  /** Says that the status was received and handled. May be repeated. @throws ApiError, ConnectionError */
  async confirm(status: Pick<DirectJobStatusResponse, 'confirmationUrl'>): Promise<void> {
    if (status.confirmationUrl === undefined) return;
    await this.#connection.call({ method: 'POST', url: status.confirmationUrl });
  }

  /** The sealed PDF, as it arrives. @throws ApiError, ConnectionError */
  pades(padesUrl: string): Promise<Readable> {
    return this.#connection.download(padesUrl, 'application/octet-stream, application/xml');
  }

  /** One signer's XAdES, as it arrives. @throws ApiError, ConnectionError */
  xades(xadesUrl: string): Promise<Readable> {
    return this.#connection.download(xadesUrl, 'application/xml');
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  async #bundle(job: NewDirectJob): Promise<Uint8Array> {
    const documents = job.documents.map((document, index) => ({
      title: document.title,
      href: fileNameOf(document, index),
      mime: PDF,
      bytes: document.bytes,
    }));
    const manifest = encodeDirectManifest({
      form: 'present',
      sender: this.#settings.organizationNumber,
      title: job.title,
      description: job.description,
      documents: documents.map(({ title, href, mime }) => ({ title, href, mime })),
      signers: job.signers.map((signer) => ({
        name: signerName(signer),
        signatureType: signer.signatureType,
        onBehalfOf: signer.onBehalfOf,
      })),
      requiredAuthentication: job.requiredAuthentication,
      identifierInSignedDocuments: job.identifierInSignedDocuments,
    });
    const key = createPrivateKey(this.#settings.key);
    return buildDocumentBundle({
      files: [
        { name: 'manifest.xml', mime: 'application/xml', bytes: manifest },
        ...documents.map(({ href, mime, bytes }) => ({ name: href, mime, bytes })),
      ],
      chain: readCertificates(this.#settings.certificate).map(({ der }) => der),
      sign: (data) => sign('sha256', data, key),
      signingTime: new Date(),
    });
  }
}
