/** A sandbox by day, two senders and browsers for one test file of the portal flow. */
import type { NewPortalJob, PortalClient } from '@segl/client';
import { expect } from 'vitest';
import { newestInvitation } from '../../packages/sandbox/src/robot-recipient.ts';
import { messages } from './inbox.ts';
import { send, type SentJob } from './portal-sender.ts';
import { newPlace, removePlace, startSandbox, tellSandbox, type RunningSandbox, mortal } from './sandbox.ts';
import { openVisits, type Visits } from './visits.ts';

export interface PortalWorld extends Pick<Visits, 'seen' | 'arrive'> {
  readonly sandbox: RunningSandbox;
  readonly municipality: PortalClient;
  readonly company: PortalClient;
  /** A job of the municipality's, with signers found in the contact register or by number. */
  ask(job: Partial<NewPortalJob> & Pick<NewPortalJob, 'signers'>): Promise<SentJob>;
  /** A job of the company's, with signers addressed by email or mobile. */
  write(job: Partial<NewPortalJob> & Pick<NewPortalJob, 'signers'>): Promise<SentJob>;
  /** As {@link Visits.end}; no link and no code got into the log either. */
  endVisits(): Promise<void>;
  close(): Promise<void>;
}

export async function openPortalWorld(): Promise<PortalWorld> {
  const sandbox = await startSandbox(await newPlace(), mortal);
  const visits = await openVisits(sandbox);
  // Text messages wait for the morning.
  await tellSandbox(sandbox, 'clock', { now: nextMorning() });
  const [municipality, company] = await Promise.all([
    sandbox.portalClient('public'),
    sandbox.portalClient('private'),
  ]);
  return {
    sandbox,
    municipality,
    company,
    seen: visits.seen,
    arrive: (...visit) => visits.arrive(...visit),
    ask: (job) => send(sandbox, municipality, job),
    write: (job) => send(sandbox, company, job),
    endVisits: async () => {
      await visits.end();
      await expectNoSecret(sandbox);
    },
    close: async () => {
      await Promise.all([municipality.close(), company.close()]);
      await visits.close();
      await sandbox.stop();
      await removePlace(sandbox);
    },
  };
}

/** Ten o'clock in Norway, tomorrow. */
export function nextMorning(): string {
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  return `${tomorrow}T10:00:00+01:00`;
}

/** No link and no code of any message so far stands in the log. */
async function expectNoSecret(sandbox: RunningSandbox): Promise<void> {
  const log = sandbox.log();
  for (const message of await messages(sandbox)) {
    const invitation = newestInvitation([message]);
    if (invitation === undefined) continue;
    expect(log.includes(invitation.token), 'a link is logged').toBe(false);
    expect(new RegExp(`\\b${invitation.code}\\b`).test(log), 'a code is logged').toBe(false);
  }
}
