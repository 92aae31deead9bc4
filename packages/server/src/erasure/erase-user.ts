/** The task `erase-user`: who had no access for long is made anonymous; what they sent stays the organisation's. */
import type { Instant } from '../jobs/model.ts';
import type { Transaction } from '../jobs/ports.ts';
import type { EraseDeps } from './erase-job.ts';
import { userErasedAt } from './periods.ts';

/** Comes again for a user whose access ends later than it was to, and not for one who has it without end. */
export function eraseUser(
  { store, clock }: EraseDeps,
  id: string,
): Promise<{ readonly again: Instant } | undefined> {
  return store.transaction(async (tx) => {
    const user = await tx.user(id);
    if (user?.personalIdentificationNumber === undefined) return undefined;
    await tx.lockOrganisation(user.organisation);
    const due = userErasedAt((await tx.user(id)) ?? user);
    if (due === undefined) return undefined;
    if (clock.now() < due) return { again: due };
    await makeAnonymous(tx, id, clock.now());
    return undefined;
  });
}

/** An anonymous user has an empty name. */
export async function makeAnonymous(tx: Transaction, id: string, now: Instant): Promise<void> {
  await tx.updateUser(id, {
    ...{ personalIdentificationNumber: undefined, name: '', email: '' },
    deactivatedAt: now,
  });
}
