/** Task `seal`: makes the job's signed document and completes the job. Run again after a crash it ends the same way. */
import type { SignatureJob } from '../jobs/model.ts';
import type { Random, TaskSignal, Transaction } from '../jobs/ports.ts';
import { recordSealed } from '../jobs/record-acts.ts';
import { isReadyToSeal } from '../jobs/state-machine.ts';
import { tellAgain } from '../notifications/schedule.ts';
import { sealDocument, type SealDeps } from './seal-document.ts';

export interface SealJobDeps extends SealDeps {
  readonly random: Random;
  readonly tasks: TaskSignal;
}

/**
 * Does nothing for a job that is not waiting for its seal. Rejects when a part outside is away or the document does not
 * verify: the task is to be run again, and the job is not complete before.
 */
export async function sealJob(deps: SealJobDeps, jobId: bigint): Promise<void> {
  const { store, clock, trace, tasks } = deps;
  const job = await store.transaction((tx) => tx.job(jobId));
  if (job === undefined || !isReadyToSeal(job)) return;
  const { sha256, provenUntil } = await sealDocument(deps, job, (step) => trace.step(step, jobId));
  await trace.step('document-stored', jobId);
  await store.transaction(async (tx) => {
    await recordSealed(tx, jobId, sha256, clock.now(), provenUntil);
    await tellThoseWithALink(tx, deps, job);
  });
  tasks.wake();
  await trace.step('job-completed', jobId);
}

/** Who signed before others by a link has no inbox where the signed document turns up. */
async function tellThoseWithALink(
  tx: Transaction,
  { random, clock }: SealJobDeps,
  { id: jobId, signers }: SignatureJob,
): Promise<void> {
  if (signers.length === 1) return;
  for (const { id: signerId, address } of signers) {
    if (address.kind === 'contact') {
      await tellAgain(tx, { random }, { jobId, signerId }, 'completed', clock.now());
    }
  }
}
