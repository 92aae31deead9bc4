/** Task `sign`: makes one signature and commits it. Run again after a crash it ends the same way. */
import { buildEvidenceXml, type SignerIdentifier } from '@segl/formats/evidence';
import type { RevocationSource, TimestampSource } from '@segl/formats/signing';
import { createXades } from '@segl/formats/xades';
import type { CertificateStore } from '@segl/formats/x509';
import { validateXades } from '@segl/formats/validation';
import { recordFailure, recordSignature } from '../jobs/record-acts.ts';
import { sha256Hex } from '../jobs/secrets.ts';
import { requireActing } from '../jobs/state-machine.ts';
import type { SignatureJob, Signer } from '../jobs/model.ts';
import type { SigningAttempt, Transaction } from '../jobs/ports.ts';
import { ServiceError } from '../errors.ts';
import { DELAYED, jobAndSigner } from './ceremony-state.ts';
import {
  certifiedPerson,
  idTokenSha256,
  readEvidence,
  shownIdentity,
  type SigningEvidence,
} from './evidence.ts';
import { intentCovers } from './identity-checks.ts';
import { readIntent, type SigningIntent } from './intent.ts';
import type { CeremonyDeps, SignatureCreation } from './ports.ts';
import { requirePassed } from './require-passed.ts';

export interface MakeSignatureDeps extends Pick<
  CeremonyDeps,
  'store' | 'blobs' | 'clock' | 'trace' | 'tasks'
> {
  readonly signatures: SignatureCreation;
  readonly timestamp: TimestampSource;
  readonly revocation: RevocationSource;
  /** What the service's own validator trusts. */
  readonly trust: CertificateStore;
}

/** Everything a signature is made from; the attempt is AUTHENTICATED and the signer may still act. */
interface Ready {
  readonly attempt: SigningAttempt;
  readonly job: SignatureJob;
  readonly signer: Signer;
  readonly intent: SigningIntent;
  readonly evidence: SigningEvidence;
}

/**
 * Makes the XAdES of an authenticated attempt, verifies it, stores it, and only then records it. Does nothing for an
 * attempt that was signed before or that ended.
 * Rejects when a part outside is away or the result does not verify: the task is to be run again. The signer then sees
 * that it takes longer; nothing has been acknowledged.
 */
export async function makeSignature(deps: MakeSignatureDeps, attemptId: string): Promise<void> {
  const ready = await readyToSign(deps, attemptId);
  if (ready === undefined) return;
  try {
    const xades = await signAndVerify(deps, ready);
    const xadesSha256 = await deps.blobs.put(xades);
    await deps.trace.step('xades-stored', ready.job.id);
    await commit(deps, ready, xadesSha256);
  } catch (error) {
    await deps.store.transaction((tx) => tx.advanceAttempt(attemptId, 'AUTHENTICATED', { notice: DELAYED }));
    throw error;
  }
}

async function readyToSign(
  { store, clock }: MakeSignatureDeps,
  attemptId: string,
): Promise<Ready | undefined> {
  return store.transaction(async (tx) => {
    const attempt = await tx.signingAttempt(attemptId);
    if (attempt?.state !== 'AUTHENTICATED' || attempt.evidence === undefined) return undefined;
    await tx.lockJob(attempt.jobId);
    const { job, signer } = await jobAndSigner(tx, attempt);
    const evidence = readEvidence(attempt.evidence);
    if (
      !(await stillActing(tx, attempt, () =>
        requireActing(job, signer.number, Date.parse(evidence.provenAt)),
      ))
    )
      return undefined;
    const intent = readIntent(attempt.intent);
    if (!intentCovers(intent, job, signer)) {
      await tx.advanceAttempt(attempt.id, 'AUTHENTICATED', { state: 'ENDED' });
      const failure = { kind: 'FAILED', cause: 'INTENT_MISMATCH' } as const;
      await recordFailure(tx, { jobId: job.id, signerNumber: signer.number }, failure, clock.now());
      return undefined;
    }
    return { attempt, job, signer, intent, evidence };
  });
}

async function signAndVerify(deps: MakeSignatureDeps, ready: Ready): Promise<Uint8Array> {
  const { job, signer } = ready;
  const signingTime = new Date(deps.clock.now());
  const person = certifiedPerson(job, signer, ready.evidence);
  const documents = job.documents.map(({ fileName, mime, sha256 }) => ({
    name: fileName,
    mime,
    sha256: Buffer.from(sha256, 'hex'),
  }));
  const xades = await deps.signatures({ type: signer.signatureType, person, signingTime }, async (key) => {
    await deps.trace.step('key-created', job.id);
    return createXades({
      objects: documents,
      evidenceXml: evidenceXml(ready),
      signingTime,
      key,
      timestamp: deps.timestamp,
      revocation: deps.revocation,
      step: (name) => deps.trace.step(name, job.id),
    });
  });
  const report = validateXades(xades, documents, deps.trust, new Date(deps.clock.now()));
  requirePassed('the signature', report, 'XAdES-BASELINE-LT');
  return xades;
}

function evidenceXml({ job, signer, intent, attempt, evidence }: Ready): string {
  const shown = shownIdentity(job, signer, evidence);
  const identifier = identifierOf(shown);
  return buildEvidenceXml({
    signer: { name: shown.name, ...(identifier === undefined ? {} : { identifier }) },
    onBehalfOf: signer.onBehalfOf,
    authentication: {
      provider: evidence.provider.issuer,
      acr: evidence.acr,
      amr: evidence.amr,
      time: new Date(evidence.authenticatedAt),
    },
    time: new Date(evidence.provenAt),
    ipAddress: evidence.ipAddress,
    jobTitle: job.title,
    consent: intent.consent,
    idTokenSha256: idTokenSha256(evidence),
    intentSha256: sha256Hex(attempt.intent),
  });
}

function identifierOf(shown: ReturnType<typeof shownIdentity>): SignerIdentifier | undefined {
  if (shown.personalIdentificationNumber !== undefined) {
    return { kind: 'personal-identification-number', value: shown.personalIdentificationNumber };
  }
  return shown.birthDate === undefined ? undefined : { kind: 'date-of-birth', value: shown.birthDate };
}

/** Signature and status in one transaction; the loser of a race with an end of the job records nothing. */
async function commit(
  deps: MakeSignatureDeps,
  { attempt, job, signer, evidence }: Ready,
  xadesSha256: string,
): Promise<void> {
  const { store, clock, trace, tasks } = deps;
  const committed = await store.transaction(async (tx) => {
    await tx.lockJob(job.id);
    const current = await tx.signingAttempt(attempt.id);
    if (current?.state !== 'AUTHENTICATED') return false;
    const acting = { jobId: job.id, signerNumber: signer.number };
    const recorded = await stillActing(tx, attempt, () =>
      recordSignature(tx, acting, { xadesSha256, actedAt: Date.parse(evidence.provenAt) }, clock.now()),
    );
    if (recorded) await tx.advanceAttempt(attempt.id, 'AUTHENTICATED', { state: 'SIGNED' });
    return recorded;
  });
  if (!committed) return;
  await trace.step('signature-committed', job.id);
  tasks.wake();
}

/** Runs `act`; when the signer can no longer act, ends the attempt instead and answers false. */
async function stillActing(tx: Transaction, attempt: SigningAttempt, act: () => unknown): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (!(error instanceof ServiceError) || !['SIGNER_ALREADY_ACTED', 'JOB_ENDED'].includes(error.code))
      throw error;
    await tx.advanceAttempt(attempt.id, 'AUTHENTICATED', { state: 'ENDED' });
    return false;
  }
}
