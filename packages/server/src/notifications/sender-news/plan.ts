/**
 * When senders are told what, pure. The tasks carry all of it in their keys; each looks first whether it is still so.
 *
 * | news | when |
 * |---|---|
 * | `status` | a signer acted, or the job ended |
 * | `deadline` | 24 hours before the end of a period that was longer than 48, when somebody has not signed |
 * | `deletion` | 4 days before a signed document is deleted that the sender has not fetched |
 */
import type { Instant, SignatureJob } from '../../jobs/model.ts';
import { keptUntil } from '../../jobs/keeping-time.ts';

export type NewsKind = 'status' | 'deadline' | 'deletion';

/** A task `tell-sender`. */
export interface PlannedNews {
  readonly kind: 'tell-sender';
  /** `{job}:{news}:{moment}`: the moment of the change, or that the news is about. */
  readonly key: string;
  readonly jobId: bigint;
  readonly dueAt: Instant;
}

const hour = 3_600_000;
const day = 24 * hour;

export function statusNews(job: SignatureJob, now: Instant): PlannedNews {
  return news(job, 'status', now, now);
}

/** Undefined for a period of 48 hours or less. */
export function deadlineNews({ id, expiresAt, available }: SignatureJob): PlannedNews | undefined {
  return available > 48 * hour ? news({ id }, 'deadline', expiresAt, expiresAt - day) : undefined;
}

/** Undefined for a job that has not ended. */
export function deletionNews(job: SignatureJob, now: Instant): PlannedNews | undefined {
  const until = keptUntil(job);
  return until === undefined ? undefined : news(job, 'deletion', until, Math.max(now, until - 4 * day));
}

function news({ id }: Pick<SignatureJob, 'id'>, kind: NewsKind, about: Instant, dueAt: Instant): PlannedNews {
  return { kind: 'tell-sender', key: `${id}:${kind}:${about}`, jobId: id, dueAt };
}

/** What a task's key says. */
export function newsOf(key: string): { readonly kind: NewsKind; readonly about: Instant } {
  const [, kind, about] = key.split(':');
  return { kind: kind as NewsKind, about: Number(about) };
}

/** Whether the news is still news. */
export function isStillSo(job: SignatureJob, key: string, now: Instant): boolean {
  const { kind, about } = newsOf(key);
  switch (kind) {
    case 'status':
      return true;
    case 'deadline':
      return (
        job.status === 'IN_PROGRESS' &&
        job.expiresAt === about &&
        now < about &&
        job.signers.some(({ status }) => status === 'WAITING')
      );
    case 'deletion':
      return (
        job.status === 'COMPLETED_SUCCESSFULLY' &&
        job.downloadedAt === undefined &&
        job.documentsDeletedAt === undefined &&
        now < about
      );
  }
}
