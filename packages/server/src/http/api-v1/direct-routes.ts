/** The direct flow's addresses. Each route translates between HTTP and a use case; the rules are the use cases'. */
import {
  decodeDirectSignerUpdate,
  encodeDirectJobResponse,
  encodeDirectJobStatusResponse,
  encodeDirectSignerResponse,
} from '@segl/protocol/v1';
import type { FastifyInstance } from 'fastify';
import { directJobStatus, type DirectJobStatusDeps } from '../../jobs/direct-job-status.ts';
import { renewRedirectUrl } from '../../jobs/renew-redirect-url.ts';
import { decoding } from './bundle-errors.ts';
import { callerOf } from './callers.ts';
import { createDirectFromUpload, type DirectCreationDeps } from './direct-creation.ts';
import { jobResponse, signerResponse, statusChangeResponse, statusResponse } from './direct-messages.ts';
import { jobPath, jobRoutes, type JobRoutesDeps } from './job-routes.ts';
import type { PublicUrls } from './job-urls.ts';
import { jobOf, pathNumber, singleQuery } from './parameters.ts';
import { mostUploadBytes } from './upload.ts';
import { refuseOtherMethods, sendXml } from './xml-answers.ts';

export interface DirectRoutesDeps extends DirectCreationDeps, JobRoutesDeps, DirectJobStatusDeps {
  readonly urls: PublicUrls;
}

const FLOW = 'direct';
const JOB = jobPath(FLOW);

export function directRoutes(scope: FastifyInstance, deps: DirectRoutesDeps): void {
  const { urls } = deps;
  creating(scope, deps);
  jobRoutes(scope, deps, {
    flow: FLOW,
    encodeChange: (job, change, now) =>
      encodeDirectJobStatusResponse(statusChangeResponse(urls, job, change, now)),
  });

  scope.get(`${JOB}/status`, async (request, reply) => {
    const job = await directJobStatus(deps, {
      ...jobOf(request, FLOW),
      token: singleQuery(request, 'status_query_token'),
    });
    return sendXml(reply, encodeDirectJobStatusResponse(statusResponse(urls, job, deps.clock.now())));
  });
  refuseOtherMethods(scope, `${JOB}/status`, 'GET');
}

function creating(scope: FastifyInstance, deps: DirectRoutesDeps): void {
  const { urls } = deps;

  scope.post<{ Body: Buffer | undefined }>(
    '/direct/signature-jobs',
    { bodyLimit: mostUploadBytes },
    async (request, reply) => {
      const created = await createDirectFromUpload(deps, {
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
      ...jobOf(request, FLOW),
      signerNumber: pathNumber(request, 'signer', 'SIGNER_NOT_FOUND'),
    });
    return sendXml(reply, encodeDirectSignerResponse(signerResponse(urls, renewed)));
  });
  refuseOtherMethods(scope, signer, 'POST');
}
