/** What jobs are found by: one row for each key of each job. */
import type { Kysely } from 'kysely';
import { toE164 } from '../jobs/contact-addresses.ts';
import type { JobKey } from '../jobs/job-list-records.ts';
import type { SignatureJob, Signer } from '../jobs/model.ts';
import type { Tables } from './schema.ts';

/** Adds those that are not there yet. */
export async function insertJobKeys(
  db: Kysely<Tables>,
  job: { readonly id: bigint; readonly sender: string; readonly createdAt: bigint },
  keys: readonly JobKey[],
): Promise<void> {
  if (keys.length === 0) return;
  const { id: job_id, sender, createdAt: created_at } = job;
  await db
    .insertInto('job_key')
    .values(keys.map(({ kind, value }) => ({ sender, kind, value, created_at, job_id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export function keysOfJob({
  reference,
  signers,
}: {
  readonly reference: SignatureJob['reference'];
  readonly signers: readonly Pick<Signer, 'address' | 'notifications' | 'knownContact'>[];
}): JobKey[] {
  return [
    ...(reference === undefined ? [] : [{ kind: 'reference' as const, value: reference }]),
    ...signers.flatMap(keysOfSigner),
  ];
}

function keysOfSigner({
  address,
  notifications,
  knownContact,
}: Pick<Signer, 'address' | 'notifications' | 'knownContact'>): JobKey[] {
  return [
    ...(address.kind === 'personal-identification-number'
      ? [{ kind: address.kind, value: address.value }]
      : []),
    ...(address.kind === 'contact' ? keysOfContact(address) : []),
    ...(notifications?.kind === 'addresses' ? keysOfContact(notifications) : []),
    ...keysOfContact(knownContact ?? {}),
  ];
}

export function keysOfContact({
  email,
  mobile,
}: {
  readonly email?: string;
  readonly mobile?: string;
}): JobKey[] {
  return [
    ...(email === undefined ? [] : [{ kind: 'email' as const, value: email.toLowerCase() }]),
    ...(mobile === undefined ? [] : [{ kind: 'mobile' as const, value: toE164(mobile) ?? mobile }]),
  ];
}
