/** Who may log in to the sender portal for an organisation. */
import type { Instant, OrganizationNumber } from './model.ts';

/**
 * An account manager manages the organisation and sees every job; a document processor creates jobs and sees their own.
 */
export type Role = 'ACCOUNT_MANAGER' | 'DOCUMENT_PROCESSOR';

/** One person in one organisation. */
export interface User {
  /** UUID. */
  readonly id: string;
  readonly organisation: OrganizationNumber;
  /** Who may log in as this user; undefined once the user was made anonymous. */
  readonly personalIdentificationNumber: string | undefined;
  readonly name: string;
  /** Where news of the user's jobs go. */
  readonly email: string;
  readonly role: Role;
  /** From then on the user has no access. */
  readonly endsAt: Instant | undefined;
  readonly deactivatedAt: Instant | undefined;
  readonly createdAt: Instant;
  /** Undefined for who was invited and never came. */
  readonly lastLoginAt: Instant | undefined;
}

export type UserChanges = Partial<
  Pick<
    User,
    'personalIdentificationNumber' | 'name' | 'email' | 'role' | 'endsAt' | 'deactivatedAt' | 'lastLoginAt'
  >
>;

/** The part of a transaction that users need. */
export interface UsersTransaction {
  insertUser(user: User): Promise<void>;
  user(id: string): Promise<User | undefined>;
  userOfPerson(
    organisation: OrganizationNumber,
    personalIdentificationNumber: string,
  ): Promise<User | undefined>;
  /** In every organisation, whatever their state. */
  usersOfPerson(personalIdentificationNumber: string): Promise<readonly User[]>;
  /** By name. */
  usersOf(organisation: OrganizationNumber): Promise<readonly User[]>;
  /** An explicit undefined takes the value away. */
  updateUser(id: string, changes: UserChanges): Promise<void>;
}
