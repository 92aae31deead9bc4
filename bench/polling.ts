/** How fast waiting status changes are polled over mutual TLS, beside a bare echo and beside the leases alone. */
import { request } from 'undici';
import { newJob, newSigner } from '../packages/server/test/jobs.ts';
import type { Store } from '../packages/server/src/jobs/ports.ts';
import { openStore, type StoreLocation } from '../packages/server/src/store/index.ts';
import { onEachDatabase, type BenchDatabase } from './databases.ts';
import { echoTime } from './echo-time.ts';
import { eachOf, ms, perSecond, type Figure } from './measure.ts';
import { seedOrganisations } from './organisations.ts';
import { CONNECTIONS, withService, type RunningService } from './running-service.ts';
import { SENDER, SIGNER } from './sender.ts';

const QUEUES = 100;
const CHANGES = 10_000;
/** Polled before the others, for warming up. */
const FIRST = 1_000;
/** Leased without HTTP. */
const LEASED = 2_000;
const AIM = '1500/s';

export async function polling(): Promise<readonly Figure[]> {
  const echo = await echoTime(2_000);
  return onEachDatabase((database) => pollAll(database, echo));
}

async function pollAll({ name, url }: BenchDatabase, echo: number): Promise<Figure> {
  let leased = NaN;
  const { each, processor } = await withService('alone', measurePolls, {
    databaseUrl: url,
    seed: async (location, { organisations }) => {
      leased = await withStore(location, async (store) => {
        await seedOrganisations(store, organisations);
        await seedChanges(store, 'polled', CHANGES);
        await seedChanges(store, 'first', FIRST);
        await seedChanges(store, 'leased', LEASED);
        return leaseAll(store);
      });
    },
  });
  return {
    name: `status change polled over mutual TLS, ${CHANGES} in ${QUEUES} queues, ${name}`,
    measured: `${perSecond(each)} (${CONNECTIONS} connections, processor of the service ${ms(processor)})`,
    floor: `${perSecond(echo + leased)} (echo over TLS ${perSecond(echo)}, lease and job read alone ${perSecond(leased)})`,
    ratio: each / (echo + leased),
    aim: AIM,
  };
}

async function withStore<T>(location: StoreLocation, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(location);
  return work(store).finally(() => store.close());
}

const queueName = (prefix: string, index: number): string => `${prefix}-${index % QUEUES}`;

/** Each of a portal job of its own, as its first signer has signed. */
async function seedChanges(store: Store, prefix: string, count: number): Promise<void> {
  const now = Date.now();
  const signer = newSigner(1, {
    address: { kind: 'personal-identification-number', value: SIGNER },
    status: 'SIGNED',
    since: now,
  });
  const snapshot = {
    jobStatus: 'IN_PROGRESS' as const,
    signers: [{ number: 1, status: signer.status, since: now }],
  };
  for (let next = 0; next < count;) {
    await store.transaction(async (tx) => {
      for (const end = Math.min(count, next + 1_000); next < end; next++) {
        const name = queueName(prefix, next);
        const job = await tx.insertJob(
          newJob(1, {
            flow: 'portal',
            sender: SENDER,
            createdBy: SENDER,
            exitUrls: undefined,
            pollingQueue: name,
            signers: [signer],
          }),
        );
        await tx.insertStatusChange({ sender: SENDER, flow: 'portal', name }, job.id, snapshot, now);
      }
    });
  }
}

/** What a poll must do in the database: lease a change and read its job. */
function leaseAll(store: Store): Promise<number> {
  return eachOf(LEASED, CONNECTIONS, async (index) => {
    const queue = { sender: SENDER, flow: 'portal', name: queueName('leased', index) } as const;
    const now = Date.now();
    if ((await store.polls.lease(queue, now, now + 600_000, 0)) === undefined)
      throw new Error('nothing leased');
  });
}

async function measurePolls(service: RunningService): Promise<{ each: number; processor: number }> {
  const got = new Set<string>();
  const poll = async (queue: string): Promise<void> => {
    const url = `${service.apiUrl}/portal/signature-jobs?polling_queue=${queue}`;
    const response = await request(url, { dispatcher: service.dispatcher });
    const text = await response.body.text();
    const confirmation = /<confirmation-url>([^<]+)</.exec(text)?.[1];
    if (confirmation === undefined) throw new Error(`a poll answered ${response.statusCode}: ${text}`);
    got.add(confirmation);
  };
  await eachOf(FIRST, CONNECTIONS, (index) => poll(queueName('first', index)));
  const before = (await service.look()).processor;
  const each = await eachOf(CHANGES, CONNECTIONS, (index) => poll(queueName('polled', index)));
  const processor = ((await service.look()).processor - before) / CHANGES;
  if (got.size !== FIRST + CHANGES) throw new Error('a change was delivered twice');
  return { each, processor };
}
