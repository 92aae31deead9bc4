/** Reminding signers now, before the plan would. */
import { ServiceError } from '../errors.ts';
import type { Instant, SignatureJob, Signer } from '../jobs/model.ts';
import type { Notification } from '../jobs/portal-records.ts';
import type { Clock, Random, Store, TaskSignal, Transaction } from '../jobs/ports.ts';
import { canAct } from '../jobs/state-machine.ts';
import { withinSmsHours } from '../notifications/sms-hours.ts';
import { lockedJob } from './locked-job.ts';
import type { JobRequest } from './show-job.ts';

export interface RemindDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly tasks: TaskSignal;
}

/** Nobody is written to more often than this by hand, milliseconds. */
const remindEvery = 3_600_000;

/**
 * Reminds one signer, or all whose turn it is, the ways they were told before; text messages wait for the morning.
 * Returns how many messages are on their way.
 * @throws ServiceError NOT_A_USER, JOB_NOT_FOUND; NOT_NOW when nobody can be reminded: acted, not told yet, or told
 * within the hour
 */
export async function remind(
  { store, clock, random, tasks }: RemindDeps,
  request: JobRequest & { readonly signer?: number },
): Promise<number> {
  const messages = await store.transaction(async (tx) => {
    const now = clock.now();
    const { job, user } = await lockedJob(tx, request, now);
    let planned = 0;
    for (const signer of job.signers) {
      if (request.signer !== undefined && signer.number !== request.signer) continue;
      const reminders = await remindersFor(tx, job, signer, now);
      if (reminders.length === 0) continue;
      for (const reminder of reminders) {
        const to = { jobId: job.id, signerId: signer.id, reference: random.uuid() };
        await tx.insertNotification({ ...to, ...reminder, kind: 'reminder' });
      }
      planned += reminders.length;
      const data = { signer: signer.number, user: user.id };
      await tx.appendAudit(job.id, { at: now, kind: 'SIGNER_REMINDED', data });
    }
    if (planned === 0) {
      throw new ServiceError(
        'NOT_NOW',
        'Nobody can be reminded now: those who wait were told within the last hour, or not at all yet.',
      );
    }
    return planned;
  });
  tasks.wake();
  return messages;
}

/**
 * What would be sent now, each the way the signer was told before: nothing when the signer cannot act, was told within the
 * hour, or will be; and no second text message for the same morning.
 */
export async function remindersFor(
  tx: Pick<Transaction, 'notificationsOf'>,
  job: SignatureJob,
  signer: Signer,
  now: Instant,
): Promise<readonly Pick<Notification, 'channel' | 'dueAt'>[]> {
  if (job.flow !== 'portal' || signer.status !== 'WAITING' || !canAct(job, signer.number, now)) return [];
  const told = await tx.notificationsOf(signer.id);
  const planned = told.filter(({ state }) => state === 'PLANNED');
  const soon = planned.some(({ dueAt }) => dueAt <= now + remindEvery);
  const lately = told.some(({ sentAt }) => sentAt !== undefined && now - sentAt < remindEvery);
  if (soon || lately) return [];
  const ways = new Set(told.flatMap(({ state, channel }) => (state === 'SENT' ? [channel] : [])));
  return [...ways]
    .map((channel) => ({ channel, dueAt: channel === 'sms' ? withinSmsHours(now, job.expiresAt) : now }))
    .filter((own) =>
      planned.every((other) => other.channel !== own.channel || other.dueAt > own.dueAt + remindEvery),
    );
}
