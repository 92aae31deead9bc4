/** What the service asks of a contact and reservation register. */
import type { Language } from '@segl/protocol/json';

/** Only what may be used for a notification today: details that are not verified often enough are left out. */
export interface RegisteredContact {
  /** Has opted out of digital communication with public bodies. Nothing else is told of such a person. */
  readonly reserved: boolean;
  readonly email?: string;
  /** E.164, `+` and 7 to 15 digits. */
  readonly mobile?: string;
  /** What the person wishes to be written to in; absent where the register knows none of ours. */
  readonly language?: Language;
}

export interface ContactRegister {
  /**
   * The people with these national identity numbers, by number. Who is not in the answer is not in the register; who
   * is there without email and mobile cannot be reached.
   *
   * Rejects with ServiceError TEMPORARILY_UNAVAILABLE when the register cannot be asked or answers nonsense: all or
   * nothing, never a part of the answer.
   */
  lookUp(numbers: readonly string[]): Promise<ReadonlyMap<string, RegisteredContact>>;
}
