/** Queues news to senders, where somebody is to be told. */
import type { SignatureJob } from '../../jobs/model.ts';
import type { Transaction } from '../../jobs/ports.ts';
import type { PlannedNews } from './plan.ts';

/** Plans news, inside the transaction that makes it; nothing where nobody would be told. */
export async function planNews(
  tx: Transaction,
  job: SignatureJob,
  news: PlannedNews | undefined,
): Promise<void> {
  if (news === undefined) return;
  const isToUser = job.createdByUser !== undefined;
  if (isToUser || (await tx.organisation(job.sender))?.senderAddress !== undefined)
    await tx.enqueueTask(news);
}
