/** Plans what a signer will be told from now on, and drops what was planned before. */
import type { Instant, KnownContact, SignatureJob, Signer } from '../jobs/model.ts';
import type { NotificationChannel } from '../jobs/portal-records.ts';
import type { Random, Transaction } from '../jobs/ports.ts';
import { planNotifications } from './plan.ts';

export interface ScheduleDeps {
  readonly random: Random;
  /** What this installation can send. */
  readonly channels: ReadonlySet<NotificationChannel>;
}

/** The ways that reach the signer. */
export function channelsTo(
  contact: KnownContact,
  available: ReadonlySet<NotificationChannel>,
): ReadonlySet<NotificationChannel> {
  const ways = new Set<NotificationChannel>();
  if (contact.email !== undefined && available.has('email')) ways.add('email');
  if (contact.mobile !== undefined && available.has('sms')) ways.add('sms');
  return ways;
}

/** Inside the transaction that holds the job's lock: when it is the signer's turn, or the deadline was moved. */
export async function scheduleNotifications(
  tx: Transaction,
  { random, channels }: ScheduleDeps,
  to: { readonly job: SignatureJob; readonly signer: Signer; readonly contact: KnownContact },
  now: Instant,
): Promise<void> {
  const { job, signer, contact } = to;
  const earlier = await tx.notificationsOf(signer.id);
  for (const { id, state } of earlier) {
    if (state === 'PLANNED') await tx.updateNotification(id, { state: 'DROPPED' });
  }
  const ways = channelsTo(contact, channels);
  const { notifications, address } = signer;
  const sender = await tx.organisation(job.sender);
  const planned = planNotifications({
    activatedAt: job.expiresAt - job.available,
    deadline: job.expiresAt,
    now,
    channels: { email: ways.has('email'), sms: ways.has('sms') },
    smsWanted: notifications?.kind !== 'lookup' || notifications.sms,
    codeBySms: address.kind === 'contact' && sender?.codeBySms === true,
    sent: earlier.flatMap(({ state, kind, channel }) =>
      state === 'SENT' && kind !== 'cancelled' && kind !== 'completed' ? [{ kind, channel }] : [],
    ),
  });
  for (const { kind, channel, at } of planned) {
    const reference = random.uuid();
    await tx.insertNotification({ jobId: job.id, signerId: signer.id, kind, channel, dueAt: at, reference });
  }
}

/** Tells a signer the same ways as before of something that has just happened. */
export async function tellAgain(
  tx: Transaction,
  { random }: Pick<ScheduleDeps, 'random'>,
  to: { readonly jobId: bigint; readonly signerId: bigint },
  kind: 'cancelled' | 'completed',
  now: Instant,
): Promise<void> {
  const sent = (await tx.notificationsOf(to.signerId)).filter(({ state }) => state === 'SENT');
  for (const channel of new Set(sent.map((notification) => notification.channel))) {
    await tx.insertNotification({ ...to, kind, channel, dueAt: now, reference: random.uuid() });
  }
}
