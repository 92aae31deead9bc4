import { describe, expect, it } from 'vitest';
import { day, newJob, noon } from '../../../test/jobs.ts';
import type { SignatureJob } from '../../jobs/model.ts';
import { deadlineNews, deletionNews, isStillSo, statusNews } from './plan.ts';

const hour = 3_600_000;

function job(changes: Partial<SignatureJob> = {}): SignatureJob {
  const { signers, ...rest } = newJob(2);
  return {
    ...rest,
    id: 7n,
    signers: signers.map((signer, index) => ({ ...signer, id: BigInt(index) })),
    ...changes,
  };
}

describe('news to senders', () => {
  it('of a deadline comes 24 hours before it, for periods of more than 48', () => {
    const period = (available: number) => deadlineNews(job({ available, expiresAt: noon + available }));
    expect(period(48 * hour)).toBeUndefined();
    expect(period(48 * hour + 1)?.dueAt).toBe(noon + 24 * hour + 1);
    expect(period(30 * day)?.dueAt).toBe(noon + 29 * day);
  });

  it('of a deletion comes 4 days before it, or at once', () => {
    const ended = job({ status: 'COMPLETED_SUCCESSFULLY', endedAt: noon });
    expect(deletionNews(ended, noon)?.dueAt).toBe(noon + 36 * day);
    expect(deletionNews(job(), noon)).toBeUndefined();
    expect(deletionNews(ended, noon + 38 * day)?.dueAt).toBe(noon + 38 * day);
  });

  it.each<[string, Partial<SignatureJob>, boolean]>([
    ['somebody has not signed', {}, true],
    ['the deadline was moved', { expiresAt: noon + 31 * day }, false],
    ['the job has ended', { status: 'FAILED' }, false],
    ['all have signed', { signers: [] }, false],
  ])('of a deadline holds when %s: %#', (_, changes, holds) => {
    const { key, dueAt } = deadlineNews(job())!;
    expect(isStillSo(job(changes), key, dueAt)).toBe(holds);
    expect(isStillSo(job(changes), key, noon + 30 * day)).toBe(false);
  });

  it.each<[string, Partial<SignatureJob>, boolean]>([
    ['nobody has fetched the document', {}, true],
    ['it was fetched', { downloadedAt: noon }, false],
    ['it was deleted', { documentsDeletedAt: noon }, false],
  ])('of a deletion holds when %s', (_, changes, holds) => {
    const ended = job({ status: 'COMPLETED_SUCCESSFULLY', endedAt: noon, ...changes });
    const { key, dueAt } = deletionNews(ended, noon)!;
    expect(isStillSo(ended, key, dueAt)).toBe(holds);
  });

  it('of a status has a key for each change', () => {
    expect(statusNews(job(), noon).key).not.toBe(statusNews(job(), noon + 1).key);
  });
});
