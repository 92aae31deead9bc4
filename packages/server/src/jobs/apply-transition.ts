/** Writes what the state machine decided, inside the transaction that holds the job's lock. */
import { deletionNews, statusNews } from '../notifications/sender-news/plan.ts';
import { planNews } from '../notifications/sender-news/schedule.ts';
import type { Instant, SignatureJob } from './model.ts';
import type { QueueName, StatusSnapshot, Transaction } from './ports.ts';
import { applied, type Transition } from './state-machine.ts';

/** Writes job, signers, queue, tasks and audit events; returns the job as it now is. */
export async function applyTransition(
  tx: Transaction,
  job: SignatureJob,
  transition: Transition,
  now: Instant,
): Promise<SignatureJob> {
  const after = applied(job, transition);
  await tx.updateJob(job.id, transition.job);
  for (const { id, changes } of transition.signers) await tx.updateSigner(id, changes);
  if (transition.statusChange && hasQueue(job)) {
    await tx.insertStatusChange(queueOf(job), job.id, snapshotOf(after), now);
  }
  if (transition.statusChange) await planNews(tx, after, statusNews(after, now));
  if (after.status === 'COMPLETED_SUCCESSFULLY') await planNews(tx, after, deletionNews(after, now));
  for (const task of transition.tasks) await tx.enqueueTask({ ...task, jobId: job.id });
  for (const event of transition.audit) await tx.appendAudit(job.id, { ...event, at: now });
  return after;
}

/** Portal jobs from the API are always polled for; direct jobs when they were created so. */
function hasQueue(job: SignatureJob): boolean {
  if (job.createdByUser !== undefined) return false;
  return job.flow === 'portal' || job.statusRetrievalMethod === 'POLLING';
}

function queueOf(job: SignatureJob): QueueName {
  return { sender: job.sender, flow: job.flow, name: job.pollingQueue };
}

/** The part of a job that a status response tells. */
function snapshotOf(job: SignatureJob): StatusSnapshot {
  return {
    jobStatus: job.status,
    signers: job.signers.map(({ number, status, since }) => ({ number, status, since })),
  };
}
