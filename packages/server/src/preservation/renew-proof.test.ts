/** Renewals in real workers, with time-stamps and OCSP over HTTP, years later. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { validateFile } from '@segl/formats/validation';
import { startCeremonyWorld, type CeremonyWorld } from '../../test/ceremony-world.ts';
import { startForgingEid, type ForgingEid } from '../../test/forging-eid.ts';
import { signAs, startJobOf } from '../../test/signed-job.ts';
import { sealKey } from '../adapters/keys/index.ts';
import { sealJob, workerPool, type SealJobDeps, type WorkerPool } from '../sealing/index.ts';
import { renewProof } from './renew-proof.ts';

const year = 365.25 * 86_400_000;
let eid: ForgingEid;
let world: CeremonyWorld;
let workers: WorkerPool;
let deps: SealJobDeps;

beforeAll(async () => {
  eid = await startForgingEid();
  workers = workerPool();
});
afterAll(async () => {
  await workers.close();
  await eid.close();
});

/** A sealed job in a world of its own, whose clock can be moved. */
async function sealedJob(): Promise<bigint> {
  world = await startCeremonyWorld(eid.issuer);
  deps = {
    ...world.deps,
    workers,
    sealKey: sealKey(world.trust.seal),
    presentation: { sealName: 'Test Seal', serviceName: 'Segl' },
  };
  const started = await startJobOf(world, 1);
  await signAs(world, eid, started, 1);
  await sealJob(deps, started.job.id);
  return started.job.id;
}

const jobNow = async (id: bigint) => (await world.store.transaction((tx) => tx.job(id)))!;
const document = async (id: bigint) => deps.blobs.get((await jobNow(id)).padesSha256!);
const judged = async (id: bigint) =>
  validateFile(await document(id), { trust: world.deps.trust, at: new Date(deps.clock.now()) });

describe('the proof of a kept document', () => {
  test('is renewed before the authority expires, with all that it held; the old document is deleted', async () => {
    const id = await sealedJob();
    const [before, original] = [(await jobNow(id)).padesSha256!, await document(id)];
    world.advance(3 * year);
    const next = await renewProof(deps, id);
    expect(await judged(id)).toMatchObject({ conclusion: 'PASSED', signatures: [{}, {}] });
    const renewed = Buffer.from(await document(id));
    expect(renewed.subarray(0, original.length).equals(original)).toBe(true);
    await expect(deps.blobs.get(before)).rejects.toThrow();
    // The test authority has two years left.
    const inYears = ((next?.again ?? 0) - deps.clock.now()) / year;
    expect(inYears).toBeCloseTo(2 - 180 / 365.25, 1);
    const trail = await world.store.transaction((tx) => tx.auditTrail(id));
    expect(trail.at(-1)).toMatchObject({
      kind: 'PROOF_RENEWED',
      data: { padesSha256: (await jobNow(id)).padesSha256 },
    });
    await world.close();
  });

  test('waits while a part outside is away, or lies, and is renewed when it is back', async () => {
    const id = await sealedJob();
    const { padesSha256 } = await jobNow(id);
    world.advance(year);
    const { switches } = world.trust;
    switches.timestampsDown = true;
    await expect(renewProof(deps, id)).rejects.toThrow('no time-stamp could be had');
    switches.timestampsDown = false;
    switches.timestampsWrong = true;
    await expect(renewProof(deps, id)).rejects.toThrow('its nonce differs');
    switches.timestampsWrong = false;
    switches.ocspDown = true;
    await expect(renewProof(deps, id)).rejects.toThrow('revocation could not be checked');
    switches.ocspDown = false;
    switches.status = { status: 'revoked', at: new Date(deps.clock.now()) };
    await expect(renewProof(deps, id)).rejects.toThrow('is revoked');
    switches.status = { status: 'good' };
    expect((await jobNow(id)).padesSha256).toBe(padesSha256);
    await renewProof(deps, id);
    expect(await judged(id)).toMatchObject({ conclusion: 'PASSED' });
    await world.close();
  });

  test('is not renewed when it is too late, or the document is damaged', async () => {
    const id = await sealedJob();
    const { padesSha256 } = await jobNow(id);
    const get = async (sha256: string) => {
      const bytes = Uint8Array.from(await world.deps.blobs.get(sha256));
      bytes[900]! ^= 1;
      return bytes;
    };
    const damaged = { ...deps, blobs: { ...deps.blobs, get } };
    await expect(renewProof(damaged, id)).rejects.toThrow('does not verify: FAILED');
    world.advance(6 * year);
    await expect(renewProof(deps, id)).rejects.toThrow('VALIDATION_TIMESTAMP_EXPIRED');
    expect((await jobNow(id)).padesSha256).toBe(padesSha256);
    await world.close();
  });

  test('ends with the document', async () => {
    const id = await sealedJob();
    await world.store.transaction((tx) => tx.updateJob(id, { documentsDeletedAt: deps.clock.now() }));
    expect(await renewProof(deps, id)).toBeUndefined();
    await world.close();
  });
});
