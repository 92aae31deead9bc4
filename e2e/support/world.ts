/** A sandbox, a sender and a browser for one test file of the direct flow. */
import type { CreatedDirectJob, DirectClient, NewDirectJob } from '@segl/client';
import type { Page } from 'playwright-core';
import { agreement } from './agreement.ts';
import { newPlace, removePlace, startSandbox, type RunningSandbox } from './sandbox.ts';
import { startSenderSite, type SenderSite } from './sender-site.ts';
import { people } from './signer.ts';
import { openVisits, type Visits } from './visits.ts';

/** The heading of the reading page. */
export const arrived = 'Testkommunen ber deg signere Avtale om barnehageplass';

export interface World extends Pick<Visits, 'seen' | 'arrive'> {
  readonly sandbox: RunningSandbox;
  readonly sender: SenderSite;
  readonly client: DirectClient;
  /** A job for Åse, unless `change` says otherwise. */
  create(change?: Partial<NewDirectJob>): Promise<CreatedDirectJob>;
  /** The status with the token that the browser brought back to the sender. */
  statusFrom(page: Page, job: CreatedDirectJob): ReturnType<DirectClient['status']>;
  /** As {@link Visits.end}. */
  endVisits(): Promise<void>;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const [sandbox, sender] = await Promise.all([
    newPlace().then((place) => startSandbox(place)),
    startSenderSite(),
  ]);
  const visits = await openVisits(sandbox);
  const client = await sandbox.client();
  return {
    sandbox,
    sender,
    client,
    seen: visits.seen,
    create: (change = {}) =>
      client.create({
        title: 'Avtale om barnehageplass',
        description: 'Hei! Her er avtalen vi snakket om på mandag.',
        documents: [{ title: 'Avtale', bytes: agreement }],
        signers: [{ personalIdentificationNumber: people.ase.number }],
        exitUrls: sender.exitUrls,
        ...change,
      }),
    arrive: visits.arrive,
    statusFrom: (page, job) => {
      const token = new URL(page.url()).searchParams.get('status_query_token');
      return client.status(job.statusUrl ?? '', token ?? '');
    },
    endVisits: visits.end,
    close: async () => {
      await client.close();
      await visits.close();
      await sandbox.stop();
      await sender.close();
      await removePlace(sandbox);
    },
  };
}
