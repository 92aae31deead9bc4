/** The tasks `notify-email` and `notify-sms`: one message, if it still makes sense when its time has come. */
import type { KeyObject } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { contactOf, toE164 } from '../jobs/contact-addresses.ts';
import type { ContactRegister, RegisteredContact } from '../jobs/contact-register.ts';
import type { Instant, KnownContact, Language, Organisation, SignatureJob, Signer } from '../jobs/model.ts';
import type { Notification, SignerLink } from '../jobs/portal-records.ts';
import type { Blobs, Clock, Reading, Store, Transaction } from '../jobs/ports.ts';
import { knownContact, registeredNumber } from '../jobs/register-contacts.ts';
import { currentCode, linkToken } from '../jobs/signer-links.ts';
import { keptUntil } from '../jobs/keeping-time.ts';
import { canAct } from '../jobs/state-machine.ts';
import { composeNotification } from './compose.ts';
import type { NotificationFacts } from './facts.ts';
import { DeliveryError, type MailGateway, type SmsGateway } from './ports.ts';
import { withinSmsHours } from './sms-hours.ts';

export interface DeliverDeps {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly register: ContactRegister;
  readonly tokenKey: KeyObject;
  /** `from`: the installation's own address. Undefined: it sends no email. */
  readonly mail: { readonly gateway: MailGateway; readonly from: string } | undefined;
  /** `sender`: what telephones show. Undefined: it sends no SMS. */
  readonly sms: { readonly gateway: SmsGateway; readonly sender: string } | undefined;
  /** Where signers reach the pages. */
  readonly webUrl: string;
  /** True in the sandbox: every message says that it is a test. */
  readonly test: boolean;
}

const hour = 3_600_000;

/** A planned notification with what it tells about. */
interface Planned {
  readonly notification: Notification;
  readonly job: SignatureJob;
  readonly signer: Signer;
  readonly sender: Organisation | undefined;
  readonly link: SignerLink | undefined;
}

/**
 * Hands the message to its gateway and records it. Killed in between it does so again, under the same reference: a
 * message may come twice, never not at all. Rejects while the gateway is away: the task is to be run again.
 */
export async function deliverNotification(
  deps: DeliverDeps,
  id: bigint,
): Promise<{ readonly again: Instant } | undefined> {
  const now = deps.clock.now();
  const planned = await deps.store.read((reading) => readPlanned(reading, id, now));
  if (planned === undefined) return undefined;
  if (planned === 'senseless') {
    await deps.store.transaction((tx) => dropSenseless(tx, id, now));
    return undefined;
  }
  const { notification } = planned;
  const again = quietUntil(planned, deps.clock.now());
  if (again !== undefined) return { again };
  const contact = await contactNow(deps, planned);
  const address = notification.channel === 'email' ? contact?.email : contact?.mobile;
  if (address === undefined) {
    await drop(deps, planned, contact === undefined ? 'RESERVED' : 'NO_ADDRESS');
    return undefined;
  }
  try {
    const gatewayReference = await send(deps, planned, contact ?? {}, address);
    await record(deps, planned, { state: 'SENT', gatewayReference });
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.mayRetry) throw error;
    await record(deps, planned, { state: 'FAILED', failure: error.code });
  }
  return undefined;
}

async function readPlanned(
  reading: Reading,
  id: bigint,
  now: Instant,
): Promise<Planned | 'senseless' | undefined> {
  const notification = await reading.notification(id);
  if (notification?.state !== 'PLANNED') return undefined;
  const job = await reading.job(notification.jobId);
  const signer = job?.signers.find((candidate) => candidate.id === notification.signerId);
  if (job === undefined || signer === undefined) return undefined;
  if (!(await makesSense(reading, notification, job, signer, now))) return 'senseless';
  const sender = await reading.organisation(job.sender);
  return { notification, job, signer, sender, link: await reading.signerLinkOf(signer.id) };
}

/** Looks again with the job locked: what was read may have changed. */
async function dropSenseless(tx: Transaction, id: bigint, now: Instant): Promise<void> {
  const found = await tx.notification(id);
  if (found !== undefined) await tx.lockJob(found.jobId);
  if ((await readPlanned(tx, id, now)) === 'senseless') await tx.updateNotification(id, { state: 'DROPPED' });
}

/** Of the job's end tells only the cancellation; who has acted, or comes too late, is not asked to sign. */
async function makesSense(
  reading: Reading,
  { kind, channel }: Notification,
  job: SignatureJob,
  signer: Signer,
  now: Instant,
): Promise<boolean> {
  if (kind === 'cancelled') return signer.status === 'CANCELLED';
  if (kind === 'completed')
    return job.status === 'COMPLETED_SUCCESSFULLY' && job.documentsDeletedAt === undefined;
  if (!canAct(job, signer.number, now)) return false;
  if (kind !== 'reminder') return true;
  // After an outage the first message comes late enough to be the reminder too.
  const others = await reading.notificationsOf(signer.id);
  return !others.some(
    (other) => other.kind === 'first' && other.channel === channel && other.state === 'PLANNED',
  );
}

/** Text messages wait for the morning; not those that somebody asked for just now. */
function quietUntil({ notification, job }: Planned, now: Instant): Instant | undefined {
  if (notification.channel !== 'sms') return undefined;
  if (notification.kind === 'code' && now - notification.dueAt < hour) return undefined;
  const asksToSign = notification.kind === 'first' || notification.kind === 'reminder';
  const at = withinSmsHours(now, asksToSign ? job.expiresAt : undefined);
  return at > now ? at : undefined;
}

