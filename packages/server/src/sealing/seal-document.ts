/** Gathers what a job's signed document is made from, has it made and verified, and stores it. */
import type { RevocationSource, SigningKey, TimestampSource } from '@segl/formats/signing';
import type { CertificateStore } from '@segl/formats/x509';
import { readEvidence } from '../ceremony/evidence.ts';
import { readIntent } from '../ceremony/intent.ts';
import type { Organisation, SignatureJob, Signer } from '../jobs/model.ts';
import type { Blobs, Clock, Store, Trace } from '../jobs/ports.ts';
import { servedSources, type SealStep } from './callbacks.ts';
import { documentInput, type DocumentParts, type SignedBy } from './document-input.ts';
import { release } from './memory.ts';
import type { Verification } from './worker-tasks.ts';
import type { WorkerPool } from './worker-pool.ts';

export interface SealDeps {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly workers: Pick<WorkerPool, 'seal' | 'renew'>;
  readonly sealKey: SigningKey;
  readonly timestamp: TimestampSource;
  readonly revocation: RevocationSource;
  /** What the service's own validator trusts. */
  readonly trust: CertificateStore;
  readonly presentation: DocumentParts['presentation'];
}

/** A sealed document that is stored. */
export interface StoredSealed {
  readonly sha256: string;
  /** Until when its time-stamp proves it, milliseconds. */
  readonly provenUntil: number;
}

/**
 * The blob of a sealed and verified document with the signatures that `job` has. `step` is told what is done.
 * Rejects when it could not be made or does not verify; then nothing was stored.
 */
export async function sealDocument(
  deps: SealDeps,
  job: SignatureJob,
  step: (name: SealStep) => void | Promise<void>,
): Promise<StoredSealed> {
  const parts = await gather(deps, job);
  const sealed = await deps.workers.seal(
    {
      document: documentInput(parts),
      xades: [...parts.signed.values()].map(({ xades, storedAt }) => ({ bytes: xades, storedAt })),
      seal: {
        name: deps.presentation.sealName,
        chain: deps.sealKey.chain,
        algorithm: deps.sealKey.algorithm,
      },
      at: parts.createdAt,
      trust: derOf(deps.trust),
    },
    {
      sign: (data) => deps.sealKey.sign(data),
      ...servedSources(deps),
      step: async (name) => {
        await step(name);
      },
    },
  );
  const sha256 = await deps.blobs.put(sealed.bytes);
  release(sealed.bytes);
  return { sha256, provenUntil: sealed.provenUntil };
}

export function derOf({ anchors, intermediates }: CertificateStore): Verification['trust'] {
  return { anchors: anchors.map(({ der }) => der), intermediates: intermediates.map(({ der }) => der) };
}

async function gather(deps: SealDeps, job: SignatureJob): Promise<DocumentParts> {
  const sender = await deps.store.transaction((tx) => tx.organisation(job.sender));
  const documents = await Promise.all(
    job.documents.map(async (document) => ({ document, bytes: await deps.blobs.get(document.sha256) })),
  );
  const signed = new Map<number, SignedBy>();
  for (const signer of job.signers) {
    if (signer.status === 'SIGNED') signed.set(signer.number, await signedBy(deps, signer));
  }
  const logo = await logoOf(deps, sender);
  return {
    job,
    senderName: sender?.name ?? job.sender,
    ...(logo !== undefined && { logo }),
    documents,
    signed,
    presentation: deps.presentation,
    createdAt: deps.clock.now(),
  };
}

/** Its loss holds up nothing that was signed. */
function logoOf({ blobs }: SealDeps, sender: Organisation | undefined): Promise<Uint8Array | undefined> {
  if (sender?.logoSha256 === undefined) return Promise.resolve(undefined);
  return blobs.get(sender.logoSha256).catch(() => undefined);
}

async function signedBy({ store, blobs }: SealDeps, signer: Signer): Promise<SignedBy> {
  // Once an attempt has become a signature no other is begun, so the latest is the one that counts.
  const attempt = await store.transaction((tx) => tx.latestAttempt(signer.id));
  if (signer.xadesSha256 === undefined || attempt?.state !== 'SIGNED' || attempt.evidence === undefined) {
    throw new Error(`the evidence of signer ${signer.number} is missing`);
  }
  return {
    evidence: readEvidence(attempt.evidence),
    language: readIntent(attempt.intent).consent.language,
    xades: await blobs.get(signer.xadesSha256),
    storedAt: signer.since,
  };
}
