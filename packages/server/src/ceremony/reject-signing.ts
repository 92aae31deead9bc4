/** The signer said no. */
import { recordRejection } from '../jobs/record-acts.ts';
import type { CeremonySession } from '../jobs/ports.ts';
import { ServiceError } from '../errors.ts';
import { jobAndSigner } from './ceremony-state.ts';
import type { CeremonyDeps } from './ports.ts';

/**
 * Ends the job by the signer's rejection; `reason` is the signer's own words.
 * @throws ServiceError SIGNER_ALREADY_ACTED (also while a signature is being made), JOB_ENDED
 */
export async function rejectSigning(
  { store, clock }: Pick<CeremonyDeps, 'store' | 'clock'>,
  session: CeremonySession,
  reason: string | undefined,
): Promise<void> {
  // Control characters mean nothing here, and PostgreSQL has no U+0000.
  const words = reason?.replace(/[^\P{Cc}\n]/gu, ' ').trim();
  await store.transaction(async (tx) => {
    await tx.lockJob(session.jobId);
    const { job, signer } = await jobAndSigner(tx, session);
    const attempt = await tx.latestAttempt(signer.id);
    if (attempt?.state === 'AUTHENTICATED') {
      throw new ServiceError('SIGNER_ALREADY_ACTED', 'The signature is being made');
    }
    await recordRejection(
      tx,
      { jobId: job.id, signerNumber: signer.number },
      words === '' ? undefined : words,
      clock.now(),
    );
    if (attempt?.state === 'STARTED' || attempt?.state === 'REDEEMING') {
      await tx.advanceAttempt(attempt.id, attempt.state, { state: 'ENDED' });
    }
  });
}
