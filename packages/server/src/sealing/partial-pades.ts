/** The signed document of a job that is not complete, with the signatures it has so far. */
import { createHash } from 'node:crypto';
import type { SignatureJob } from '../jobs/model.ts';
import { ServiceError } from '../errors.ts';
import { partialPadesRecord, recordPartialPades } from '../jobs/partial-pades-record.ts';
import { sealDocument, type SealDeps } from './seal-document.ts';

/**
 * Makes partial documents on request. The latest of each job is remembered by what it shows, so that a request without
 * news since gives the same file; requests at the same moment wait for one another.
 */
export function partialPades(deps: SealDeps): (job: SignatureJob) => Promise<string> {
  const running = new Map<string, Promise<string>>();
  return (job) => {
    const shown = whatIsShown(job);
    const key = `${job.id}:${shown}`;
    const known = running.get(key);
    if (known !== undefined) return known;
    const made = cachedOrMade(deps, job, shown).finally(() => running.delete(key));
    running.set(key, made);
    return made;
  };
}

async function cachedOrMade(deps: SealDeps, job: SignatureJob, shown: string): Promise<string> {
  const { store, clock } = deps;
  const cached = await store.transaction((tx) => partialPadesRecord(tx, job.id));
  if (cached?.shown === shown) return cached.sha256;
  try {
    const { sha256 } = await sealDocument(deps, job, () => {});
    await store.transaction(async (tx) => {
      // One that took the place of another, or that came after the deletion, must not be left behind.
      const current = await tx.lockJob(job.id);
      const left = current?.documentsDeletedAt === undefined ? cached?.sha256 : sha256;
      if (left !== undefined) await tx.releaseBlobs([left], clock.now());
      await recordPartialPades(tx, job.id, { shown, sha256 });
    });
    return sha256;
  } catch (cause) {
    throw new ServiceError('TEMPORARILY_UNAVAILABLE', 'The document cannot be sealed now; try again soon', {
      cause,
    });
  }
}

/** Everything about the signers that the document shows, hashed: statuses and signatures. */
function whatIsShown(job: SignatureJob): string {
  const facts = job.signers.map(({ number, status, xadesSha256 }) => [number, status, xadesSha256 ?? null]);
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}
