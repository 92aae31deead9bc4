/** Who may do what in the sender portal: the one table of rights. */
import type { Instant, Organisation, SignatureJob } from '../jobs/model.ts';
import type { Role, User } from '../jobs/user-records.ts';

/** What concerns the organisation as a whole. */
export type OrganisationAct =
  'create-jobs' | 'use-templates' | 'manage-users' | 'manage-settings' | 'manage-api-access';

const acts: Readonly<Record<Role, ReadonlySet<OrganisationAct>>> = {
  ACCOUNT_MANAGER: new Set([
    'create-jobs',
    'use-templates',
    'manage-users',
    'manage-settings',
    'manage-api-access',
  ]),
  DOCUMENT_PROCESSOR: new Set(['create-jobs', 'use-templates']),
};

/** Whether a person may act as this user at `now`. */
export function isActive(user: User, organisation: Organisation, now: Instant): boolean {
  return (
    organisation.deactivatedAt === undefined &&
    user.deactivatedAt === undefined &&
    (user.endsAt === undefined || now < user.endsAt)
  );
}

export function may(user: User, act: OrganisationAct): boolean {
  return acts[user.role].has(act);
}

/** Whose jobs, drafts and templates a user sees and handles: everybody's in the organisation, or their own. */
export function sees(
  user: User,
  item: Pick<SignatureJob, 'sender'> & { readonly createdByUser?: string | undefined },
): boolean {
  if (item.sender !== user.organisation) return false;
  return user.role === 'ACCOUNT_MANAGER' || item.createdByUser === user.id;
}
