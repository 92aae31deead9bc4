/** A job's own page in the sender portal: everything its sender may know of it, and what can be done now. */
import type { JobDetails, SignerDetails, TimelineEvent, ToldOf } from '@segl/protocol/json';
import { provenName } from '../ceremony/proven-name.ts';
import { firstBrokenEvent } from '../jobs/audit.ts';
import { mayDelete } from '../jobs/delete-documents.ts';
import type { SignatureJob, Signer } from '../jobs/model.ts';
import type { Notification } from '../jobs/portal-records.ts';
import type { AuditEvent, Clock, Reading, Store } from '../jobs/ports.ts';
import { keptUntil } from '../jobs/keeping-time.ts';
import { isActive, isCancellable } from '../jobs/state-machine.ts';
import { actorIn, requireSeen, type SenderCaller } from '../organisations/actor.ts';
import { latestDeadline } from './move-deadline.ts';
import { remindersFor } from './remind.ts';
import { listed, listedSigner, time, userNames } from './show-list.ts';

export interface JobRequest {
  readonly caller: SenderCaller;
  readonly jobId: bigint;
}

/** @throws ServiceError NOT_A_USER, JOB_NOT_FOUND */
export async function showJob(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  { caller, jobId }: JobRequest,
): Promise<JobDetails> {
  const now = clock.now();
  return store.read(async (reading) => {
    const actor = await actorIn(reading, caller, now);
    const job = requireSeen(actor, await reading.job(jobId));
    const trail = await reading.auditTrail(jobId);
    const below = `/sender/api/organisations/${job.sender}/jobs/${job.id}`;
    const signers = await Promise.all(
      job.signers.map((signer) => signerDetails(reading, job, signer, below)),
    );
    const reminders = await Promise.all(job.signers.map((signer) => remindersFor(reading, job, signer, now)));
    const deleted = job.documentsDeletedAt;
    const until = keptUntil(job);
    const deadlineUntil = latestDeadline(job, now);
    return {
      ...listed(job, await userNames(reading, [job])),
      ...(job.nonSensitiveTitle !== undefined && { nonSensitiveTitle: job.nonSensitiveTitle }),
      ...(job.description !== undefined && { description: job.description }),
      documents: job.documents.map(({ number, title, pages, size }) => ({
        ...{ number, title, pages, size },
        ...(deleted === undefined && { href: `${below}/documents/${number}` }),
      })),
      signers,
      timeline: await timelineOf(reading, trail),
      trailHolds: firstBrokenEvent(jobId, trail) === undefined,
      ...(job.padesSha256 !== undefined && deleted === undefined && { padesHref: `${below}/pades` }),
      ...(job.status === 'COMPLETED_SUCCESSFULLY' &&
        deleted === undefined && { evidenceHref: `${below}/evidence` }),
      ...(until !== undefined && deleted === undefined && { keptUntil: time(until) }),
      ...(deleted !== undefined && { documentsDeletedAt: time(deleted) }),
      ...(job.cancellationMessage !== undefined && { cancellationMessage: job.cancellationMessage }),
      acts: {
        remind: reminders.some((ways) => ways.length > 0),
        ...(deadlineUntil !== undefined && { deadlineUntil: time(deadlineUntil) }),
        cancel: isCancellable(job),
        deleteDocuments: mayDelete(job, now),
      },
      now: time(now),
    };
  });
}

async function signerDetails(
  reading: Reading,
  job: SignatureJob,
  signer: Signer,
  below: string,
): Promise<SignerDetails> {
  const name = signer.status === 'SIGNED' ? await provenName(reading, signer.id) : undefined;
  const kept = job.documentsDeletedAt === undefined;
  return {
    ...listedSigner(signer),
    ...(name !== undefined && { name }),
    since: time(signer.since),
    order: signer.order,
    active: job.status === 'IN_PROGRESS' && signer.status === 'WAITING' && isActive(job, signer),
    onBehalfOf: signer.onBehalfOf,
    ...(signer.rejectionReason !== undefined && { rejectionReason: signer.rejectionReason }),
    told: (await reading.notificationsOf(signer.id)).map(toldOf),
    ...(kept && signer.xadesSha256 !== undefined && { xadesHref: `${below}/xades/${signer.number}` }),
  };
}

function toldOf({ kind, channel, state, dueAt, sentAt, failure }: Notification): ToldOf {
  return {
    ...{ kind, channel, state },
    at: time(sentAt ?? dueAt),
    ...(failure !== undefined && { failure }),
  };
}

async function timelineOf(
  reading: Pick<Reading, 'user'>,
  trail: readonly AuditEvent[],
): Promise<TimelineEvent[]> {
  const events: TimelineEvent[] = [];
  for (const { sequence, at, kind, data } of trail) {
    const { signer, user, channel, until } = data;
    const by = typeof user === 'string' ? (await reading.user(user))?.name : undefined;
    events.push({
      ...{ sequence, kind, at: time(at) },
      ...(typeof signer === 'number' && { signer }),
      ...(by !== undefined && { by }),
      ...(typeof channel === 'string' && { channel }),
      ...(typeof until === 'number' && { until: time(until) }),
    });
  }
  return events;
}