/**
 * Where the signer is reached now. The register is asked anew before each later message; while it cannot be asked, what
 * it said last holds. Undefined for one who has opted out since.
 */
async function contactNow(
  { store, register }: DeliverDeps,
  { notification, signer }: Planned,
): Promise<KnownContact | undefined> {
  const number = registeredNumber(signer);
  if (number === undefined || notification.kind === 'first') return contactOf(signer);
  let registered: RegisteredContact | undefined;
  try {
    registered = (await register.lookUp([number])).get(number);
  } catch {
    return contactOf(signer);
  }
  if (registered?.reserved === true) return undefined;
  const contact = registered === undefined ? {} : knownContact(registered);
  if (isDeepStrictEqual(contact, signer.knownContact)) return contact;
  await store.transaction((tx) => tx.updateSigner(signer.id, { knownContact: contact }));
  return contact;
}

function languageOf({ sender }: Pick<Planned, 'sender'>, { language }: KnownContact): Language {
  return language ?? sender?.language ?? 'nb';
}

/** Hands it over; the SMS gateway's own reference, where it gives one. */
async function send(
  deps: DeliverDeps,
  planned: Planned,
  contact: KnownContact,
  address: string,
): Promise<string | undefined> {
  const { reference } = planned.notification;
  const message = composeNotification(await factsOf(deps, planned, contact));
  if ('email' in message) {
    const { fromName, ...email } = message.email;
    const { gateway, from } = required(deps.mail, 'email');
    await gateway.send({
      ...email,
      messageId: `<${reference}@${new URL(deps.webUrl).hostname}>`,
      to: address,
      from: { name: fromName, address: from },
      language: languageOf(planned, contact),
    });
    return undefined;
  }
  const { gateway, sender } = required(deps.sms, 'SMS');
  const to = toE164(address) ?? address;
  return (await gateway.send({ ...message.sms, reference, to, sender })).gatewayReference;
}

/** A message planned under another configuration waits for the channel to come back. */
function required<T>(channel: T | undefined, name: string): T {
  if (channel !== undefined) return channel;
  throw new DeliveryError('GATEWAY_UNAVAILABLE', `this installation sends no ${name}`);
}

async function factsOf(
  { blobs, tokenKey, webUrl, test }: DeliverDeps,
  { notification, job, sender, link }: Planned,
  contact: KnownContact,
): Promise<NotificationFacts> {
  const { kind, channel } = notification;
  return {
    kind,
    channel,
    language: languageOf({ sender }, contact),
    sender: {
      name: sender?.name ?? job.sender,
      ...(sender?.logoSha256 !== undefined && { logo: await blobs.get(sender.logoSha256) }),
      ...(sender?.senderAddress !== undefined && { replyTo: sender.senderAddress }),
    },
    sector: sender?.sector ?? 'public',
    addressing:
      link === undefined
        ? { kind: 'eid', url: `${webUrl}/portal` }
        : linkAddressing(notification, contact, sender, {
            url: `${webUrl}/sign/${linkToken(tokenKey, link.id)}`,
            code: currentCode(tokenKey, link),
          }),
    ...(job.nonSensitiveTitle !== undefined && { nonSensitiveTitle: job.nonSensitiveTitle }),
    ...(job.cancellationMessage !== undefined && { message: job.cancellationMessage }),
    deadline: kind === 'completed' ? (keptUntil(job) ?? job.expiresAt) : job.expiresAt,
    signers: job.signers.length,
    test,
  };
}

/** Link and code in one message, unless the organisation chose to send them apart or the signer has the link already. */
function linkAddressing(
  { kind, channel }: Notification,
  { email, mobile }: KnownContact,
  sender: Organisation | undefined,
  { url, code }: { readonly url: string; readonly code: string },
): NotificationFacts['addressing'] {
  const apart = sender?.codeBySms === true && email !== undefined && mobile !== undefined;
  if (kind === 'code') return { kind: 'link-and-code', code };
  if (!apart) return { kind: 'link-and-code', url, code };
  if (channel === 'sms') return { kind: 'link-and-code' };
  return { kind: 'link-and-code', url, codeBySms: kind === 'first' };
}

async function record(
  { store, clock }: DeliverDeps,
  { notification, job, signer }: Planned,
  outcome:
    | { readonly state: 'SENT'; readonly gatewayReference: string | undefined }
    | { readonly state: 'FAILED'; readonly failure: string },
): Promise<void> {
  const { id, kind, channel } = notification;
  const data = { signer: signer.number, kind, channel };
  await store.transaction(async (tx) => {
    const now = clock.now();
    if (outcome.state === 'SENT') {
      const { gatewayReference } = outcome;
      await tx.updateNotification(id, {
        state: 'SENT',
        sentAt: now,
        ...(gatewayReference !== undefined && { gatewayReference }),
      });
      await tx.appendAudit(job.id, { at: now, kind: 'NOTIFICATION_SENT', data });
    } else {
      await tx.updateNotification(id, outcome);
      await tx.appendAudit(job.id, {
        at: now,
        kind: 'NOTIFICATION_FAILED',
        data: { ...data, reason: outcome.failure },
      });
    }
  });
}

async function drop(
  { store, clock }: DeliverDeps,
  { notification, job, signer }: Planned,
  reason: string,
): Promise<void> {
  const { id, kind, channel } = notification;
  await store.transaction(async (tx) => {
    await tx.updateNotification(id, { state: 'DROPPED' });
    const data = { signer: signer.number, kind, channel, reason };
    await tx.appendAudit(job.id, { at: clock.now(), kind: 'NOTIFICATION_DROPPED', data });
  });
}
