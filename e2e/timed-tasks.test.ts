/** What has its time happens at its time, also when the power went before it. */
import { buffer } from 'node:stream/consumers';
import type { PortalClient, PortalStatusChange } from '@segl/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signWithCode } from '../packages/sandbox/src/robot-recipient.ts';
import { describeOnEachDatabase, type TestDatabase } from '../packages/server/test/stores.ts';
import { received, taken } from './support/inbox.ts';
import { samplePdf } from './support/sample-pdf.ts';
import { send, statusesOf, type SentJob } from './support/portal-sender.ts';
import { nextMorning } from './support/portal-world.ts';
import {
  dataFiles,
  kill,
  placeOn,
  removePlace,
  sandboxTime,
  startSandbox,
  tellSandbox,
  type Place,
  type RunningSandbox,
  mortal,
} from './support/sandbox.ts';

const second = 1000;
const day = 86_400;

describeOnEachDatabase('timed work', (kind) => {
  let database: TestDatabase;
  let place: Place;
  let service: RunningSandbox;
  let company: PortalClient;
  let atFirst: string[];
  beforeAll(async () => {
    database = await kind.create();
    place = await placeOn(database.location);
    service = await startSandbox(place, mortal);
    company = await service.portalClient('private');
    await tellSandbox(service, 'clock', { now: nextMorning() });
    atFirst = await blobs();
  });
  afterAll(async () => {
    await company.close();
    await service.stop();
    await removePlace(place);
    await database.remove();
  });

  /** Senders see nothing of it: the addresses are the same. */
  const dieAndRestart = async () => {
    await kill(service);
    await database.endLeases();
    service = await startSandbox(place, mortal);
  };
  const advance = (duration: string) => tellSandbox(service, 'clock', { advance: duration });
  const write = (job: Parameters<typeof send>[2]): Promise<SentJob> => send(service, company, job);
  const whenTaken = async (to: string) =>
    (await taken(service)).filter((message) => message.to === to).map(({ sentAt }) => sentAt);

  test('a job waits for its activation, and then for its end, over restarts', async () => {
    const activationTime = new Date((await sandboxTime(service)).getTime() + 2 * day * second);
    const to = 'later@example.org';
    const job = await write({
      activationTime,
      availableSeconds: day,
      signers: [{ identifiedByContactInformation: { email: to } }],
    });
    await advance('P1D');
    await dieAndRestart();
    expect(await whenTaken(to)).toEqual([]);
    await advance('P1DT1H');
    const [told, ...more] = await whenTaken(to);
    expect(more).toEqual([]);
    expect(Math.abs(told! - activationTime.getTime())).toBeLessThan(60 * second);
    await dieAndRestart();
    await advance('P1D');
    const end = await job.end();
    expect(statusesOf(end)).toEqual({ [to]: 'EXPIRED' });
    expect(end.signatures[0]!.since.getTime()).toBeGreaterThanOrEqual(
      activationTime.getTime() + day * second,
    );
  });

  test('the next in the chain is told, though the power goes when the one before has signed', async () => {
    const [first, second] = ['one@example.org', 'two@example.org'];
    const job = await write({
      availableSeconds: 2 * day,
      signers: [
        { identifiedByContactInformation: { email: first }, order: 1 },
        { identifiedByContactInformation: { email: second }, order: 2 },
      ],
    });
    await advance('P1DT12H');
    await signWithCode({ webUrl: service.webUrl, to: first });
    await dieAndRestart();
    await received(service, second);
    // A group has the whole period anew.
    await advance('P1DT12H');
    await signWithCode({ webUrl: service.webUrl, to: second });
    expect((await job.end()).status).toBe('COMPLETED_SUCCESSFULLY');
    // To each: the first message, a reminder, and that everybody has signed. One that was on its way when the power went
    // may have come twice, under the same reference.
    for (const to of [first, second]) {
      await received(service, to, /Alle har signert/);
      const own = (await taken(service)).filter((message) => message.to === to);
      expect(new Set(own.map(({ reference }) => reference)).size).toBe(3);
    }
  });

  test('documents are kept for 40 days, and may be deleted after one', async () => {
    const [kept, deleted] = await Promise.all([signed('kept@example.org'), signed('deleted@example.org')]);
    const [ends, early] = [await peek(kept), await peek(deleted)];
    expect([ends.deleteDocumentsUrl, early.deleteDocumentsUrl]).toEqual([undefined, undefined]);
    await dieAndRestart();
    await advance('P1DT1M');
    const late = await peek(deleted);
    expect(late.deleteDocumentsUrl).toBeDefined();
    await company.deleteDocuments(late.deleteDocumentsUrl!);
    await company.deleteDocuments(late.deleteDocumentsUrl!);
    await expect(company.pades(late.padesUrl!)).rejects.toMatchObject({ status: 404 });

    await advance('P38D');
    expect((await buffer(await company.pades(ends.padesUrl!))).subarray(0, 5).toString()).toBe('%PDF-');
    await dieAndRestart();
    await advance('P2D');
    await expect(company.pades(ends.padesUrl!)).rejects.toMatchObject({ status: 404 });
    // What failed is kept for a week: of all that was here only the organisations' logos are left.
    expect(await blobs()).toEqual(atFirst);
  });

  async function blobs(): Promise<string[]> {
    return (await dataFiles(service)).filter((file) => /[0-9a-f]{64}$/.test(file)).toSorted();
  }

  async function signed(to: string): Promise<string> {
    const queue = `queue-of-${to}`;
    await company.create({
      title: 'Avtale',
      documents: [{ title: 'Avtale', bytes: samplePdf({ title: to, pages: [['Avtalen gjelder.']] }) }],
      pollingQueue: queue,
      signers: [{ identifiedByContactInformation: { email: to } }],
    });
    await signWithCode({ webUrl: service.webUrl, to });
    return queue;
  }

  /** The last status change of a queue, which comes again: it is not confirmed. */
  async function peek(queue: string): Promise<PortalStatusChange> {
    for (let poll = 0; poll < 10; poll++) {
      await advance('PT11M');
      const { change } = await company.nextStatusChange({ queue });
      if (change === undefined) continue;
      if (change.status !== 'IN_PROGRESS') return change;
      await company.confirm(change);
    }
    throw new Error('The job has not ended');
  }
});
