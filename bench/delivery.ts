/**
 * Notifications in a process of its own, without the rest of the service: planned, then delivered by the tasks that the
 * service runs. Each question is answered by the next step.
 */
import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { fixedContactRegister } from '../packages/server/src/adapters/contact-register/index.ts';
import { smtpMail } from '../packages/server/src/adapters/mail/smtp.ts';
import type { Blobs } from '../packages/server/src/jobs/ports.ts';
import { deliverNotification, type DeliverDeps } from '../packages/server/src/notifications/deliver.ts';
import { scheduleNotifications } from '../packages/server/src/notifications/schedule.ts';
import { openStore, type StoreLocation } from '../packages/server/src/store/index.ts';
import { taskLanes } from '../packages/server/src/tasks/lanes.ts';
import { day, municipality, newJob, newSigner, noon } from '../packages/server/test/jobs.ts';
import type { Saying } from './child.ts';
import { eachOf, time } from './measure.ts';

export interface Step {
  /** Messages planned or handed over. */
  readonly count: number;
  /** Milliseconds for each, and processor time of this process. */
  readonly each: number;
  readonly processor: number;
  /** Bytes, of the whole process: the most so far. */
  readonly peakMemory: number;
}

const SIGNERS = 2;
const PARALLEL = 8;
/** As many as the service has in its lane for emails. */
const CONCURRENCY = 16;
const SIGNER = '14838522190';

const [where = '', port = '', jobs = ''] = process.argv.slice(2);
const store = await openStore(JSON.parse(where) as StoreLocation);
const mail = smtpMail({ url: `smtp://127.0.0.1:${port}`, requireTls: false });
const random = { token: () => randomBytes(32).toString('base64url'), uuid: () => randomUUID() };
let now = noon;
const contact = { email: 'signer@example.com', language: 'nb' } as const;
const deps: DeliverDeps = {
  store,
  blobs: {} as Blobs,
  clock: { now: () => now, wall: () => Date.now() },
  register: fixedContactRegister(() => ({ reserved: false, ...contact })),
  tokenKey: createSecretKey(randomBytes(32)),
  mail: { gateway: mail, from: 'sign@segl.example' },
  sms: undefined,
  webUrl: 'https://sign.segl.example',
  test: false,
};
const tasks = taskLanes(
  {
    queue: store.tasks,
    clock: deps.clock,
    chance: Math.random,
    ran: (_task, error) => {
      if (error !== undefined) throw error as Error;
    },
    queueFailed: (error) => {
      throw error as Error;
    },
  },
  [
    {
      concurrency: CONCURRENCY,
      handlers: { 'notify-email': ({ key }) => deliverNotification(deps, BigInt(key)) },
    },
  ],
);

/** Jobs of SIGNERS people whose turn it is. */
async function seed(): Promise<bigint[]> {
  const ids: bigint[] = [];
  await store.transaction((tx) => tx.putOrganisation(municipality));
  while (ids.length < Number(jobs)) {
    await store.transaction(async (tx) => {
      for (const end = Math.min(ids.length + 500, Number(jobs)); ids.length < end;) {
        const signers = Array.from({ length: SIGNERS }, (_, index) =>
          newSigner(index + 1, {
            address: { kind: 'personal-identification-number', value: SIGNER },
            notifications: { kind: 'lookup', sms: false },
            knownContact: contact,
          }),
        );
        ids.push((await tx.insertJob(newJob(SIGNERS, { flow: 'portal', exitUrls: undefined, signers }))).id);
      }
    });
  }
  return ids;
}

/** A first message and a reminder for each signer, each job in a transaction. */
async function plan(ids: readonly bigint[]): Promise<void> {
  await eachOf(ids.length, PARALLEL, (index) =>
    store.transaction(async (tx) => {
      const job = await tx.lockJob(ids[index] ?? 0n);
      if (job === undefined) throw new Error('no job');
      for (const signer of job.signers) {
        await scheduleNotifications(
          tx,
          { random, channels: new Set(['email']) },
          { job, signer, contact },
          now,
        );
      }
    }),
  );
}

async function deliver(at: number): Promise<void> {
  now = at;
  await tasks.runDue();
}

/** The same kind of message, as fast as the mail server takes it. */
async function handOver(count: number): Promise<void> {
  await eachOf(count, CONCURRENCY, (index) =>
    mail.send({
      messageId: `<${index}@segl.example>`,
      to: contact.email,
      from: { name: 'Testkommunen', address: 'sign@segl.example' },
      subject: 'Du har et dokument til signering',
      text: 'x'.repeat(1_000),
      html: `<p>${'x'.repeat(6_000)}</p>`,
      language: 'nb',
    }),
  );
}

const ids = await seed();
const each = SIGNERS * ids.length;
const HANDED_OVER = 2_000;
const steps: readonly (readonly [number, () => Promise<void>])[] = [
  [HANDED_OVER, () => handOver(HANDED_OVER)],
  [2 * each, () => plan(ids)],
  [each, () => deliver(noon)],
  [each, () => deliver(noon + 29 * day)],
];
let done = 0;
process.on('message', () => {
  void (async () => {
    const [count, work] = steps[done++] ?? [0, () => Promise.resolve()];
    const before = process.cpuUsage();
    const took = await time(work);
    const { user, system } = process.cpuUsage(before);
    const peakMemory = process.resourceUsage().maxRSS * 1024;
    const answer = { count, each: took / count, processor: (user + system) / 1000 / count, peakMemory };
    process.send?.({ answer } satisfies Saying<Step>);
  })();
});
process.send?.('ready');
process.on('SIGTERM', () => {
  void mail.close().then(async () => {
    await store.close();
    process.exit();
  });
});
