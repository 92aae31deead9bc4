/** The signer chose to sign: the intent is recorded, then the eID is asked. */
import type { Language } from '@segl/protocol/json';
import { sha256Hex } from '../jobs/secrets.ts';
import { requireActing } from '../jobs/state-machine.ts';
import type { CeremonySession, SigningAttempt, Transaction } from '../jobs/ports.ts';
import type { SignatureJob, Signer } from '../jobs/model.ts';
import { ServiceError } from '../errors.ts';
import { jobAndSigner } from './ceremony-state.ts';
import { canonicalIntent, intentNonce, signingIntent } from './intent.ts';
import { EidError, type CeremonyDeps } from './ports.ts';
import { deriveToken } from '../jobs/derived-tokens.ts';

interface BegunSigning {
  /** The eID's authorization URL. */
  readonly location: string;
  /** Cookie that binds the log-in to this browser. */
  readonly loginToken: string;
}

type BeginDeps = Pick<CeremonyDeps, 'store' | 'clock' | 'random' | 'trace' | 'eid' | 'tokenKey'>;

/**
 * Records a new attempt, which takes the place of an unfinished earlier one, and returns where to log in.
 * @throws ServiceError SIGNER_ALREADY_ACTED (signed, or the signature is being made), JOB_ENDED,
 * TEMPORARILY_UNAVAILABLE when the eID cannot be reached
 */
export async function beginSigning(
  deps: BeginDeps,
  session: CeremonySession,
  language: Language,
): Promise<BegunSigning> {
  const { store, clock, random, trace } = deps;
  const id = random.uuid();
  const state = `${id}.${random.token()}`;
  const codeVerifier = random.token();
  const fixed = { language, time: clock.wall(), random: random.token() };

  const { job, intent } = await store.transaction(async (tx) => {
    await tx.lockJob(session.jobId);
    const { job, signer } = await jobAndSigner(tx, session);
    requireActing(job, signer.number, clock.now());
    await replaceEarlier(tx, signer);
    const intent = canonicalIntent(signingIntent(job, signer, fixed));
    await tx.insertSigningAttempt({
      id,
      jobId: job.id,
      signerId: signer.id,
      ceremonyId: session.id,
      intent,
      stateHash: sha256Hex(state),
      codeVerifier,
      state: 'STARTED',
      notice: undefined,
      evidence: undefined,
      createdAt: clock.now(),
    });
    await tx.appendAudit(job.id, {
      at: clock.now(),
      kind: 'SIGNING_STARTED',
      data: { signer: signer.number, intentSha256: sha256Hex(intent) },
    });
    return { job, intent };
  });
  await trace.step('intent-recorded', job.id);

  const nonce = intentNonce(intent);
  const location = await authorizationUrl(deps, job, id, { state, nonce, codeVerifier, language });
  return { location, loginToken: deriveToken(deps.tokenKey, 'login', id) };
}

/** One attempt at a time: the eID's answer to an older one is no longer waited for. */
async function replaceEarlier(tx: Transaction, signer: Signer): Promise<void> {
  const earlier = await tx.latestAttempt(signer.id);
  if (earlier === undefined) return;
  if (earlier.state === 'AUTHENTICATED') {
    throw new ServiceError('SIGNER_ALREADY_ACTED', 'The signature is being made');
  }
  if (earlier.state === 'STARTED' || earlier.state === 'REDEEMING') {
    await tx.advanceAttempt(earlier.id, earlier.state, { state: 'ENDED', notice: 'LOGIN_EXPIRED' });
  }
}

async function authorizationUrl(
  { eid, store }: BeginDeps,
  job: SignatureJob,
  attemptId: SigningAttempt['id'],
  request: { state: string; nonce: string; codeVerifier: string; language: Language },
): Promise<string> {
  try {
    const url = await eid.authorizationUrl({
      ...request,
      purpose: 'signature',
      level: job.requiredAuthentication,
    });
    return url.href;
  } catch (error) {
    if (!(error instanceof EidError)) throw error;
    await store.transaction((tx) =>
      tx.advanceAttempt(attemptId, 'STARTED', { state: 'ENDED', notice: 'EID_FAILED' }),
    );
    throw new ServiceError('TEMPORARILY_UNAVAILABLE', 'The eID cannot be reached now; try again soon', {
      cause: error,
    });
  }
}
