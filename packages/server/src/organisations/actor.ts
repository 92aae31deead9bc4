/**
 * Who acts in the sender portal. Looked up in the transaction that does what they ask for, so that a right that was
 * taken away is gone at once.
 */
import { ServiceError } from '../errors.ts';
import type { Instant, Organisation, OrganizationNumber, SignatureJob } from '../jobs/model.ts';
import type { Transaction } from '../jobs/ports.ts';
import type { User } from '../jobs/user-records.ts';
import { isActive, may, sees, type OrganisationAct } from './rights.ts';

/** Who is logged in, and the organisation they chose. */
export interface SenderCaller {
  readonly personalIdentificationNumber: string;
  readonly organisation: OrganizationNumber;
}

export interface Actor {
  readonly user: User;
  readonly organisation: Organisation;
}

/**
 * The user as whom the caller acts.
 * @throws ServiceError NOT_A_USER also when there is no such organisation, so that nobody learns which there are
 */
export async function actorIn(
  tx: Pick<Transaction, 'organisation' | 'userOfPerson'>,
  caller: SenderCaller,
  now: Instant,
): Promise<Actor> {
  const organisation = await tx.organisation(caller.organisation);
  const user = await tx.userOfPerson(caller.organisation, caller.personalIdentificationNumber);
  if (organisation === undefined || user === undefined || !isActive(user, organisation, now)) {
    throw new ServiceError(
      'NOT_A_USER',
      'The person who is logged in is no user of this organisation; an account manager of it can add them.',
    );
  }
  return { user, organisation };
}

/** @throws ServiceError NOT_A_USER, NOT_PERMITTED */
export async function requireRight(
  tx: Pick<Transaction, 'organisation' | 'userOfPerson'>,
  caller: SenderCaller,
  act: OrganisationAct,
  now: Instant,
): Promise<Actor> {
  const actor = await actorIn(tx, caller, now);
  if (!may(actor.user, act)) {
    throw new ServiceError('NOT_PERMITTED', 'Only account managers of the organisation may do this.');
  }
  return actor;
}

/**
 * The job, when the actor may see it.
 * @throws ServiceError JOB_NOT_FOUND also for jobs that only others may see
 */
export function requireSeen(actor: Actor, job: SignatureJob | undefined): SignatureJob {
  if (job === undefined || !sees(actor.user, job)) {
    throw new ServiceError('JOB_NOT_FOUND', 'There is no such job among those that you may see.');
  }
  return job;
}
