/** What waits for the person who is logged in, at every organisation, and what they signed lately. */
import type { Inbox, PortalSender, SignedJob, WaitingJob } from '@segl/protocol/json';
import { senderOf } from '../organisations/public-face.ts';
import type { Instant, SignatureJob, Signer } from '../jobs/model.ts';
import type { PortalSession, SignerPlace } from '../jobs/portal-records.ts';
import type { Clock, Store, Transaction } from '../jobs/ports.ts';
import { keptUntil } from '../jobs/keeping-time.ts';
import { canAct } from '../jobs/state-machine.ts';

const day = 86_400_000;
/** A signature is shown as long as its document may be downloadable: the longest wait for others, and 40 days. */
const showsSignedFor = (90 + 40) * day;
const most = 200;

interface Place {
  readonly job: SignatureJob;
  readonly signer: Signer;
  readonly sender: PortalSender;
}

export async function inbox(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  { personalIdentificationNumber: number, level }: PortalSession,
): Promise<Inbox> {
  const now = clock.now();
  return store.transaction(async (tx) => {
    const waiting = await placesOf(tx, await tx.waitingPlaces(number, most));
    const signed = await placesOf(tx, await tx.signedPlaces(number, now - showsSignedFor, most));
    return {
      waiting: waiting
        .filter(({ job, signer }) => canAct(job, signer.number, now))
        .map((place) => waitingJob(place, level)),
      signed: signed
        .filter(({ job }) => job.documentsDeletedAt === undefined)
        .map((place) => signedJob(place, level)),
      now: new Date(now).toISOString(),
    };
  });
}

async function placesOf(tx: Transaction, places: readonly SignerPlace[]): Promise<readonly Place[]> {
  const found: Place[] = [];
  for (const { jobId, signerId } of places) {
    const job = await tx.job(jobId);
    const signer = job?.signers.find(({ id }) => id === signerId);
    if (job === undefined || signer === undefined) continue;
    found.push({ job, signer, sender: await senderOf(tx, job.sender) });
  }
  return found;
}

function waitingJob({ job, signer, sender }: Place, level: PortalSession['level']): WaitingJob {
  return {
    id: job.id.toString(),
    ...shownTitle(job, level),
    sender,
    deadline: time(job.expiresAt),
    documents: job.documents.length,
    onBehalfOf: signer.onBehalfOf,
    requiresLevel: job.requiredAuthentication,
    openable: level >= job.requiredAuthentication,
  };
}

function signedJob({ job, signer, sender }: Place, level: PortalSession['level']): SignedJob {
  const until = job.padesSha256 === undefined ? undefined : keptUntil(job);
  const downloadable = job.padesSha256 !== undefined && level >= job.requiredAuthentication;
  return {
    id: job.id.toString(),
    ...shownTitle(job, level),
    sender,
    signedAt: time(signer.since),
    state: stateOf(job),
    openable: level >= job.requiredAuthentication,
    ...(downloadable && {
      padesHref: `/portal/api/jobs/${job.id}/pades`,
      evidenceHref: `/portal/api/jobs/${job.id}/evidence`,
    }),
    ...(until !== undefined && { availableUntil: time(until) }),
  };
}

function stateOf({ status }: SignatureJob): SignedJob['state'] {
  if (status === 'IN_PROGRESS') return 'WAITING_FOR_OTHERS';
  return status === 'COMPLETED_SUCCESSFULLY' ? 'COMPLETED' : 'ENDED';
}

/** Below the job's level only the title that the sender called non-sensitive. */
function shownTitle(job: SignatureJob, level: PortalSession['level']): { readonly title?: string } {
  if (level >= job.requiredAuthentication) return { title: job.title };
  return job.nonSensitiveTitle === undefined ? {} : { title: job.nonSensitiveTitle };
}

const time = (instant: Instant): string => new Date(instant).toISOString();
