/** A name register from given data: a function of the sandbox, or a table in a test. */
import type { NameRegister, RegisteredPerson } from '../../ceremony/ports.ts';

/** Asks `find`; what it throws means that the register cannot be asked. */
export function fixedNameRegister(
  find: (personalIdentificationNumber: string) => RegisteredPerson | undefined,
): NameRegister {
  // The executor turns a throw of `find` into a rejection.
  return (number) => new Promise((resolve) => resolve(find(number)));
}
