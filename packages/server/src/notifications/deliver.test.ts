import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { company, day, noon } from '../../test/jobs.ts';
import { ase, byContact, companyCaller, lookedUp, portalWorld, type PortalWorld } from '../../test/portal.ts';
import { createSqlite } from '../../test/stores.ts';
import { cancelJob } from '../jobs/cancel-job.ts';
import type { SignatureJob } from '../jobs/model.ts';
import type { NotificationKind } from '../jobs/portal-records.ts';
import { recordSignature } from '../jobs/record-acts.ts';
import { askForNewCode } from '../portal/index.ts';
import { currentCode, linkToken } from '../jobs/signer-links.ts';
import { deliverNotification, type DeliverDeps } from './deliver.ts';
import { DeliveryError, type EmailMessage, type SmsMessage } from './ports.ts';
import { recordReceipt } from './record-receipt.ts';

describe('delivering a notification', () => {
  let world: PortalWorld;
  let deps: DeliverDeps;
  let emails: EmailMessage[];
  let texts: SmsMessage[];
  /** Thrown by the gateways instead of taking the message. */
  let refusal: Error | undefined;
  beforeEach(async () => {
    world = await portalWorld({ name: 'SQLite', create: createSqlite });
    emails = [];
    texts = [];
    refusal = undefined;
    const take = <T>(into: T[], message: T): void => {
      if (refusal !== undefined) throw refusal;
      into.push(message);
    };
    deps = {
      ...world.deps,
      mail: {
        gateway: {
          send: (message) => new Promise((resolve) => resolve(take(emails, message))),
          close: () => Promise.resolve(),
        },
        from: 'sign@segl.example',
      },
      sms: {
        gateway: {
          send: (message) =>
            new Promise((resolve) => {
              take(texts, message);
              resolve({ gatewayReference: `gateway-${texts.length}` });
            }),
        },
        sender: 'Segl',
      },
      webUrl: 'https://sign.segl.example',
      test: false,
    };
  });
  afterEach(() => world.remove());

  const planned = async (job: SignatureJob, kind: NotificationKind, channel: 'email' | 'sms' = 'email') => {
    const all = await world.notifications(job);
    const found = all.findLast((candidate) => candidate.kind === kind && candidate.channel === channel);
    if (found === undefined) throw new Error(`no ${kind} by ${channel} among ${all.length}`);
    return found;
  };
  const deliver = async (job: SignatureJob, kind: NotificationKind, channel: 'email' | 'sms' = 'email') =>
    deliverNotification(deps, (await planned(job, kind, channel)).id);
  const stateOf = async (job: SignatureJob, kind: NotificationKind, channel: 'email' | 'sms' = 'email') =>
    (await planned(job, kind, channel)).state;
  const events = async (job: SignatureJob) =>
    (await world.store.transaction((tx) => tx.auditTrail(job.id))).map(({ kind, data }) => ({
      event: kind,
      ...data,
    }));

  it("tells who asks and where to log in, and nothing that the title or the person's number would give away", async () => {
    const job = await world.createActivated({ title: 'Vedtak om omsorg', nonSensitiveTitle: 'Brev' });
    await deliver(job, 'first');
    const [email] = emails;
    expect(email).toMatchObject({
      to: 'ase@example.com',
      from: { address: 'sign@segl.example' },
      language: 'nn',
    });
    const text = JSON.stringify([email?.subject, email?.text, email?.html]);
    expect(text).toContain('Testkommunen');
    expect(text).toContain('https://sign.segl.example/portal');
    expect(text).toContain('Brev');
    expect(text).not.toMatch(/Vedtak|\d{11}/);
    expect(await stateOf(job, 'first')).toBe('SENT');
    expect(await events(job)).toContainEqual({
      event: 'NOTIFICATION_SENT',
      signer: 1,
      kind: 'first',
      channel: 'email',
    });
  });

  it('hands a message over once, however often the task is run', async () => {
    const job = await world.createActivated();
    const { id } = await planned(job, 'first');
    for (let run = 0; run < 3; run += 1) await deliverNotification(deps, id);
    expect(emails).toHaveLength(1);
  });

  it('killed after the hand-over sends it again under the same Message-ID', async () => {
    const job = await world.createActivated();
    const { id } = await planned(job, 'first');
    const dying: DeliverDeps = {
      ...deps,
      clock: {
        ...deps.clock,
        now: () => {
          if (emails.length > 0) throw new Error('killed');
          return world.time;
        },
      },
    };
    await expect(deliverNotification(dying, id)).rejects.toThrow('killed');
    await deliverNotification(deps, id);
    expect(emails).toHaveLength(2);
    expect(emails[0]?.messageId).toMatch(/^<[0-9a-f-]{36}@sign\.segl\.example>$/);
    expect(emails[1]?.messageId).toBe(emails[0]?.messageId);
  });

  it('waits for a gateway that is away, and gives up on one that refuses for good', async () => {
    const job = await world.createActivated();
    refusal = new DeliveryError('GATEWAY_UNAVAILABLE', 'away');
    await expect(deliver(job, 'first')).rejects.toThrow('away');
    expect(await stateOf(job, 'first')).toBe('PLANNED');
    refusal = new DeliveryError('RECIPIENT_REFUSED', 'nobody there');
    await deliver(job, 'first');
    expect(await planned(job, 'first')).toMatchObject({ state: 'FAILED', failure: 'RECIPIENT_REFUSED' });
    expect(await events(job)).toContainEqual(
      expect.objectContaining({
        event: 'NOTIFICATION_FAILED',
        signer: 1,
        channel: 'email',
        reason: 'RECIPIENT_REFUSED',
      }),
    );
  });

  it('is not sent to one who has acted, nor after the deadline or the end', async () => {
    const signed = await world.createActivated();
    await world.store.transaction((tx) =>
      recordSignature(tx, { jobId: signed.id, signerNumber: 1 }, { xadesSha256: 'b'.repeat(64) }, world.time),
    );
    await deliver(signed, 'reminder');
    const cancelled = await world.createActivated();
    await cancelJob(world.deps, { sender: cancelled.sender, jobId: cancelled.id, flow: 'portal' });
    await deliver(cancelled, 'first');
    const late = await world.createActivated();
    world.time = late.expiresAt;
    await deliver(late, 'first');
    expect(emails).toEqual([]);
    for (const job of [signed, cancelled, late])
      expect((await world.notifications(job)).filter(({ state }) => state === 'DROPPED')).not.toEqual([]);
  });

  it('a reminder that comes due before the first message went out is dropped', async () => {
    const job = await world.createActivated();
    world.time = noon + 26 * day;
    await deliver(job, 'reminder');
    await deliver(job, 'first');
    expect([await stateOf(job, 'reminder'), await stateOf(job, 'first')]).toEqual(['DROPPED', 'SENT']);
    expect(emails).toHaveLength(1);
  });

  describe('asks the register anew before a later message', () => {
    const reminded = async (): Promise<SignatureJob> => {
      const job = await world.createActivated();
      await deliver(job, 'first');
      world.time = noon + 25 * day;
      return job;
    };

    it('and writes to the address of now', async () => {
      const job = await reminded();
      world.registered.set(ase, { reserved: false, email: 'new@example.com', language: 'en' });
      await deliver(job, 'reminder');
      expect(emails.map(({ to, language }) => [to, language])).toEqual([
        ['ase@example.com', 'nn'],
        ['new@example.com', 'en'],
      ]);
      expect(world.lookUps, 'the first message had just been looked up').toBe(2);
    });

    it('and leaves one who has opted out in peace; the job goes on', async () => {
      const job = await reminded();
      world.registered.set(ase, { reserved: true });
      await deliver(job, 'reminder');
      expect(emails).toHaveLength(1);
      expect(await stateOf(job, 'reminder')).toBe('DROPPED');
      expect(await world.read(job)).toMatchObject({ status: 'IN_PROGRESS' });
    });

    it('and uses what it said last while it is away', async () => {
      const job = await reminded();
      world.registerIsDown = true;
      await deliver(job, 'reminder');
      expect(emails.at(-1)?.to).toBe('ase@example.com');
    });
  });

  it('sends no SMS by night, but at eight', async () => {
    const job = await world.createActivated({
      signers: [lookedUp(ase, { notifications: { kind: 'addresses', mobile: '990 00 001' } })],
    });
    // 23:30 in Oslo, where it is winter.
    world.time = Date.UTC(2026, 10, 24, 22, 30);
    expect(await deliver(job, 'first', 'sms')).toEqual({ again: Date.UTC(2026, 10, 25, 7) });
    expect(texts).toEqual([]);
    world.time = Date.UTC(2026, 10, 25, 7);
    expect(await deliver(job, 'first', 'sms')).toBeUndefined();
    expect(texts).toMatchObject([{ to: '+4799000001', sender: 'Segl' }]);
  });

  it('says in the email alone why the sender has cancelled, as plain text', async () => {
    const contact = { email: 'kari@example.com', mobile: '99000002' };
    const job = await world.createActivated({
      caller: companyCaller,
      availableSeconds: 3600n,
      signers: [byContact(contact)],
    });
    await deliver(job, 'first');
    await deliver(job, 'first', 'sms');
    await cancelJob(world.deps, { sender: job.sender, jobId: job.id, flow: 'portal' });
    const cancellationMessage = 'Feil dokument <b>i dag</b>';
    await world.store.transaction((tx) => tx.updateJob(job.id, { cancellationMessage }));
    await deliver(job, 'cancelled');
    await deliver(job, 'cancelled', 'sms');
    expect(emails.at(-1)?.text).toContain(cancellationMessage);
    expect(emails.at(-1)?.html).toContain('Feil dokument &lt;b&gt;i dag&lt;/b&gt;');
    expect(texts.at(-1)?.text).not.toContain('Feil');
  });

  it('tells those who were told that the sender has cancelled', async () => {
    const job = await world.createActivated();
    await deliver(job, 'first');
    await cancelJob(world.deps, { sender: job.sender, jobId: job.id, flow: 'portal' });
    await deliver(job, 'cancelled');
    expect(emails).toHaveLength(2);
    expect(emails[1]?.messageId).not.toBe(emails[0]?.messageId);
  });

  describe('by link and code', () => {
    const both = { email: 'kari@example.com', mobile: '+4799000009' };
    const create = () => world.createActivated({ caller: companyCaller, signers: [byContact(both)] });
    const secretsOf = async (job: SignatureJob) => {
      const link = await world.store.transaction((tx) => tx.signerLinkOf(job.signers[0]!.id));
      return { url: `/sign/${linkToken(deps.tokenKey, link!.id)}`, code: currentCode(deps.tokenKey, link!) };
    };

    it('sends both in one message, and the same ones in the reminder', async () => {
      const job = await create();
      const { url, code } = await secretsOf(job);
      await deliver(job, 'first');
      world.time = noon + 25 * day;
      await deliver(job, 'reminder');
      for (const { text, html } of emails) {
        expect(text).toContain(url);
        expect(text).toContain(code);
        expect(html).toContain(code);
      }
      expect(emails).toHaveLength(2);
    });

    it('sends the link by email and the code by SMS where the organisation chose that', async () => {
      await world.store.transaction((tx) => tx.putOrganisation({ ...company, codeBySms: true }));
      const job = await create();
      const { url, code } = await secretsOf(job);
      await deliver(job, 'first');
      await deliver(job, 'code', 'sms');
      expect(emails[0]?.text).toContain(url);
      expect(JSON.stringify(emails)).not.toContain(code);
      expect(texts[0]?.text).toContain(code);
      expect(texts[0]?.text).not.toContain(url);
    });

    it('has answers sent to the organisation where it gave an address', async () => {
      await deliver(await create(), 'first');
      await world.store.transaction((tx) =>
        tx.putOrganisation({ ...company, senderAddress: 'post@example.com' }),
      );
      await deliver(await create(), 'first');
      expect(emails.map(({ replyTo }) => replyTo)).toEqual([undefined, 'post@example.com']);
    });

    it('sends a new code where the first went, and the earlier one no more', async () => {
      const job = await create();
      const before = await secretsOf(job);
      await askForNewCode(world.deps, before.url.slice('/sign/'.length));
      const after = await secretsOf(job);
      await deliver(job, 'code');
      await deliver(job, 'code', 'sms');
      const all = JSON.stringify([emails, texts]);
      expect(all).toContain(after.code);
      expect(all).not.toContain(before.code);
    });

    it('counts an SMS that the gateway could not deliver as failed', async () => {
      const job = await create();
      world.time = noon + 28 * day;
      await deliver(job, 'reminder', 'sms');
      const { reference } = await planned(job, 'reminder', 'sms');
      const receipt = { gatewayReference: 'gateway-1', reason: 'absent subscriber' };
      await recordReceipt(deps, { ...receipt, outcome: 'DELIVERED' });
      expect(await stateOf(job, 'reminder', 'sms')).toBe('SENT');
      await recordReceipt(deps, { ...receipt, outcome: 'FAILED' });
      await recordReceipt(deps, { reference, outcome: 'FAILED', reason: 'again' });
      await recordReceipt(deps, { reference: 'unknown', outcome: 'FAILED', reason: '' });
      expect(await stateOf(job, 'reminder', 'sms')).toBe('FAILED');
      const failures = (await events(job)).filter(({ event }) => event === 'NOTIFICATION_FAILED');
      expect(failures).toHaveLength(1);
    });
  });
});
