/** Following jobs: lists, search, one job, and what can be done with it. */
import {
  CancelRequest,
  DeadlineRequest,
  JobDetails,
  JobListQuery,
  JobPage,
  JobSearch,
  RemindAnswer,
  RemindRequest,
} from '@segl/protocol/json';
import { Type, type Static } from '@sinclair/typebox';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cancel } from '../../sender/cancel.ts';
import { EVIDENCE_MIME } from '../../jobs/evidence-package.ts';
import {
  deleteFiles,
  originalDocument,
  sealedDocument,
  signature,
  type File,
  evidence,
} from '../../sender/files.ts';
import { moveDeadline, type MoveDeadlineDeps } from '../../sender/move-deadline.ts';
import { remind, type RemindDeps } from '../../sender/remind.ts';
import { showJob, type JobRequest } from '../../sender/show-job.ts';
import { search, showList } from '../../sender/show-list.ts';
import type { Blobs } from '../../jobs/ports.ts';
import { sendBlob } from '../blob-reply.ts';
import { ORGANISATION, type Callers } from './callers.ts';
import { answers, inOrganisation, jobId, nothing } from './schema.ts';

export type JobsDeps = RemindDeps & MoveDeadlineDeps & { readonly blobs: Blobs };

const tags = ['Jobs'];
const JOBS = `${ORGANISATION}/jobs`;
const JOB = `${JOBS}/:job`;
const params = inOrganisation({ job: jobId });

export function jobsRoutes(server: FastifyInstance, deps: JobsDeps & Callers): void {
  lists(server, deps);
  acts(server, deps);
  files(server, deps);
}

async function jobOf(callers: Callers, request: FastifyRequest): Promise<JobRequest> {
  const caller = await callers.callerOf(request);
  return { caller, jobId: BigInt((request.params as Static<typeof params>).job) };
}

function lists(server: FastifyInstance, deps: JobsDeps & Callers): void {
  server.get<{ Querystring: JobListQuery }>(
    JOBS,
    {
      schema: {
        tags,
        summary: 'A list of jobs, page by page',
        params: inOrganisation(),
        querystring: JobListQuery,
        response: answers(200, JobPage),
      },
    },
    async (request) => showList(deps, await deps.callerOf(request), request.query),
  );
  server.post<{ Body: JobSearch }>(
    `${JOBS}/search`,
    {
      schema: {
        tags,
        summary: 'Jobs by national identity number, email, mobile, reference or period',
        params: inOrganisation(),
        body: JobSearch,
        response: answers(200, JobPage),
      },
    },
    async (request) => search(deps, await deps.callerOf(request), request.body),
  );
  server.get(
    JOB,
    {
      schema: {
        tags,
        summary: 'One job with its signers, messages and history',
        params,
        response: answers(200, JobDetails),
      },
    },
    async (request) => showJob(deps, await jobOf(deps, request)),
  );
}

function acts(server: FastifyInstance, deps: JobsDeps & Callers): void {
  server.post<{ Body: RemindRequest }>(
    `${JOB}/remind`,
    {
      schema: {
        tags,
        summary: 'Reminds those whose turn it is, or one of them',
        params,
        body: RemindRequest,
        response: answers(200, RemindAnswer),
      },
    },
    async (request) => ({
      messages: await remind(deps, { ...(await jobOf(deps, request)), ...request.body }),
    }),
  );
  server.post<{ Body: DeadlineRequest }>(
    `${JOB}/deadline`,
    { schema: { tags, summary: 'Moves the deadline', params, body: DeadlineRequest, response: nothing } },
    async (request, reply) => {
      const [deadline, instead] = [request.body.deadline, request.body.instead].map(Date.parse);
      await moveDeadline(deps, {
        ...(await jobOf(deps, request)),
        deadline: deadline ?? NaN,
        instead: instead ?? NaN,
      });
      return reply.code(204).send();
    },
  );
  server.post<{ Body: CancelRequest }>(
    `${JOB}/cancel`,
    { schema: { tags, summary: 'Cancels a portal job', params, body: CancelRequest, response: nothing } },
    async (request, reply) => {
      await cancel(deps, { ...(await jobOf(deps, request)), message: request.body.message });
      return reply.code(204).send();
    },
  );
  server.delete(
    `${JOB}/documents`,
    {
      schema: {
        tags,
        summary: 'Deletes documents and signatures, from 24 hours after completion',
        params,
        response: nothing,
      },
    },
    async (request, reply) => {
      await deleteFiles(deps, await jobOf(deps, request));
      return reply.code(204).send();
    },
  );
}

function files(server: FastifyInstance, deps: JobsDeps & Callers): void {
  const numbered = inOrganisation({ job: jobId, number: Type.Integer({ minimum: 1, maximum: 20 }) });
  const numberOf = (request: FastifyRequest) => (request.params as Static<typeof numbered>).number;
  const send = (request: FastifyRequest, reply: FastifyReply, { sha256, mime, fileName }: File) => {
    const type = mime === 'text/plain' ? 'text/plain; charset=utf-8' : mime;
    const disposition = mime === 'application/pdf' ? 'inline' : 'attachment';
    void reply.header('content-disposition', `${disposition}; filename="${fileName}"`);
    return sendBlob(request, reply, deps.blobs, sha256, type);
  };
  server.get(
    `${JOB}/pades`,
    { schema: { tags, summary: 'The signed document', params, produces: ['application/pdf'] } },
    async (request, reply) => send(request, reply, await sealedDocument(deps, await jobOf(deps, request))),
  );
  server.get(
    `${JOB}/evidence`,
    {
      schema: {
        tags,
        summary: 'Documents and signatures in an ASiC-E container',
        params,
        produces: [EVIDENCE_MIME],
      },
    },
    async (request, reply) => {
      const { bytes, fileName } = await evidence(deps, await jobOf(deps, request));
      return reply
        .type(EVIDENCE_MIME)
        .header('cache-control', 'private, no-store')
        .header('content-disposition', `attachment; filename="${fileName}"`)
        .send(bytes);
    },
  );
  server.get(
    `${JOB}/xades/:number`,
    { schema: { tags, summary: 'One signer’s XAdES', params: numbered, produces: ['application/xml'] } },
    async (request, reply) => {
      const signer = numberOf(request);
      return send(request, reply, await signature(deps, { ...(await jobOf(deps, request)), signer }));
    },
  );
  server.get(
    `${JOB}/documents/:number`,
    { schema: { tags, summary: 'A document as it was sent', params: numbered } },
    async (request, reply) => {
      const document = numberOf(request);
      return send(
        request,
        reply,
        await originalDocument(deps, { ...(await jobOf(deps, request)), document }),
      );
    },
  );
}
