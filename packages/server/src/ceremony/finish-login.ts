/** The eID's answer: who logged in is proven, and the signature is queued. */
import { FormatError } from '@segl/formats/errors';
import { requireGlyphs } from '@segl/formats/pdf';
import type { CeremonyNotice } from '@segl/protocol/json';
import { recordFailure } from '../jobs/record-acts.ts';
import { sha256Hex } from '../jobs/secrets.ts';
import { canAct } from '../jobs/state-machine.ts';
import type { SigningAttempt } from '../jobs/ports.ts';
import { ServiceError } from '../errors.ts';
import { jobAndSigner } from './ceremony-state.ts';
import { signingEvidence, type Client, type SigningEvidence } from './evidence.ts';
import { LoginRefused, requireAddressedPerson, requireFreshLogin, requireLevel } from './identity-checks.ts';
import { intentNonce, readIntent, type SigningIntent } from './intent.ts';
import { EidError, type CeremonyDeps, type ProvenLogin, type RegisteredPerson } from './ports.ts';
import { deriveToken, sameToken } from '../jobs/derived-tokens.ts';

type FinishDeps = Pick<
  CeremonyDeps,
  'store' | 'clock' | 'trace' | 'tasks' | 'eid' | 'nameRegister' | 'tokenKey'
>;

/** How long a person may take at the eID. */
const LOGIN_MS = 60 * 60_000;

/** What came of a log-in that is genuine. */
type Outcome =
  | { readonly kind: 'proven'; readonly evidence: SigningEvidence }
  | { readonly kind: 'impossible'; readonly failure: Impossible };
type Impossible =
  { readonly kind: 'SIGNERS_NAME_NOT_AVAILABLE' } | { readonly kind: 'FAILED'; readonly cause: string };

/**
 * Takes the eID's answer once, and only from the browser that set out. Whatever it says, the ceremony's state tells;
 * a log-in that proves nothing leaves the job untouched. The same answer again changes nothing.
 *
 * @param callback the URL as requested, its query unchanged
 * @throws ServiceError LINK_UNKNOWN when no log-in of this browser waits for such an answer
 */
export async function finishLogin(
  deps: FinishDeps,
  callback: URL,
  loginToken: string | undefined,
  client: Client,
): Promise<{ ceremonyId: string }> {
  const { state, attempt } = await attemptOf(deps, callback, loginToken);
  const claimed = await deps.store.transaction((tx) =>
    tx.advanceAttempt(attempt.id, 'STARTED', { state: 'REDEEMING' }),
  );
  if (claimed) await judge(deps, attempt, state, callback, client);
  return { ceremonyId: attempt.ceremonyId };
}

/** The attempt is in the state's first half; the whole state must be the one given out, and the browser the same. */
async function attemptOf(
  { store, tokenKey }: FinishDeps,
  callback: URL,
  loginToken: string | undefined,
): Promise<{ state: string; attempt: SigningAttempt }> {
  const states = callback.searchParams.getAll('state');
  const [state = ''] = states;
  const [id = ''] = state.split('.', 1);
  const attempt =
    states.length === 1 && /^[0-9a-f-]{36}$/.test(id)
      ? await store.transaction((tx) => tx.signingAttempt(id))
      : undefined;
  if (
    attempt === undefined ||
    loginToken === undefined ||
    !sameToken(sha256Hex(state), attempt.stateHash) ||
    !sameToken(loginToken, deriveToken(tokenKey, 'login', attempt.id))
  ) {
    throw new ServiceError('LINK_UNKNOWN', 'No log-in begun in this browser waits for this answer');
  }
  return { state, attempt };
}

async function judge(
  deps: FinishDeps,
  attempt: SigningAttempt,
  state: string,
  callback: URL,
  client: Client,
): Promise<void> {
  try {
    const intent = readIntent(attempt.intent);
    if (deps.clock.wall() - Date.parse(intent.time) > LOGIN_MS) {
      throw new LoginRefused('LOGIN_EXPIRED', 'the answer came too late');
    }
    const login = await deps.eid.login({
      purpose: 'signature',
      query: callback.search.slice(1),
      state,
      nonce: intentNonce(attempt.intent),
      codeVerifier: attempt.codeVerifier,
    });
    const outcome = await outcomeOf(deps, attempt, intent, login, client);
    if (outcome.kind === 'proven') await commitIdentity(deps, attempt, outcome.evidence);
    else await commitImpossible(deps, attempt, outcome.failure);
  } catch (error) {
    const refused = refusalOf(error);
    if (refused === undefined) {
      await endAttempt(deps, attempt, 'EID_FAILED', 'INTERNAL_ERROR');
      throw error;
    }
    await endAttempt(deps, attempt, refused.notice, refused.reason);
  }
}

