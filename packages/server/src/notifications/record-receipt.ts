/** What the SMS gateway says became of a message that it had taken. */
import type { Clock, Store } from '../jobs/ports.ts';
import type { DeliveryReceipt } from './ports.ts';

/**
 * A message that did not arrive counts as failed from now on; the sender sees it among the job's events. Receipts for
 * messages that nobody knows, and the same receipt again, change nothing.
 */
export async function recordReceipt(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  { reference, gatewayReference, outcome, reason }: DeliveryReceipt,
): Promise<void> {
  const by =
    reference !== undefined
      ? { reference }
      : gatewayReference !== undefined
        ? { gatewayReference }
        : undefined;
  if (by === undefined || outcome === 'DELIVERED') return;
  await store.transaction(async (tx) => {
    const found = await tx.sentNotification(by);
    const job = found && (await tx.lockJob(found.jobId));
    const signer = job?.signers.find(({ id }) => id === found?.signerId);
    const current = found && (await tx.notification(found.id));
    if (current?.state !== 'SENT' || job === undefined || signer === undefined) return;
    await tx.updateNotification(current.id, { state: 'FAILED', failure: 'NOT_DELIVERED' });
    const { kind, channel } = current;
    const data = {
      signer: signer.number,
      kind,
      channel,
      reason: `NOT_DELIVERED ${reason}`.trim().slice(0, 100),
    };
    await tx.appendAudit(job.id, { at: clock.now(), kind: 'NOTIFICATION_FAILED', data });
  });
}
