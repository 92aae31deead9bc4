/** What is kept of an organisation beside its settings: who changed what. */
import type { Instant, Organisation, OrganizationNumber } from './model.ts';

export interface NewOrganisationEvent {
  readonly at: Instant;
  /** Stable upper snake case, past tense: USER_ADDED, SETTINGS_CHANGED, … */
  readonly kind: string;
  /** Id of the user who did it; undefined for the service itself. */
  readonly by: string | undefined;
  /** Plain data; users by id, never a personal identification number. */
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
}

export interface OrganisationEvent extends NewOrganisationEvent {
  /** Counts up over all organisations. */
  readonly sequence: bigint;
}

/** The part of a transaction that managing an organisation needs. */
export interface OrganisationRecordsTransaction {
  /** Locks the organisation: whoever else wants to change it or its users waits. */
  lockOrganisation(number: OrganizationNumber): Promise<Organisation | undefined>;
  /** Appended to, never changed. */
  appendOrganisationEvent(organisation: OrganizationNumber, event: NewOrganisationEvent): Promise<void>;
  /** Latest first; those before `before`. */
  organisationEvents(
    organisation: OrganizationNumber,
    limit: number,
    before?: bigint,
  ): Promise<readonly OrganisationEvent[]>;
}
