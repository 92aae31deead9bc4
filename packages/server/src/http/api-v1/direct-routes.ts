/** The direct flow's addresses. Each route translates between HTTP and a use case; the rules are the use cases'. */
import {
  decodeDirectSignerUpdate,
  encodeDirectJobResponse,
  encodeDirectJobStatusResponse,
  encodeDirectSignerResponse,
  writeDateTime,
} from '@segl/protocol/v1';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ServiceError } from '../../errors.ts';
import { findXades, findPades } from '../../jobs/artifacts.ts';
import { confirmStatus } from '../../jobs/confirm-status.ts';
import { directJobStatus, type DirectJobStatusDeps } from '../../jobs/direct-job-status.ts';
import { mostDocumentBytes } from '../../jobs/job-limits.ts';
import type { SignatureJob } from '../../jobs/model.ts';
import { pollStatusChange, type PollDeps } from '../../jobs/poll-status-change.ts';
import { renewRedirectUrl } from '../../jobs/renew-redirect-url.ts';
import { sendBlob } from '../blob-reply.ts';
import { callerOf } from './callers.ts';
import { createFromUpload, type CreationDeps } from './creation.ts';
import { decoding } from './bundle-errors.ts';
import { jobResponse, signerResponse, statusChangeResponse, statusResponse } from './direct-messages.ts';
import type { PublicUrls } from './job-urls.ts';
import { jobOf, pathNumber, singleQuery } from './parameters.ts';
import { refuseOtherMethods, sendXml, XML } from './xml-answers.ts';

export interface DirectRoutesDeps extends CreationDeps, PollDeps, DirectJobStatusDeps {
  readonly urls: PublicUrls;
  /** The blob of the signed document with the signatures so far. */
  readonly partialPades: (job: SignatureJob) => Promise<string>;
}

const BASE = '/direct/signature-jobs';
const JOB = `${BASE}/:job`;
/** Room in an upload for all but the documents: ZIP records, manifest, signature, request. */
const UPLOAD_SLACK = 2 * 1024 * 1024;
const LONGEST_QUEUE_NAME = 100;

export function directRoutes(scope: FastifyInstance, deps: DirectRoutesDeps): void {
  creating(scope, deps);
  status(scope, deps);
  artifacts(scope, deps);
}

function creating(scope: FastifyInstance, deps: DirectRoutesDeps): void {
  const { urls } = deps;

  scope.post<{ Body: Buffer | undefined }>(
    BASE,
    { bodyLimit: mostDocumentBytes + UPLOAD_SLACK },
    async (request, reply) => {
      const created = await createFromUpload(deps, {
        caller: callerOf(request),
        contentType: request.headers['content-type'],
        body: request.body ?? new Uint8Array(),
      });
      return sendXml(reply, encodeDirectJobResponse(jobResponse(urls, created)));
    },
  );

  const signer = `${JOB}/signers/:signer`;
  scope.post<{ Body: Buffer | undefined }>(signer, async (request, reply) => {
    const { body } = request;
    if (body !== undefined && body.length > 0) {
      decoding('direct-signer-update-request', () => decodeDirectSignerUpdate(body));
    }
    const renewed = await renewRedirectUrl(deps, {
      ...jobOf(request),
      signerNumber: pathNumber(request, 'signer', 'SIGNER_NOT_FOUND'),
    });
    return sendXml(reply, encodeDirectSignerResponse(signerResponse(urls, renewed)));
  });
  refuseOtherMethods(scope, signer, 'POST');
}

function status(scope: FastifyInstance, deps: DirectRoutesDeps): void {
  const { urls } = deps;

  scope.get(BASE, async (request, reply) => {
    const result = await pollStatusChange(deps, {
      sender: callerOf(request).sender,
      flow: 'direct',
      name: queueName(request),
    });
    void reply.header('X-Next-permitted-poll-time', writeDateTime(new Date(result.nextPermittedPoll)));
    switch (result.kind) {
      case 'change':
        return sendXml(
          reply,
          encodeDirectJobStatusResponse(statusChangeResponse(urls, result.job, result.change)),
        );
      case 'nothing':
        return reply.code(204).send();
      case 'too-early':
        throw new ServiceError(
          'POLLING_TOO_EARLY',
          `The queue may be asked again from ${writeDateTime(new Date(result.nextPermittedPoll))}.`,
        );
    }
  });
  refuseOtherMethods(scope, BASE, 'GET', 'POST');

  scope.get(`${JOB}/status`, async (request, reply) => {
    const job = await directJobStatus(deps, {
      ...jobOf(request),
      token: singleQuery(request, 'status_query_token'),
    });
    return sendXml(reply, encodeDirectJobStatusResponse(statusResponse(urls, job)));
  });
  refuseOtherMethods(scope, `${JOB}/status`, 'GET');

  scope.post(`${JOB}/complete`, async (request, reply) => {
    const change = singleQuery(request, 'change');
    if (change !== undefined && !/^\d{1,18}$/.test(change)) {
      throw new ServiceError('NOT_FOUND', 'Use the confirmation-url of a status response as it is.');
    }
    await confirmStatus(deps, {
      ...jobOf(request),
      changeId: change === undefined ? undefined : BigInt(change),
    });
    return reply.code(204).send();
  });
  refuseOtherMethods(scope, `${JOB}/complete`, 'POST');
}

function artifacts(scope: FastifyInstance, deps: DirectRoutesDeps): void {
  scope.get(`${JOB}/xades/:signer`, async (request, reply) => {
    const { sha256 } = await findXades(deps, {
      ...jobOf(request),
      signerNumber: pathNumber(request, 'signer', 'SIGNER_NOT_FOUND'),
    });
    return sendBlob(request, reply, deps.blobs, sha256, XML);
  });
  refuseOtherMethods(scope, `${JOB}/xades/:signer`, 'GET');

  scope.get(`${JOB}/pades`, (request, reply) => sendPades(request, reply, deps));
  refuseOtherMethods(scope, `${JOB}/pades`, 'GET');

  scope.delete(`${JOB}/documents`, () => {
    throw new ServiceError(
      'NOT_FOUND',
      'The documents of this job cannot be deleted. Use the delete-documents-url of a status response; it is there when they can be.',
    );
  });
  refuseOtherMethods(scope, `${JOB}/documents`, 'DELETE');
}

async function sendPades(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: DirectRoutesDeps,
): Promise<FastifyReply> {
  const pades = await findPades(deps, jobOf(request));
  const sha256 = pades.kind === 'sealed' ? pades.sha256 : await deps.partialPades(pades.job);
  return sendBlob(request, reply, deps.blobs, sha256, 'application/octet-stream');
}

/** '' is the default queue; the Java client sends the parameter empty for it. */
function queueName(request: FastifyRequest): string {
  const name = singleQuery(request, 'polling_queue') ?? '';
  if (Array.from(name).length <= LONGEST_QUEUE_NAME && !name.includes('\u0000')) return name;
  throw new ServiceError(
    'POLLING_QUEUE_INVALID',
    `The name of a polling queue has at most ${LONGEST_QUEUE_NAME} characters, and U+0000 is none of them.`,
  );
}
