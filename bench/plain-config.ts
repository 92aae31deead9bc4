import { createPrivateKey } from 'node:crypto';
import type { Sandbox } from '@segl/sandbox';

type Told = Sandbox['config'];
type Eid = Told['eid'];

/** The sandbox's configuration as it can be sent to another process: the one key object is PEM. */
export type PlainConfig = Omit<Told, 'eid'> & {
  readonly eid: Omit<Eid, 'authentication'> & {
    readonly authentication: Omit<Eid['authentication'], 'key'> & { readonly key: string };
  };
};

export function configFrom({ eid, ...plain }: PlainConfig): Told {
  const key = createPrivateKey(eid.authentication.key);
  return { ...plain, eid: { ...eid, authentication: { ...eid.authentication, key } } };
}
