/** What senders do with the jobs of either flow: poll, confirm, fetch, delete, look back. */
import { writeDateTime } from '@segl/protocol/v1';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ServiceError } from '../../errors.ts';
import { EVIDENCE_MIME, findEvidencePackage } from '../../jobs/evidence-package.ts';
import { findPades, findXades } from '../../jobs/artifacts.ts';
import { confirmStatus } from '../../jobs/confirm-status.ts';
import { deleteDocuments } from '../../jobs/delete-documents.ts';
import { findJob } from '../../jobs/find-job.ts';
import type { Flow, Instant, JobInAnswers, SignatureJob } from '../../jobs/model.ts';
import { pollStatusChange, type PollDeps } from '../../jobs/poll-status-change.ts';
import type { Blobs, StatusChange } from '../../jobs/ports.ts';
import { sendBlob } from '../blob-reply.ts';
import { callerOf } from './callers.ts';
import { jobOf, pathNumber, singleQuery } from './parameters.ts';
import { refuseOtherMethods, sendXml, XML } from './xml-answers.ts';

export interface JobRoutesDeps extends PollDeps {
  readonly blobs: Blobs;
  /** The blob of the signed document with the signatures so far. */
  readonly partialPades: (job: SignatureJob) => Promise<string>;
}

/** Where a flow's jobs are, and how a change of status is told. */
export interface FlowOfJobs {
  readonly flow: Flow;
  readonly encodeChange: (job: JobInAnswers, change: StatusChange, now: Instant) => Uint8Array;
}

const LONGEST_QUEUE_NAME = 100;

export function jobRoutes(scope: FastifyInstance, deps: JobRoutesDeps, of: FlowOfJobs): void {
  polling(scope, deps, of);
  confirmation(scope, deps, of.flow);
  artifacts(scope, deps, of.flow);
  deletion(scope, deps, of.flow);
  events(scope, deps, of.flow);
}

const jobsPath = (flow: Flow): string => `/${flow}/signature-jobs`;
export const jobPath = (flow: Flow): string => `${jobsPath(flow)}/:job`;

function polling(scope: FastifyInstance, deps: JobRoutesDeps, { flow, encodeChange }: FlowOfJobs): void {
  scope.get(jobsPath(flow), async (request, reply) => {
    const result = await pollStatusChange(deps, {
      sender: callerOf(request).sender,
      flow,
      name: queueName(request),
    });
    void reply.header('X-Next-permitted-poll-time', writeDateTime(new Date(result.nextPermittedPoll)));
    switch (result.kind) {
      case 'change':
        return sendXml(reply, encodeChange(result.job, result.change, deps.clock.now()));
      case 'nothing':
        return reply.code(204).send();
      case 'too-early':
        throw new ServiceError(
          'POLLING_TOO_EARLY',
          `The queue may be asked again from ${writeDateTime(new Date(result.nextPermittedPoll))}.`,
        );
    }
  });
  refuseOtherMethods(scope, jobsPath(flow), 'GET', 'POST');
}

function confirmation(scope: FastifyInstance, deps: JobRoutesDeps, flow: Flow): void {
  const url = `${jobPath(flow)}/complete`;
  scope.post(url, async (request, reply) => {
    const change = singleQuery(request, 'change');
    if (change !== undefined && !/^\d{1,18}$/.test(change)) {
      throw new ServiceError('NOT_FOUND', 'Use the confirmation-url of a status response as it is.');
    }
    await confirmStatus(deps, {
      ...jobOf(request, flow),
      changeId: change === undefined ? undefined : BigInt(change),
    });
    return reply.code(204).send();
  });
  refuseOtherMethods(scope, url, 'POST');
}

function artifacts(scope: FastifyInstance, deps: JobRoutesDeps, flow: Flow): void {
  const xades = `${jobPath(flow)}/xades/:signer`;
  scope.get(xades, async (request, reply) => {
    const { sha256 } = await findXades(deps, {
      ...jobOf(request, flow),
      signerNumber: pathNumber(request, 'signer', 'SIGNER_NOT_FOUND'),
    });
    return sendBlob(request, reply, deps.blobs, sha256, XML);
  });
  refuseOtherMethods(scope, xades, 'GET');

  const pades = `${jobPath(flow)}/pades`;
  scope.get(pades, async (request, reply) => {
    const found = await findPades(deps, jobOf(request, flow));
    const sha256 = found.kind === 'sealed' ? found.sha256 : await deps.partialPades(found.job);
    return sendBlob(request, reply, deps.blobs, sha256, 'application/octet-stream');
  });
  refuseOtherMethods(scope, pades, 'GET');

  // Ours beside the signature API.
  const evidence = `${jobPath(flow)}/evidence`;
  scope.get(evidence, async (request, reply) => {
    const bytes = await findEvidencePackage(deps, jobOf(request, flow));
    return reply.type(EVIDENCE_MIME).send(bytes);
  });
  refuseOtherMethods(scope, evidence, 'GET');
}

function deletion(scope: FastifyInstance, deps: JobRoutesDeps, flow: Flow): void {
  const url = `${jobPath(flow)}/documents`;
  scope.delete(url, async (request, reply) => {
    await deleteDocuments(deps, jobOf(request, flow));
    return reply.code(204).send();
  });
  refuseOtherMethods(scope, url, 'DELETE');
}

/** The job's audit trail as JSON: ours beside the signature API, which has no place for what became of messages. */
function events(scope: FastifyInstance, { store }: JobRoutesDeps, flow: Flow): void {
  const url = `${jobPath(flow)}/events`;
  scope.get(url, async (request) => {
    const trail = await store.transaction(async (tx) =>
      tx.auditTrail((await findJob(tx, jobOf(request, flow))).id),
    );
    return {
      events: trail.map(({ sequence, at, kind, data }) => ({
        sequence,
        at: new Date(at).toISOString(),
        kind,
        data,
      })),
    };
  });
  refuseOtherMethods(scope, url, 'GET');
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
