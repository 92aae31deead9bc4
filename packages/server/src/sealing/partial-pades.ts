/** The signed document of a job that is not complete, with the signatures it has so far. */
import { createHash } from 'node:crypto';
import type { SignatureJob } from '../jobs/model.ts';
import { ServiceError } from '../errors.ts';
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
  const name = `partial-pades:${job.id}`;
  const cached = await deps.store.transaction((tx) => tx.setting(name));
  const [cachedShown, cachedBlob] = cached?.split(' ') ?? [];
  if (cachedShown === shown && cachedBlob !== undefined) return cachedBlob;
  try {
    const sha256 = await sealDocument(deps, job, () => {});
    await deps.store.transaction((tx) => tx.putSetting(name, `${shown} ${sha256}`));
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
