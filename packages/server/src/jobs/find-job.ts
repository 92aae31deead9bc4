/** A job as its sender sees it: any other sender's jobs do not exist. */
import { ServiceError } from '../errors.ts';
import type { Flow, OrganizationNumber, SignatureJob } from './model.ts';
import type { Transaction } from './ports.ts';

export interface JobOfSender {
  /** The organisation of the request's path, which the caller was found to be allowed to act for. */
  readonly sender: OrganizationNumber;
  readonly jobId: bigint;
  /** The flow of the request's path; undefined where jobs of either are looked for. */
  readonly flow: Flow | undefined;
}

/** @throws ServiceError JOB_NOT_FOUND */
export async function findJob(tx: Transaction, request: JobOfSender): Promise<SignatureJob> {
  return visible(await tx.job(request.jobId), request);
}

/** {@link findJob}, with the job's lock. */
export async function findAndLockJob(tx: Transaction, request: JobOfSender): Promise<SignatureJob> {
  // Read first: nobody holds up another sender's job.
  await findJob(tx, request);
  return visible(await tx.lockJob(request.jobId), request);
}

function visible(job: SignatureJob | undefined, { sender, flow }: JobOfSender): SignatureJob {
  if (job?.sender === sender && (flow === undefined || job.flow === flow)) return job;
  const kind = flow === undefined ? 'signature job' : `${flow} signature job`;
  throw new ServiceError('JOB_NOT_FOUND', `The organisation ${sender} has no such ${kind}.`);
}
