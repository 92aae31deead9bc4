/** Arriving by redirect-url: the link works once and becomes a session. */
import type { LinkState } from '@segl/protocol/json';
import type { SignatureJob } from '../jobs/model.ts';
import type { RedirectLookup, Transaction } from '../jobs/ports.ts';
import { ServiceError } from '../errors.ts';
import type { CeremonyDeps } from './ports.ts';
import { newCeremonySession } from './session.ts';
import { sha256Hex } from '../jobs/secrets.ts';

type OpenedCeremony =
  | { readonly kind: 'opened'; readonly ceremonyId: string; readonly sessionToken: string }
  | { readonly kind: 'dead-end'; readonly link: LinkState };

/** Uses the redirect token up and begins a session, in one transaction: of two visits at once one gets in. */
export async function openCeremony(
  deps: Pick<CeremonyDeps, 'store' | 'clock' | 'random'>,
  redirectToken: string,
): Promise<OpenedCeremony> {
  const { store, clock, random } = deps;
  const hash = sha256Hex(redirectToken);
  return store.transaction(async (tx): Promise<OpenedCeremony> => {
    const found = await tx.peekRedirectToken(hash);
    const job = await jobOf(tx, found);
    if (job !== undefined && hasExpired(job, clock.now())) {
      return { kind: 'dead-end', link: await linkStateOf(tx, found, job, clock.now()) };
    }
    const used = await tx.useRedirectToken(hash, clock.now());
    if (used.kind !== 'usable') {
      return { kind: 'dead-end', link: await linkStateOf(tx, used, job, clock.now()) };
    }
    const { record, token } = newCeremonySession(
      { clock, random },
      { jobId: used.jobId, signerId: used.signerId },
    );
    await tx.insertCeremonySession(record);
    return { kind: 'opened', ceremonyId: record.id, sessionToken: token };
  });
}

/**
 * Why a redirect-url led nowhere, using nothing up.
 * @throws ServiceError NOT_FOUND for a link that still works: there is nothing to explain
 */
export async function linkState(
  { store, clock }: Pick<CeremonyDeps, 'store' | 'clock'>,
  redirectToken: string,
): Promise<LinkState> {
  return store.transaction(async (tx) => {
    const found = await tx.peekRedirectToken(sha256Hex(redirectToken));
    return linkStateOf(tx, found, await jobOf(tx, found), clock.now());
  });
}

async function jobOf(tx: Transaction, found: RedirectLookup): Promise<SignatureJob | undefined> {
  return found.kind === 'unknown' ? undefined : tx.job(found.jobId);
}

function hasExpired(job: SignatureJob, now: number): boolean {
  return job.expiresAt <= now && job.status !== 'COMPLETED_SUCCESSFULLY';
}

async function linkStateOf(
  tx: Transaction,
  found: RedirectLookup,
  job: SignatureJob | undefined,
  now: number,
): Promise<LinkState> {
  if (found.kind === 'unknown' || job === undefined) return { reason: 'UNKNOWN' };
  const sender = await tx.organisation(job.sender);
  return {
    reason: reasonOf(found.kind, hasExpired(job, now)),
    ...(sender === undefined ? {} : { senderName: sender.name }),
    ...(job.exitUrls === undefined ? {} : { returnUrl: job.exitUrls.error }),
  };
}

function reasonOf(kind: 'usable' | 'used' | 'replaced', expired: boolean): LinkState['reason'] {
  if (expired) return 'EXPIRED';
  if (kind === 'usable') throw new ServiceError('NOT_FOUND', 'The link has not been used');
  return kind === 'used' ? 'USED' : 'REPLACED';
}
