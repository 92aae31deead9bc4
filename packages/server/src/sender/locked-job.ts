/** The job that somebody in the sender portal wants to change, held until the commit. */
import type { Instant, SignatureJob } from '../jobs/model.ts';
import type { Transaction } from '../jobs/ports.ts';
import { actorIn, requireSeen, type Actor } from '../organisations/actor.ts';
import type { JobRequest } from './show-job.ts';

/** @throws ServiceError NOT_A_USER, JOB_NOT_FOUND */
export async function lockedJob(
  tx: Transaction,
  { caller, jobId }: JobRequest,
  now: Instant,
): Promise<Actor & { readonly job: SignatureJob }> {
  const actor = await actorIn(tx, caller, now);
  // Read first: nobody holds up another's job.
  requireSeen(actor, await tx.job(jobId));
  return { ...actor, job: requireSeen(actor, await tx.lockJob(jobId)) };
}
