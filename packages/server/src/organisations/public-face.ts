/** A sender as signers see it. */
import type { OrganizationNumber } from '../jobs/model.ts';
import type { Transaction } from '../jobs/ports.ts';

export interface PublicFace {
  readonly name: string;
  /** Relative to the pages' origin. */
  readonly logo?: string;
}

export async function senderOf(tx: Transaction, number: OrganizationNumber): Promise<PublicFace> {
  const organisation = await tx.organisation(number);
  return {
    name: organisation?.name ?? number,
    ...(organisation?.logoSha256 !== undefined && { logo: `/logos/${number}` }),
  };
}