function refusalOf(error: unknown): { notice: CeremonyNotice; reason: string } | undefined {
  if (error instanceof LoginRefused) return { notice: error.notice, reason: error.message };
  if (!(error instanceof EidError)) return undefined;
  return { notice: error.code === 'EID_CANCELLED' ? 'EID_CANCELLED' : 'EID_FAILED', reason: error.message };
}

async function outcomeOf(
  deps: FinishDeps,
  attempt: SigningAttempt,
  intent: SigningIntent,
  login: ProvenLogin,
  client: Client,
): Promise<Outcome> {
  const { job, signer } = await deps.store.transaction((tx) => jobAndSigner(tx, attempt));
  requireLevel(login, job.requiredAuthentication);
  requireFreshLogin(login, intent, deps.clock.wall());
  requireAddressedPerson(login, signer);

  const needsBirthDate =
    job.identifierInSignedDocuments === 'DATE_OF_BIRTH_AND_NAME' && login.birthDate === undefined;
  const registered = login.name === undefined || needsBirthDate ? await lookUp(deps, login) : undefined;
  const name = login.name ?? registered?.name;
  if (name === undefined) return { kind: 'impossible', failure: { kind: 'SIGNERS_NAME_NOT_AVAILABLE' } };
  if (needsBirthDate && registered?.birthDate === undefined) {
    return { kind: 'impossible', failure: { kind: 'FAILED', cause: 'BIRTH_DATE_NOT_AVAILABLE' } };
  }
  // The sealed document must show the name; better to say so now than after the signature.
  if (!isPrintable(name.full)) {
    return { kind: 'impossible', failure: { kind: 'FAILED', cause: 'NAME_NOT_PRINTABLE' } };
  }
  const evidence = signingEvidence(deps.eid.name, login, { name, registered }, client, deps.clock.now());
  return { kind: 'proven', evidence };
}

function isPrintable(name: string): boolean {
  try {
    requireGlyphs(name);
    return true;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}

async function lookUp(
  { nameRegister }: FinishDeps,
  login: ProvenLogin,
): Promise<RegisteredPerson | undefined> {
  if (login.personalIdentificationNumber === undefined) return undefined;
  try {
    return await nameRegister(login.personalIdentificationNumber);
  } catch {
    throw new LoginRefused('EID_FAILED', 'the name register cannot be asked');
  }
}

/** Evidence and task in one transaction: what was proven is signed, however the process fares. */
async function commitIdentity(
  deps: FinishDeps,
  attempt: SigningAttempt,
  evidence: SigningEvidence,
): Promise<void> {
  const { store, clock, trace, tasks } = deps;
  const now = clock.now();
  const committed = await store.transaction(async (tx) => {
    await tx.lockJob(attempt.jobId);
    const { job, signer } = await jobAndSigner(tx, attempt);
    if (!canAct(job, signer.number, now)) {
      await tx.advanceAttempt(attempt.id, 'REDEEMING', { state: 'ENDED' });
      return false;
    }
    const advanced = await tx.advanceAttempt(attempt.id, 'REDEEMING', {
      state: 'AUTHENTICATED',
      evidence: JSON.stringify(evidence),
    });
    if (!advanced) return false;
    await tx.enqueueTask({ kind: 'sign', key: attempt.id, jobId: job.id, dueAt: now });
    await tx.appendAudit(job.id, {
      at: now,
      kind: 'IDENTITY_PROVEN',
      data: { signer: signer.number, issuer: evidence.provider.issuer, level: evidence.level },
    });
    return true;
  });
  if (!committed) return;
  await trace.step('identity-proven', attempt.jobId);
  tasks.wake();
}

async function commitImpossible(
  { store, clock }: FinishDeps,
  attempt: SigningAttempt,
  failure: Impossible,
): Promise<void> {
  const now = clock.now();
  await store.transaction(async (tx) => {
    await tx.lockJob(attempt.jobId);
    const { job, signer } = await jobAndSigner(tx, attempt);
    const advanced = await tx.advanceAttempt(attempt.id, 'REDEEMING', { state: 'ENDED' });
    if (!advanced || !canAct(job, signer.number, now)) return;
    await recordFailure(tx, { jobId: job.id, signerNumber: signer.number }, failure, now);
  });
}

async function endAttempt(
  { store, clock }: FinishDeps,
  attempt: SigningAttempt,
  notice: CeremonyNotice,
  reason: string,
): Promise<void> {
  await store.transaction(async (tx) => {
    const ended = await tx.advanceAttempt(attempt.id, 'REDEEMING', { state: 'ENDED', notice });
    if (!ended) return;
    const { job, signer } = await jobAndSigner(tx, attempt);
    await tx.appendAudit(job.id, {
      at: clock.now(),
      kind: 'LOGIN_REFUSED',
      data: { signer: signer.number, notice, reason },
    });
  });
}
