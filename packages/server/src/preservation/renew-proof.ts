/**
 * Task `renew-proof`: while a signed document is kept, it gets its next time-stamp before the last one stops proving it
 * (EN 319 142-1 clause 5.4.3). Run again after a crash it ends the same way.
 */
import type { RevocationSource, TimestampSource } from '@segl/formats/signing';
import type { CertificateStore } from '@segl/formats/x509';
import { deleteReleasedBlobs } from '../jobs/delete-documents.ts';
import { nextRenewal } from '../jobs/keeping-time.ts';
import type { Instant } from '../jobs/model.ts';
import type { Blobs, Clock, Store } from '../jobs/ports.ts';
import { derOf, servedSources, type WorkerPool } from '../sealing/index.ts';

export interface RenewalDeps {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly workers: Pick<WorkerPool, 'renew'>;
  readonly timestamp: TimestampSource;
  readonly revocation: RevocationSource;
  readonly trust: CertificateStore;
}

/**
 * Renews any document that the service sealed. Rejects when a part outside is away, and when it does not verify, before or
 * after: nothing is claimed that does not hold.
 */
export function renewDocument(
  { workers, clock, trust, ...sources }: Omit<RenewalDeps, 'store' | 'blobs'>,
  pades: Uint8Array,
): ReturnType<WorkerPool['renew']> {
  return workers.renew({ pades, at: clock.now(), trust: derOf(trust) }, servedSources(sources));
}

/** Does nothing for a job whose document is gone. */
export async function renewProof(
  deps: RenewalDeps,
  jobId: bigint,
): Promise<{ readonly again: Instant } | undefined> {
  const { store, blobs, clock } = deps;
  const known = await store.transaction((tx) => tx.job(jobId));
  const before = known?.documentsDeletedAt === undefined ? known?.padesSha256 : undefined;
  if (before === undefined) return undefined;
  const renewed = await renewDocument(deps, await blobs.get(before));
  const padesSha256 = await blobs.put(renewed.bytes);
  const again = await store.transaction(async (tx) => {
    const job = await tx.lockJob(jobId);
    const now = clock.now();
    if (job?.padesSha256 !== before || job.documentsDeletedAt !== undefined) {
      await tx.releaseBlobs([padesSha256], now);
      return undefined;
    }
    await tx.updateJob(jobId, { padesSha256 });
    await tx.releaseBlobs([before], now);
    await tx.appendAudit(jobId, { at: now, kind: 'PROOF_RENEWED', data: { padesSha256 } });
    return nextRenewal(now, renewed.provenUntil);
  });
  await deleteReleasedBlobs(deps);
  return again === undefined ? undefined : { again };
}
