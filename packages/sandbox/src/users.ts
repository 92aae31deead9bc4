/** Who may log in to the sender portal of which organisation, and who runs the installation. */
import { fullName, people } from './people.ts';

type Role = 'ACCOUNT_MANAGER' | 'DOCUMENT_PROCESSOR';

const ase = '14838522190';
const ola = '02919134561';

/** By the organisation's certificate. */
const roles: Readonly<Record<string, readonly { readonly number: string; readonly role: Role }[]>> = {
  public: [{ number: ase, role: 'ACCOUNT_MANAGER' }],
  private: [
    { number: ase, role: 'ACCOUNT_MANAGER' },
    { number: ola, role: 'DOCUMENT_PROCESSOR' },
  ],
};

export const operators: readonly string[] = [ase];

export function usersOf(certificate: string) {
  return (roles[certificate] ?? []).map(({ number, role }) => {
    const person = people.find((known) => known.number === number);
    return {
      personalIdentificationNumber: number,
      name: (person && fullName(person)) ?? '',
      email: person?.contact?.email ?? '',
      role,
    };
  });
}
