/** A signer who has a link but no code asks for a new one. The answer is the same whether or not one is sent. */
import type { KeyObject } from 'node:crypto';
import { jobAndSigner } from '../ceremony/index.ts';
import { contactOf } from '../jobs/contact-addresses.ts';
import type { NotificationChannel } from '../jobs/portal-records.ts';
import type { Clock, Random, Store, TaskSignal } from '../jobs/ports.ts';
import { sha256Hex } from '../jobs/secrets.ts';
import { mostCodes, mostWrongCodes, nextCode } from '../jobs/signer-links.ts';
import { canAct } from '../jobs/state-machine.ts';

export interface NewCodeDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly tasks: TaskSignal;
  readonly tokenKey: KeyObject;
  readonly channels: ReadonlySet<NotificationChannel>;
}

/** Sends a new code the ways the signer was told of the job, a limited number of times; the earlier one stops working. */
export async function askForNewCode(deps: NewCodeDeps, linkToken: string): Promise<void> {
  const { store, clock, random, tasks, tokenKey, channels } = deps;
  const tokenHash = sha256Hex(linkToken);
  await store.transaction(async (tx) => {
    const found = await tx.signerLink(tokenHash);
    if (found === undefined) return;
    await tx.lockJob(found.jobId);
    const link = (await tx.signerLink(tokenHash)) ?? found;
    const { job, signer } = await jobAndSigner(tx, link);
    const now = clock.now();
    if (!canAct(job, signer.number, now)) return;
    if (link.codeNumber >= mostCodes || link.wrongCodes >= mostWrongCodes) return;
    await tx.updateSignerLink(signer.id, nextCode(tokenKey, link));
    const { email, mobile } = contactOf(signer);
    const ways = [email !== undefined && ('email' as const), mobile !== undefined && ('sms' as const)];
    for (const channel of ways) {
      if (channel === false || !channels.has(channel)) continue;
      const reference = random.uuid();
      await tx.insertNotification({
        jobId: job.id,
        signerId: signer.id,
        kind: 'code',
        channel,
        dueAt: now,
        reference,
      });
    }
    await tx.appendAudit(job.id, { at: now, kind: 'NEW_CODE_SENT', data: { signer: signer.number } });
  });
  tasks.wake();
}
