import { afterEach, beforeEach, expect, it } from 'vitest';
import { company, day, noon } from '../../../test/jobs.ts';
import { byContact, companyCaller, portalWorld, type PortalWorld } from '../../../test/portal.ts';
import { addSenders } from '../../../test/senders.ts';
import { describeOnEachDatabase } from '../../../test/stores.ts';
import { activateGroup } from '../../jobs/activate-group.ts';
import { findPades } from '../../jobs/artifacts.ts';
import { cancelJob } from '../../jobs/cancel-job.ts';
import type { SignatureJob } from '../../jobs/model.ts';
import { recordSealed, recordSignature } from '../../jobs/record-acts.ts';
import { moveDeadline } from '../../sender/move-deadline.ts';
import { DeliveryError, type EmailMessage } from '../ports.ts';
import { tellSender, type TellSenderDeps } from './tell-sender.ts';

const sha256 = 'b'.repeat(64);

describeOnEachDatabase('telling senders', (kind) => {
  let world: PortalWorld;
  let deps: TellSenderDeps;
  let job: SignatureJob;
  let emails: EmailMessage[];
  let refusal: Error | undefined;
  beforeEach(async () => {
    world = await portalWorld(kind);
    await addSenders(world.store);
    emails = [];
    refusal = undefined;
    deps = {
      ...world.deps,
      mail: {
        from: 'sign@segl.example',
        gateway: {
          send: (message) => {
            if (refusal !== undefined) return Promise.reject(refusal);
            emails.push(message);
            return Promise.resolve();
          },
          close: () => Promise.resolve(),
        },
      },
      webUrl: 'https://segl.example',
      test: false,
    };
  });
  afterEach(() => world.remove());

  const begin = async (byUser: boolean, senderAddress?: string) => {
    await world.store.transaction((tx) =>
      tx.putOrganisation({ ...company, ...(senderAddress !== undefined && { senderAddress }) }),
    );
    const created = await world.create({
      caller: companyCaller,
      title: 'Hemmelig',
      signers: [byContact({ email: 'kari@example.com' }), byContact({ mobile: '99000002' })],
    });
    if (byUser)
      await world.database.execute(
        `update job set created_by_user = 'user-processor' where id = ${created.id}`,
      );
    await activateGroup(world.deps, created.id);
    job = await world.read(created);
  };
  /** Runs what is due for senders; how many emails came of it. */
  const run = async (): Promise<number> => {
    const before = emails.length;
    const due = (await world.dueTasks(job)).filter((task) => task.kind === 'tell-sender');
    for (const { jobId, key } of due) await tellSender(deps, jobId, key);
    return emails.length - before;
  };
  const sign = (signerNumber: number) =>
    world.store.transaction((tx) =>
      recordSignature(tx, { jobId: job.id, signerNumber }, { xadesSha256: sha256 }, world.time),
    );
  const seal = () => world.store.transaction((tx) => recordSealed(tx, job.id, sha256, world.time));

  it('writes to the user who sent the job, of each change, naming nobody too closely', async () => {
    await begin(true);
    await sign(1);
    expect(await run()).toBe(1);
    expect(emails[0]).toMatchObject({ to: 'processor@example.com', language: 'nb' });
    expect(emails[0]?.text).toContain('k…@example.com: signert');
    expect(emails[0]?.text).toContain('…002: venter');
    expect(emails[0]?.text).toContain(`https://segl.example/sender/${company.number}/jobs/${job.id}`);
    expect(JSON.stringify(emails)).not.toMatch(/Hemmelig|kari@|99000002/);
    world.time += 1;
    await sign(2);
    await seal();
    expect(await run()).toBe(1);
    expect(emails[1]?.subject).toMatch(/^Alle har signert/);
  });

  it('writes to the organisation’s address for jobs of the API, where there is one', async () => {
    await begin(false);
    await sign(1);
    expect(await run()).toBe(0);
    await begin(false, 'post@eksempel.example');
    await cancelJob(world.deps, { sender: company.number, flow: 'portal', jobId: job.id });
    expect(await run()).toBe(1);
    expect(emails[0]).toMatchObject({ to: 'post@eksempel.example' });
    expect(emails[0]?.subject).toMatch(/^Signeringen stoppet/);
  });

  it('sends the same message after a crash, and waits for a mail server that is away', async () => {
    await begin(true);
    await sign(1);
    const [task] = (await world.dueTasks(job)).filter((one) => one.kind === 'tell-sender');
    refusal = new DeliveryError('GATEWAY_UNAVAILABLE', 'away');
    await expect(tellSender(deps, job.id, task!.key)).rejects.toThrow('away');
    refusal = undefined;
    await tellSender(deps, job.id, task!.key);
    await tellSender(deps, job.id, task!.key);
    expect(new Set(emails.map(({ messageId }) => messageId)).size).toBe(1);
  });

  it('tells of a deadline a day before, unless it was moved', async () => {
    await begin(true);
    await moveDeadline(world.deps, {
      caller: { organisation: company.number, personalIdentificationNumber: '01810112346' },
      jobId: job.id,
      deadline: job.expiresAt + day,
      instead: job.expiresAt,
    });
    world.time = job.expiresAt - day;
    expect(await run()).toBe(0);
    world.time = job.expiresAt;
    expect(await run()).toBe(1);
    expect(emails[0]?.subject).toMatch(/^Fristen går ut/);
  });

  it('tells before a signed document is deleted that nobody fetched', async () => {
    await begin(true);
    await sign(1);
    await sign(2);
    await seal();
    await run();
    world.time = noon + 36 * day;
    expect(await run()).toBe(1);
    expect(emails.at(-1)?.subject).toMatch(/^Slettes om fire dager/);
  });

  it('is silent once the API has fetched it, and to who chose so or has no access', async () => {
    await begin(true);
    await sign(1);
    await sign(2);
    await seal();
    await findPades(world.deps, { sender: company.number, flow: 'portal', jobId: job.id });
    await world.store.transaction((tx) => tx.updateUser('user-processor', { deactivatedAt: noon }));
    expect(await run()).toBe(0);
    await world.store.transaction((tx) => tx.updateUser('user-processor', { deactivatedAt: undefined }));
    world.time = noon + 36 * day;
    expect(await run()).toBe(0);
    const silent = { statusChanges: false, deadlines: false, deletions: false };
    await begin(true);
    await world.store.transaction((tx) => tx.putOrganisation({ ...company, notificationChoices: silent }));
    await sign(1);
    expect(await run()).toBe(0);
  });

  it('records an address that takes no mail, and goes on', async () => {
    await begin(true);
    await sign(1);
    refusal = new DeliveryError('RECIPIENT_REFUSED', 'no such box');
    expect(await run()).toBe(0);
    const trail = await world.store.transaction((tx) => tx.auditTrail(job.id));
    expect(trail.at(-1)).toMatchObject({ kind: 'SENDER_NOT_TOLD', data: { kind: 'status' } });
  });
});
