/**
 * The task `erase-organisation`: of one that was deactivated months ago its users, drafts, templates, logo, settings and
 * API access go. Number, name and the log of changes stay as long as there may be jobs, which have periods of their own.
 */
import { usualSettings, type Instant, type Organisation } from '../jobs/model.ts';
import type { Transaction } from '../jobs/ports.ts';
import { discardDraft } from '../sender/drafts/discard-draft.ts';
import type { EraseDeps } from './erase-job.ts';
import { makeAnonymous } from './erase-user.ts';
import { organisationErasedAt } from './periods.ts';

/** Changes nothing for one that was let in again, and comes again for one that was deactivated anew since. */
export function eraseOrganisation(
  { store, clock }: EraseDeps,
  number: string,
): Promise<{ readonly again: Instant } | undefined> {
  return store.transaction(async (tx) => {
    const organisation = await tx.lockOrganisation(number);
    const now = clock.now();
    if (organisation?.deactivatedAt === undefined) return undefined;
    const due = organisationErasedAt(organisation.deactivatedAt);
    if (now < due) return { again: due };
    await eraseUsersAndDrafts(tx, number, now);
    await tx.eraseApiAccess(number);
    await eraseSettings(tx, organisation, now);
    await tx.appendOrganisationEvent(number, { at: now, kind: 'ERASED', by: undefined, data: {} });
    return undefined;
  });
}

async function eraseUsersAndDrafts(tx: Transaction, number: string, now: number): Promise<void> {
  for (const id of await tx.draftIdsOf(number)) await discardDraft(tx, id, now);
  for (const user of await tx.usersOf(number)) {
    if (user.personalIdentificationNumber !== undefined) await makeAnonymous(tx, user.id, now);
  }
}

async function eraseSettings(tx: Transaction, organisation: Organisation, now: number): Promise<void> {
  const { number, name, sector, apiAccess, contactAddressing, deactivatedAt, logoSha256 } = organisation;
  await tx.putOrganisation({
    ...usualSettings,
    ...{ number, name, sector, apiAccess, contactAddressing },
    ...(deactivatedAt !== undefined && { deactivatedAt }),
  });
  if (logoSha256 !== undefined) await tx.releaseBlobs([logoSha256], now);
}
