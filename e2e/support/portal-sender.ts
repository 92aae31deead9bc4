/** A sender's program in the portal flow: each job has a queue of its own. */
import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { NewPortalJob, PortalClient, PortalStatusChange } from '@segl/client';
import { validatePades } from '@segl/formats/validation';
import { expect } from 'vitest';
import { agreement } from './agreement.ts';
import { pause, sandboxTime, tellSandbox, type RunningSandbox } from './sandbox.ts';

export interface SentJob {
  readonly id: bigint;
  readonly cancel: () => Promise<void>;
  /** The next status change of the job, confirmed. */
  readonly next: () => Promise<PortalStatusChange>;
  /** The status change that ends the job, confirmed, and all before it. */
  readonly end: () => Promise<PortalStatusChange>;
}

/** How many calls a sender makes in a second, at most: the service takes ten. */
const most = 8;
const calls = new WeakMap<PortalClient, number[]>();

/** Resolves when the client may call again, and counts it. */
async function turn(client: PortalClient): Promise<void> {
  const latest = (calls.get(client) ?? []).slice(-most);
  const since = latest.length < most ? Infinity : Date.now() - latest[0]!;
  if (since < 1100) await pause(1100 - since);
  calls.set(client, [...latest, Date.now()]);
}

export async function send(
  sandbox: RunningSandbox,
  client: PortalClient,
  job: Partial<NewPortalJob> & Pick<NewPortalJob, 'signers'>,
): Promise<SentJob> {
  const queue = randomUUID();
  await turn(client);
  const created = await client.create({
    title: 'Avtale om barnehageplass',
    description: 'Hei! Her er avtalen vi snakket om på mandag.',
    documents: [{ title: 'Avtale', bytes: agreement }],
    pollingQueue: queue,
    ...job,
  });
  const next = async (): Promise<PortalStatusChange> => {
    for (let poll = 0; poll < 20; poll++) {
      await turn(client);
      const { change } = await client.nextStatusChange({ queue });
      if (change === undefined) {
        // A queue that was empty may be asked again after five seconds of the sandbox's time.
        await tellSandbox(sandbox, 'clock', { advance: 'PT6S' });
        continue;
      }
      expect(change.signatureJobId).toBe(created.signatureJobId);
      await turn(client);
      await client.confirm(change);
      return change;
    }
    throw new Error('No status change came');
  };
  return {
    id: created.signatureJobId,
    cancel: () => client.cancel(created.cancellationUrl),
    next,
    end: async () => {
      let change = await next();
      while (change.status === 'IN_PROGRESS') change = await next();
      return change;
    },
  };
}

/** The signers' statuses, by number, email address or mobile number. */
export function statusesOf({ signatures }: PortalStatusChange): Record<string, string> {
  return Object.fromEntries(
    signatures.map(({ signer, status }) => [
      signer.kind === 'contact' ? (signer.email ?? signer.mobile ?? '') : signer.value,
      status,
    ]),
  );
}

/** The sealed document, which our own validator accepts, with as many signers as it should have. */
export async function fetchSealed(
  sandbox: RunningSandbox,
  client: PortalClient,
  { padesUrl }: PortalStatusChange,
): Promise<Buffer> {
  const pades = await buffer(await client.pades(padesUrl!));
  await expectSealed(sandbox, pades);
  return pades;
}

export async function expectSealed(sandbox: RunningSandbox, pades: Uint8Array): Promise<void> {
  const at = await sandboxTime(sandbox);
  expect(await validatePades(pades, await sandbox.trust(), at)).toMatchObject({
    conclusion: 'PASSED',
    level: 'PAdES-BASELINE-LTA',
  });
}
