/** The sandbox's contact register: the test persons, and nobody else. */
import type { Faults } from './faults.ts';
import { people, type Contact } from './people.ts';

/**
 * Finds a person's contact details by national identity number; undefined: not in the register.
 * Throws while the register is switched off.
 */
export function contactRegister(faults: Faults): (number: string) => Contact | undefined {
  return (number) => {
    if (faults.isDown('register')) throw new Error('The test register is switched off');
    return people.find((person) => person.number === number)?.contact;
  };
}
