/** A fresh one-time redirect-url for a signer; the earlier one stops working. */
import { findAndLockJob, type JobOfSender } from './find-job.ts';
import type { SignatureJob, Signer } from './model.ts';
import type { Clock, Random, Store } from './ports.ts';
import { sha256Hex } from './secrets.ts';
import { requireActing } from './state-machine.ts';

export interface RenewedRedirectUrl {
  readonly job: SignatureJob;
  readonly signer: Signer;
  readonly token: string;
}

/** @throws ServiceError JOB_NOT_FOUND, SIGNER_NOT_FOUND, SIGNER_ALREADY_ACTED, JOB_ENDED */
export async function renewRedirectUrl(
  deps: { readonly store: Store; readonly clock: Clock; readonly random: Random },
  request: JobOfSender & { readonly signerNumber: number },
): Promise<RenewedRedirectUrl> {
  const token = deps.random.token();
  return deps.store.transaction(async (tx) => {
    const now = deps.clock.now();
    const job = await findAndLockJob(tx, request);
    const signer = requireActing(job, request.signerNumber, now);
    await tx.replaceRedirectToken(signer.id, sha256Hex(token), now);
    await tx.appendAudit(job.id, { at: now, kind: 'REDIRECT_URL_RENEWED', data: { signer: signer.number } });
    return { job, signer, token };
  });
}
