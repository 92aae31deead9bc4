/** A job as its sender sees it: any other sender's jobs do not exist. */
import { ServiceError } from '../errors.ts';
import type { OrganizationNumber, SignatureJob } from './model.ts';
import type { Transaction } from './ports.ts';

export interface JobOfSender {
  /** The organisation of the request's path, which the caller was found to be allowed to act for. */
  readonly sender: OrganizationNumber;
  readonly jobId: bigint;
}

/** @throws ServiceError JOB_NOT_FOUND */
export async function findJob(tx: Transaction, { sender, jobId }: JobOfSender): Promise<SignatureJob> {
  return visible(await tx.job(jobId), sender);
}

/** {@link findJob}, with the job's lock. */
export async function findAndLockJob(tx: Transaction, { sender, jobId }: JobOfSender): Promise<SignatureJob> {
  // Read first: nobody holds up another sender's job.
  await findJob(tx, { sender, jobId });
  return visible(await tx.lockJob(jobId), sender);
}

function visible(job: SignatureJob | undefined, sender: OrganizationNumber): SignatureJob {
  if (job?.sender !== sender) {
    throw new ServiceError('JOB_NOT_FOUND', `The organisation ${sender} has no such signature job.`);
  }
  return job;
}
