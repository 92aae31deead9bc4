/** When what is no longer needed is erased: `docs/architecture.md`, "What is kept for how long". */
import type { Instant } from '../jobs/model.ts';
import { noJob, type Transaction } from '../jobs/ports.ts';
import type { User } from '../jobs/user-records.ts';

const day = 86_400_000;
/** From when the documents are deleted until the job, its messages and its history are, milliseconds. */
const jobKeptFor = 1096 * day;
/** From when a user's access ends until the user is made anonymous, milliseconds. */
const userKeptFor = 1096 * day;
/** From when an organisation is deactivated until what it made is erased, milliseconds. */
const organisationKeptFor = 92 * day;

type Planning = Pick<Transaction, 'enqueueTask'>;

export function jobErasedAt(documentsDeletedAt: Instant): Instant {
  return documentsDeletedAt + jobKeptFor;
}

/** Undefined for one who has access, and no end of it. */
export function userErasedAt({
  deactivatedAt,
  endsAt,
}: Pick<User, 'deactivatedAt' | 'endsAt'>): Instant | undefined {
  const end = Math.min(deactivatedAt ?? Infinity, endsAt ?? Infinity);
  return end === Infinity ? undefined : end + userKeptFor;
}

export function organisationErasedAt(deactivatedAt: Instant): Instant {
  return deactivatedAt + organisationKeptFor;
}

/** The task belongs to no job, which it outlives. */
export function planJobErasure(tx: Planning, jobId: bigint, documentsDeletedAt: Instant): Promise<void> {
  const dueAt = jobErasedAt(documentsDeletedAt);
  return tx.enqueueTask({ kind: 'erase-job', key: jobId.toString(), jobId: noJob, dueAt });
}

/** When an end of the user's access is known. */
export async function planUserErasure(tx: Planning, user: User): Promise<void> {
  const dueAt = userErasedAt(user);
  if (dueAt !== undefined) await tx.enqueueTask({ kind: 'erase-user', key: user.id, jobId: noJob, dueAt });
}

export function planOrganisationErasure(tx: Planning, number: string, deactivatedAt: Instant): Promise<void> {
  const dueAt = organisationErasedAt(deactivatedAt);
  return tx.enqueueTask({ kind: 'erase-organisation', key: number, jobId: noJob, dueAt });
}
