/** The task `tell-sender`: news of a job to the user who sent it, or to the organisation's address for jobs of the API. */
import { createHash } from 'node:crypto';
import { provenName } from '../../ceremony/proven-name.ts';
import type { Instant, NotificationChoices, Organisation, SignatureJob } from '../../jobs/model.ts';
import type { Clock, Store, Transaction } from '../../jobs/ports.ts';
import { isActive } from '../../organisations/rights.ts';
import { DeliveryError, type MailGateway } from '../ports.ts';
import { composeNews, type NewsFacts } from './compose.ts';
import { isStillSo, newsOf, type NewsKind } from './plan.ts';

export interface TellSenderDeps {
  readonly store: Store;
  readonly clock: Clock;
  /** Undefined: the installation sends no email. */
  readonly mail: { readonly gateway: MailGateway; readonly from: string } | undefined;
  readonly webUrl: string;
  readonly test: boolean;
}

const choiceOf: Readonly<Record<NewsKind, keyof NotificationChoices>> = {
  status: 'statusChanges',
  deadline: 'deadlines',
  deletion: 'deletions',
};

/**
 * Sends the news if it is still so and somebody wants it. Sent again, after a crash, it has the same Message-ID. Rejects
 * while the mail server is away: the task is to be run again.
 */
export async function tellSender(deps: TellSenderDeps, jobId: bigint, key: string): Promise<void> {
  const { store, clock, mail } = deps;
  if (mail === undefined) return;
  const found = await store.transaction((tx) => factsOf(tx, deps, { jobId, key }, clock.now()));
  if (found === undefined) return;
  const { kind } = newsOf(key);
  try {
    const { fromName, ...email } = composeNews(found.facts);
    await mail.gateway.send({
      ...email,
      messageId: messageId(key, deps.webUrl),
      to: found.to,
      from: { name: fromName, address: mail.from },
      language: found.facts.language,
    });
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.mayRetry) throw error;
    const data = { kind, reason: error.code };
    await store.transaction((tx) =>
      tx.appendAudit(jobId, { at: clock.now(), kind: 'SENDER_NOT_TOLD', data }),
    );
    return;
  }
  await store.transaction((tx) =>
    tx.appendAudit(jobId, { at: clock.now(), kind: 'SENDER_TOLD', data: { kind } }),
  );
}

async function factsOf(
  tx: Transaction,
  { webUrl, test }: TellSenderDeps,
  { jobId, key }: { readonly jobId: bigint; readonly key: string },
  now: Instant,
): Promise<{ readonly to: string; readonly facts: NewsFacts } | undefined> {
  const job = await tx.job(jobId);
  const organisation = job && (await tx.organisation(job.sender));
  const { kind, about } = newsOf(key);
  if (job === undefined || organisation === undefined || !isStillSo(job, key, now)) return undefined;
  if (!organisation.notificationChoices[choiceOf[kind]]) return undefined;
  const to = await recipient(tx, job, organisation, now);
  if (to === undefined) return undefined;
  const signers: NewsFacts['signers'][number][] = [];
  for (const signer of job.signers) {
    const name = signer.status === 'SIGNED' ? await provenName(tx, signer.id) : undefined;
    signers.push({ name, address: signer.address, status: signer.status });
  }
  const deadline = job.status === 'IN_PROGRESS' ? job.expiresAt : undefined;
  return {
    to,
    facts: {
      kind,
      language: organisation.language,
      organisation: organisation.name,
      job,
      signers,
      about: kind === 'status' ? deadline : about,
      url: `${webUrl}/sender/${job.sender}/jobs/${job.id}`,
      test,
    },
  };
}

/** Nobody who has no access any more. */
async function recipient(
  tx: Transaction,
  { createdByUser }: SignatureJob,
  organisation: Organisation,
  now: Instant,
): Promise<string | undefined> {
  if (createdByUser === undefined) return organisation.senderAddress;
  const user = await tx.user(createdByUser);
  return user !== undefined && isActive(user, organisation, now) && user.email !== ''
    ? user.email
    : undefined;
}

function messageId(key: string, webUrl: string): string {
  const name = createHash('sha256').update(`${webUrl} ${key}`).digest('hex').slice(0, 32);
  return `<${name}@${new URL(webUrl).hostname}>`;
}
