/** A contact register from given data: a function of the sandbox, or a table in a test. */
import { ServiceError } from '../../errors.ts';
import type { ContactRegister, RegisteredContact } from '../../jobs/contact-register.ts';

/** Asks `find` for each number; what it throws means that the register cannot be asked. */
export function fixedContactRegister(
  find: (personalIdentificationNumber: string) => RegisteredContact | undefined,
): ContactRegister {
  const answer = (numbers: readonly string[]): ReadonlyMap<string, RegisteredContact> => {
    const found = new Map<string, RegisteredContact>();
    for (const number of numbers) {
      const contact = find(number);
      if (contact !== undefined) found.set(number, contact);
    }
    return found;
  };
  return {
    // The executor turns a throw of `find` into a rejection.
    lookUp: (numbers) =>
      new Promise<ReadonlyMap<string, RegisteredContact>>((resolve) => resolve(answer(numbers))).catch(
        (cause: unknown) => {
          throw new ServiceError('TEMPORARILY_UNAVAILABLE', 'the contact register cannot be asked', {
            cause,
          });
        },
      ),
  };
}
