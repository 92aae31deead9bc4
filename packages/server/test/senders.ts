/** Users of the sender portal, for tests of what each may do. */
import type { SenderCaller } from '../src/organisations/actor.ts';
import type { User } from '../src/jobs/user-records.ts';
import type { Store } from '../src/jobs/ports.ts';
import { company, municipality, noon } from './jobs.ts';

/** Numbers that nobody has. */
const numbers = {
  manager: '01810112345',
  processor: '01810112346',
  colleague: '01810112347',
  former: '01810112348',
  elsewhere: '01810112349',
};
export type SenderName = keyof typeof numbers;

export interface Senders {
  readonly users: Readonly<Record<SenderName, User>>;
  /** Acting for the company, whoever they are. */
  as(name: SenderName): SenderCaller;
}

/** An account manager, two document processors and a former one of the company; and a manager of the municipality. */
export async function addSenders(store: Store): Promise<Senders> {
  const user = (name: SenderName, changes: Partial<User> = {}): User => ({
    id: `user-${name}`,
    organisation: company.number,
    personalIdentificationNumber: numbers[name],
    name,
    email: `${name}@example.com`,
    role: 'DOCUMENT_PROCESSOR',
    endsAt: undefined,
    deactivatedAt: undefined,
    createdAt: noon,
    lastLoginAt: undefined,
    ...changes,
  });
  const users = {
    manager: user('manager', { role: 'ACCOUNT_MANAGER' }),
    processor: user('processor'),
    colleague: user('colleague'),
    former: user('former', { role: 'ACCOUNT_MANAGER', deactivatedAt: noon }),
    elsewhere: user('elsewhere', { role: 'ACCOUNT_MANAGER', organisation: municipality.number }),
  };
  await store.transaction(async (tx) => {
    for (const one of Object.values(users)) await tx.insertUser(one);
  });
  return {
    users,
    as: (name) => ({ personalIdentificationNumber: numbers[name], organisation: company.number }),
  };
}

/** What became of an act: `done`, or the code of the refusal. */
export async function outcome(act: Promise<unknown>): Promise<string> {
  return act.then(
    () => 'done',
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  );
}
