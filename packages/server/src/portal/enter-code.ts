/** A signer with a link enters the one-time code: the right one opens the ceremony, five wrong ones block the signer. */
import type { KeyObject } from 'node:crypto';
import type { EndedBecause } from '@segl/protocol/json';
import { jobAndSigner, newCeremonySession } from '../ceremony/index.ts';
import { ServiceError } from '../errors.ts';
import { hashCode, sameToken } from '../jobs/derived-tokens.ts';
import type { Instant, SignatureJob, Signer } from '../jobs/model.ts';
import type { SignerLink } from '../jobs/portal-records.ts';
import type { Clock, Random, Store, Transaction } from '../jobs/ports.ts';
import { recordFailure } from '../jobs/record-acts.ts';
import { sha256Hex } from '../jobs/secrets.ts';
import { mostWrongCodes } from '../jobs/signer-links.ts';
import { canAct } from '../jobs/state-machine.ts';
import type { UnknownLinks } from './unknown-links.ts';

export interface EnterCodeDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly tokenKey: KeyObject;
  readonly unknownLinks: UnknownLinks;
}

type Outcome =
  | { readonly kind: 'opened'; readonly ceremonyId: string; readonly sessionToken: string }
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  | { readonly kind: 'ended'; readonly because: EndedBecause };

/**
 * Opens the ceremony of the link's signer. Who entered the right code before may come back with it, also to download
 * what was signed.
 * @throws ServiceError CODE_WRONG (member triesLeft), LINK_BLOCKED: the same for a link that does not exist;
 * JOB_ENDED (member endedBecause), told only to one with the right code
 */
export async function enterCode(
  deps: EnterCodeDeps,
  linkToken: string,
  code: string,
): Promise<{ readonly ceremonyId: string; readonly sessionToken: string }> {
  const { store, unknownLinks, tokenKey } = deps;
  const tokenHash = sha256Hex(linkToken);
  const outcome = await store.transaction(async (tx): Promise<Outcome | undefined> => {
    const link = await tx.signerLink(tokenHash);
    return link && enterCodeOf(tx, deps, link, code);
  });
  if (outcome?.kind === 'opened') return outcome;
  if (outcome !== undefined) refuse(outcome);
  // As much work as for a real link.
  sameToken(hashCode(tokenKey, tokenHash, code), tokenHash);
  refuse({ kind: 'wrong', triesLeft: unknownLinks.triesLeftAfter(tokenHash) });
}

async function enterCodeOf(
  tx: Transaction,
  deps: EnterCodeDeps,
  found: SignerLink,
  code: string,
): Promise<Outcome> {
  const { clock, tokenKey } = deps;
  // Only behind the job's lock is it known how many codes were tried before this one.
  await tx.lockJob(found.jobId);
  const link = (await tx.signerLink(found.tokenHash)) ?? found;
  const { job, signer } = await jobAndSigner(tx, link);
  if (link.wrongCodes >= mostWrongCodes) return { kind: 'wrong', triesLeft: 0 };
  if (!sameToken(hashCode(tokenKey, link.id, code), link.codeHash)) {
    return countWrongCode(tx, job, signer, link, clock.now());
  }
  await tx.updateSignerLink(signer.id, { wrongCodes: 0 });
  const because = endedBecause(job, signer, clock.now());
  if (because !== undefined) return { kind: 'ended', because };
  const { record, token } = newCeremonySession(deps, { jobId: link.jobId, signerId: link.signerId });
  await tx.insertCeremonySession(record);
  await tx.appendAudit(job.id, { at: clock.now(), kind: 'LINK_OPENED', data: { signer: signer.number } });
  return { kind: 'opened', ceremonyId: record.id, sessionToken: token };
}

/** The last one blocks the signer, where there still is something to block. */
async function countWrongCode(
  tx: Transaction,
  job: SignatureJob,
  signer: Signer,
  link: SignerLink,
  now: Instant,
): Promise<Outcome> {
  const wrongCodes = link.wrongCodes + 1;
  const triesLeft = mostWrongCodes - wrongCodes;
  await tx.updateSignerLink(signer.id, { wrongCodes });
  await tx.appendAudit(job.id, { at: now, kind: 'CODE_WRONG', data: { signer: signer.number, triesLeft } });
  const attempt = await tx.latestAttempt(signer.id);
  // Who is proven already and whose signature is being made entered the right code before.
  if (triesLeft === 0 && attempt?.state !== 'AUTHENTICATED' && canAct(job, signer.number, now)) {
    await recordFailure(tx, { jobId: job.id, signerNumber: signer.number }, { kind: 'BLOCKED' }, now);
  }
  return { kind: 'wrong', triesLeft };
}

/** Why the signer comes too late; undefined for one who can act, or has acted and may see what came of it. */
function endedBecause(job: SignatureJob, signer: Signer, now: Instant): EndedBecause | undefined {
  if (canAct(job, signer.number, now)) return undefined;
  switch (signer.status) {
    case 'SIGNED':
      return job.documentsDeletedAt === undefined ? undefined : 'EXPIRED';
    case 'REJECTED':
      return job.documentsDeletedAt === undefined ? undefined : 'ENDED';
    case 'WAITING':
    case 'EXPIRED':
      return 'EXPIRED';
    case 'CANCELLED':
      return 'CANCELLED';
    default:
      return 'ENDED';
  }
}

function refuse(outcome: Exclude<Outcome, { kind: 'opened' }>): never {
  if (outcome.kind === 'ended') {
    throw new ServiceError('JOB_ENDED', 'The documents can no longer be signed', {
      members: { endedBecause: outcome.because },
    });
  }
  if (outcome.triesLeft === 0) {
    throw new ServiceError('LINK_BLOCKED', 'Too many wrong codes were entered; the link no longer works');
  }
  throw new ServiceError('CODE_WRONG', 'The code is not the one that was sent with this link', {
    members: { triesLeft: outcome.triesLeft },
  });
}
