/**
 * The task `activate`: it is an order group's turn. Those whose contact details are the register's are looked up; who
 * cannot be reached ends the job, everybody else is told.
 */
import type { KeyObject } from 'node:crypto';
import { channelsTo, scheduleNotifications } from '../notifications/schedule.ts';
import { deadlineNews } from '../notifications/sender-news/plan.ts';
import { planNews } from '../notifications/sender-news/schedule.ts';
import { applyTransition } from './apply-transition.ts';
import { contactOf } from './contact-addresses.ts';
import type { ContactRegister, RegisteredContact } from './contact-register.ts';
import type { Instant, SignatureJob, Signer } from './model.ts';
import type { NotificationChannel } from './portal-records.ts';
import type { Clock, Random, Store, TaskSignal, Transaction } from './ports.ts';
import { knownContact, registeredNumber } from './register-contacts.ts';
import { newSignerLink } from './signer-links.ts';
import { currentOrder, signerActed } from './state-machine.ts';

export interface ActivateGroupDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly tasks: TaskSignal;
  readonly tokenKey: KeyObject;
  readonly register: ContactRegister;
  readonly channels: ReadonlySet<NotificationChannel>;
}

type Found = ReadonlyMap<string, RegisteredContact>;

/**
 * May be run any number of times; does nothing once the group was told, or is no longer due.
 * Rejects while the register cannot be asked: the task is to be run again. Meanwhile the signers can sign already.
 */
export async function activateGroup(deps: ActivateGroupDeps, jobId: bigint): Promise<void> {
  const { store, clock, tasks } = deps;
  const job = await store.transaction((tx) => tx.job(jobId));
  if (job === undefined || !isDue(job, clock.now())) return;
  const found = await lookUp(deps, group(job));
  await store.transaction(async (tx) => {
    const now = clock.now();
    const locked = await tx.lockJob(jobId);
    if (locked === undefined || !isDue(locked, now) || currentOrder(locked) !== currentOrder(job)) return;
    if (!(await endedByUnreachable(tx, deps, locked, found, now))) await tell(tx, deps, locked, found, now);
  });
  tasks.wake();
}

function isDue(job: SignatureJob, now: Instant): boolean {
  const order = currentOrder(job);
  return (
    job.status === 'IN_PROGRESS' &&
    order !== undefined &&
    now >= job.activatesAt &&
    now < job.expiresAt &&
    (job.activatedOrder === undefined || job.activatedOrder < order)
  );
}

/** Those whose turn it is and who have not signed before they were told. */
function group(job: SignatureJob): readonly Signer[] {
  return job.signers.filter(({ order, status }) => order === currentOrder(job) && status === 'WAITING');
}

async function lookUp({ register }: ActivateGroupDeps, signers: readonly Signer[]): Promise<Found> {
  const numbers = signers.flatMap((signer) => registeredNumber(signer) ?? []);
  return numbers.length === 0 ? new Map() : register.lookUp(numbers);
}

/** The first who opted out or cannot be reached ends the job; whether there was one. */
async function endedByUnreachable(
  tx: Transaction,
  { channels }: ActivateGroupDeps,
  job: SignatureJob,
  found: Found,
  now: Instant,
): Promise<boolean> {
  for (const signer of group(job)) {
    const number = registeredNumber(signer);
    if (number === undefined) continue;
    const registered = found.get(number);
    const reserved = registered?.reserved === true;
    if (!reserved && registered !== undefined && channelsTo(registered, channels).size > 0) continue;
    const kind = reserved ? 'RESERVED' : 'CONTACT_INFORMATION_MISSING';
    await applyTransition(tx, job, signerActed(job, signer.number, { kind }, now), now);
    return true;
  }
  return false;
}

async function tell(
  tx: Transaction,
  deps: ActivateGroupDeps,
  job: SignatureJob,
  found: Found,
  now: Instant,
): Promise<void> {
  const order = currentOrder(job) ?? 0;
  await tx.updateJob(job.id, { activatedOrder: order });
  for (const signer of group(job)) {
    const registered = found.get(registeredNumber(signer) ?? '');
    if (registered !== undefined)
      await tx.updateSigner(signer.id, { knownContact: knownContact(registered) });
    if (signer.address.kind === 'contact') {
      const link = newSignerLink(deps.tokenKey, { jobId: job.id, signerId: signer.id }, deps.random.uuid());
      await tx.insertSignerLink(link);
    }
    await scheduleNotifications(tx, deps, { job, signer, contact: registered ?? contactOf(signer) }, now);
  }
  await planNews(tx, job, deadlineNews(job));
  await tx.appendAudit(job.id, { at: now, kind: 'GROUP_ACTIVATED', data: { order } });
}
