/** Jobs whose signers have signed, through the whole ceremony. */
import * as ceremony from '../src/ceremony/index.ts';
import type { SignatureJob } from '../src/jobs/model.ts';
import type { CeremonySession, NewJob, NewSigner } from '../src/jobs/ports.ts';
import { sha256Hex } from '../src/jobs/secrets.ts';
import { callback, client, openSession, startJob, type CeremonyWorld } from './ceremony-world.ts';
import type { ForgingEid } from './forging-eid.ts';
import { newSigner } from './jobs.ts';

export interface StartedJob {
  readonly job: SignatureJob;
  /** By signer number. */
  readonly tokens: ReadonlyMap<number, string>;
}

/** A job with `count` signers addressed by identifiers of the sender's, each with a redirect token. */
export async function startJobOf(
  world: CeremonyWorld,
  count: number,
  changes: Partial<NewJob> = {},
  signer: Partial<NewSigner> = {},
): Promise<StartedJob> {
  const tokens = new Map<number, string>();
  const signers = Array.from({ length: count }, (_, index) => {
    const token = world.deps.random.token();
    tokens.set(index + 1, token);
    return newSigner(index + 1, { redirectTokenHash: sha256Hex(token), ...signer });
  });
  const { job } = await startJob(world, { signers, ...changes });
  return { job, tokens };
}

/** Signer `number` opens the link, logs in and signs. */
export async function signAs(
  world: CeremonyWorld,
  eid: ForgingEid,
  { job, tokens }: StartedJob,
  number: number,
): Promise<CeremonySession> {
  const session = await openSession(world, tokens.get(number)!);
  const { location, loginToken } = await ceremony.beginSigning(world.deps, session, 'nb');
  await ceremony.finishLogin(world.deps, callback(eid.answer(location)), loginToken, client);
  const signer = job.signers.find((candidate) => candidate.number === number)!;
  const attempt = await world.store.transaction((tx) => tx.latestAttempt(signer.id));
  await ceremony.makeSignature(world.deps, attempt!.id);
  return session;
}
