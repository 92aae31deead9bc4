/** Task `seal`: makes the job's signed document and completes the job. Run again after a crash it ends the same way. */
import { recordSealed } from '../jobs/record-acts.ts';
import { isReadyToSeal } from '../jobs/state-machine.ts';
import { sealDocument, type SealDeps } from './seal-document.ts';

/**
 * Does nothing for a job that is not waiting for its seal. Rejects when a part outside is away or the document does not
 * verify: the task is to be run again, and the job is not complete before.
 */
export async function sealJob(deps: SealDeps, jobId: bigint): Promise<void> {
  const { store, clock, trace } = deps;
  const job = await store.transaction((tx) => tx.job(jobId));
  if (job === undefined || !isReadyToSeal(job)) return;
  const padesSha256 = await sealDocument(deps, job, (step) => trace.step(step, jobId));
  await trace.step('document-stored', jobId);
  await store.transaction((tx) => recordSealed(tx, jobId, padesSha256, clock.now()));
  await trace.step('job-completed', jobId);
}
