/** Time-stamp and revocation authorities that are slow, lie or talk nonsense: nothing is claimed, and it ends well after. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { validateFile } from '@segl/formats/validation';
import { startCeremonyWorld, type CeremonyWorld } from '../../test/ceremony-world.ts';
import { startForgingEid, type ForgingEid } from '../../test/forging-eid.ts';
import { signAs, startJobOf, type StartedJob } from '../../test/signed-job.ts';
import type { OcspLie, TimestampLie } from '../../test/trust-world.ts';
import { sealKey } from '../adapters/keys/index.ts';
import { httpRevocation } from '../adapters/revocation/http-revocation.ts';
import { httpTimestamps } from '../adapters/timestamps/http-timestamps.ts';
import { makeSignature } from '../ceremony/index.ts';
import type { SignatureJob } from '../jobs/model.ts';
import { renewProof } from '../preservation/renew-proof.ts';
import { sealJob, workerPool, type SealJobDeps, type WorkerPool } from './index.ts';

/** How long an authority that says nothing is waited for. */
const timeoutMs = 250;
const day = 86_400_000;

let eid: ForgingEid;
let world: CeremonyWorld;
let workers: WorkerPool;
let deps: SealJobDeps;

beforeAll(async () => {
  eid = await startForgingEid();
  world = await startCeremonyWorld(eid.issuer);
  workers = workerPool();
  const { trust, clock } = world.deps;
  deps = {
    ...world.deps,
    timestamp: httpTimestamps({ urls: [world.trust.timestampUrl], trust, timeoutMs }),
    revocation: httpRevocation({ places: world.trust.places, trust, now: () => clock.now(), timeoutMs }),
    workers,
    sealKey: sealKey(world.trust.seal),
    presentation: { sealName: 'Test Seal', serviceName: 'Segl' },
  };
});
afterAll(async () => {
  await workers.close();
  await world.close();
  await eid.close();
});

const jobNow = async ({ id }: SignatureJob) => (await world.store.transaction((tx) => tx.job(id)))!;

/** What depends on authorities, each from a state in which nothing but them can go wrong. */
const works: Record<string, () => Promise<{ work: () => Promise<unknown>; job: SignatureJob }>> = {
  signing: async () => {
    const started = await startJobOf(world, 1);
    const attemptId = await provenIdentity(started);
    return { work: () => makeSignature({ ...world.deps, ...deps }, attemptId), job: started.job };
  },
  sealing: async () => {
    const started = await startJobOf(world, 1);
    await signAs(world, eid, started, 1);
    return { work: () => sealJob(deps, started.job.id), job: started.job };
  },
  renewal: async () => {
    const started = await startJobOf(world, 1);
    await signAs(world, eid, started, 1);
    await sealJob(deps, started.job.id);
    return { work: () => renewProof(deps, started.job.id), job: started.job };
  },
};

/** Everything but the signature itself has been done. */
async function provenIdentity(started: StartedJob): Promise<string> {
  world.trust.switches.timestampsDown = true;
  await expect(signAs(world, eid, started, 1)).rejects.toThrow('no time-stamp could be had');
  world.trust.switches.timestampsDown = false;
  const attempt = await world.store.transaction((tx) => tx.latestAttempt(started.job.signers[0]!.id));
  return attempt!.id;
}

const stamps: [TimestampLie, string][] = [
  ['silent', 'did not answer'],
  ['another digest', 'the time-stamp is over other data'],
  ['another nonce', 'its nonce differs'],
  ['an expired certificate', 'outside the validity'],
  ['a certificate for something else', 'not for time-stamping alone'],
  ['no time-stamp', 'the time-stamp response'],
];
const answers: [OcspLie, string][] = [
  ['silent', 'no revocation answer could be had'],
  ['yesterday’s answer', 'the answer was good until'],
  ['a stranger’s answer', 'responder'],
  ['no answer', 'the OCSP response'],
];

describe.each(Object.keys(works))('%s', (name) => {
  const start = works[name]!;

  async function endsWell(lie: () => void, reason: string): Promise<void> {
    const { work, job } = await start();
    const before = await jobNow(job);
    lie();
    try {
      await expect(work()).rejects.toThrow(reason);
    } finally {
      Object.assign(world.trust.switches, {
        timestampLie: undefined,
        ocspLie: undefined,
        status: { status: 'good' },
      });
    }
    // Nothing became of it: no signature, no document, no other status.
    expect(await jobNow(job)).toEqual(before);
    await work();
    if (name === 'signing') await sealJob(deps, job.id);
    const { status, padesSha256 } = await jobNow(job);
    expect(status).toBe('COMPLETED_SUCCESSFULLY');
    const at = new Date(deps.clock.now());
    const report = await validateFile(await deps.blobs.get(padesSha256!), { trust: deps.trust, at });
    expect(report).toMatchObject({ conclusion: 'PASSED' });
    expect(report.signatures.map(({ level }) => level)).toEqual(['PAdES-BASELINE-LTA', 'XAdES-BASELINE-LT']);
  }

  test.each(stamps)('with a time-stamp authority: %s', async (timestampLie, reason) => {
    await endsWell(() => (world.trust.switches.timestampLie = timestampLie), reason);
  });

  test.each(answers)('with a revocation authority: %s', async (ocspLie, reason) => {
    await endsWell(() => (world.trust.switches.ocspLie = ocspLie), reason);
  });

  test('with a revoked certificate', async () => {
    const status = { status: 'revoked', at: new Date(Date.now() - day) } as const;
    await endsWell(() => (world.trust.switches.status = status), 'is revoked');
  });
});
