/** The portal flow's addresses. Each route translates between HTTP and a use case; the rules are the use cases'. */
import { encodePortalJobResponse, encodePortalStatusChange } from '@segl/protocol/v1';
import type { FastifyInstance } from 'fastify';
import { cancelJob, type CancelJobDeps } from '../../jobs/cancel-job.ts';
import type { TaskSignal } from '../../jobs/ports.ts';
import { callerOf } from './callers.ts';
import { jobPath, jobRoutes, type JobRoutesDeps } from './job-routes.ts';
import type { PublicUrls } from './job-urls.ts';
import { jobOf } from './parameters.ts';
import { createPortalFromUpload, type PortalCreationDeps } from './portal-creation.ts';
import { portalJobResponse, portalStatusChange } from './portal-messages.ts';
import { mostUploadBytes } from './upload.ts';
import { refuseOtherMethods, sendXml } from './xml-answers.ts';

export interface PortalRoutesDeps extends PortalCreationDeps, JobRoutesDeps, CancelJobDeps {
  readonly urls: PublicUrls;
  /** Woken when a job was created, whose activation may be due. */
  readonly tasks: TaskSignal;
}

const FLOW = 'portal';

export function portalRoutes(scope: FastifyInstance, deps: PortalRoutesDeps): void {
  const { urls } = deps;

  scope.post<{ Body: Buffer | undefined }>(
    '/portal/signature-jobs',
    { bodyLimit: mostUploadBytes },
    async (request, reply) => {
      const job = await createPortalFromUpload(deps, {
        caller: callerOf(request),
        contentType: request.headers['content-type'],
        body: request.body ?? new Uint8Array(),
      });
      deps.tasks.wake();
      return sendXml(reply, encodePortalJobResponse(portalJobResponse(urls, job)));
    },
  );

  jobRoutes(scope, deps, {
    flow: FLOW,
    encodeChange: (job, change, now) => encodePortalStatusChange(portalStatusChange(urls, job, change, now)),
  });

  const cancel = `${jobPath(FLOW)}/cancel`;
  scope.post(cancel, async (request, reply) => {
    await cancelJob(deps, jobOf(request, FLOW));
    // Not 204: before 10.0.2 the .NET client takes no other answer than 200 for success.
    return reply.code(200).send();
  });
  refuseOtherMethods(scope, cancel, 'POST');
}
