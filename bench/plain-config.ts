import { createPrivateKey } from 'node:crypto';
import type { Sandbox } from '@segl/sandbox';

type Told = Sandbox['config'];
type Eid = Told['eid'];

/** The sandbox's configuration as it can be sent to another process: its one key object is PEM, and logos are left out. */
export type PlainConfig = Omit<Told, 'eid' | 'organisations'> & {
  readonly organisations: Omit<Told['organisations'][number], 'logo'>[];
  readonly eid: Omit<Eid, 'authentication'> & {
    readonly authentication: Omit<Eid['authentication'], 'key'> & { readonly key: string };
  };
};

export function configFrom({ eid, ...plain }: PlainConfig): Told {
  const key = createPrivateKey(eid.authentication.key);
  return { ...plain, eid: { ...eid, authentication: { ...eid.authentication, key } } };
}
