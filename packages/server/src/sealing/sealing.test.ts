/** Signed documents made in real workers, with time-stamps and OCSP over HTTP. */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { validatePades } from '@segl/formats/validation';
import { startCeremonyWorld, type CeremonyWorld } from '../../test/ceremony-world.ts';
import { startForgingEid, type ForgingEid } from '../../test/forging-eid.ts';
import { signAs, startJobOf } from '../../test/signed-job.ts';
import { sealKey } from '../adapters/keys/index.ts';
import { ceremonyPades, ceremonyState } from '../ceremony/index.ts';
import type { SignatureJob } from '../jobs/model.ts';
import { partialPades, sealJob, workerPool, type SealJobDeps, type WorkerPool } from './index.ts';

let eid: ForgingEid;
let world: CeremonyWorld;
let workers: WorkerPool;
let deps: SealJobDeps;

beforeAll(async () => {
  eid = await startForgingEid();
  world = await startCeremonyWorld(eid.issuer);
  workers = workerPool();
  deps = {
    ...world.deps,
    workers,
    sealKey: sealKey(world.trust.seal),
    presentation: {
      sealName: 'Test Seal',
      serviceName: 'Segl',
      validationAddress: 'https://sign.example/validate',
    },
  };
});
afterAll(async () => {
  await workers.close();
  await world.close();
  await eid.close();
});

const jobNow = async (job: SignatureJob): Promise<SignatureJob> =>
  (await world.store.transaction((tx) => tx.job(job.id)))!;
const validated = async (sha256: string) =>
  validatePades(await world.deps.blobs.get(sha256), world.deps.trust, new Date());

describe('sealing', () => {
  test('completes the job with a document that validates', async () => {
    const started = await startJobOf(world, 2);
    await signAs(world, eid, started, 1);
    const session = await signAs(world, eid, started, 2);
    world.steps.length = 0;
    await sealJob(deps, started.job.id);

    const { status, padesSha256 } = await jobNow(started.job);
    expect(status).toBe('COMPLETED_SUCCESSFULLY');
    const report = await validated(padesSha256!);
    expect(report).toMatchObject({ conclusion: 'PASSED', level: 'PAdES-BASELINE-LTA' });
    expect(world.steps).toEqual([
      'document-composed',
      'document-sealed',
      'document-verified',
      'document-stored',
      'job-completed',
    ]);
    const state = await ceremonyState(world.deps, session);
    expect(state).toMatchObject({ phase: 'SIGNED', padesHref: `/ceremony/${session.id}/api/pades` });
    expect(state.exitUrl).toContain('https://sender.example/done?status_query_token=');
    expect(await ceremonyPades(world.deps, session)).toBe(padesSha256);

    const damaged = Buffer.from(await world.deps.blobs.get(padesSha256!));
    damaged[1000]! ^= 1;
    expect((await validatePades(damaged, world.deps.trust, new Date())).conclusion).not.toBe('PASSED');
  });

  test('does nothing for a job that is complete, or that waits for a signer', async () => {
    const started = await startJobOf(world, 2);
    await signAs(world, eid, started, 1);
    await sealJob(deps, started.job.id);
    expect((await jobNow(started.job)).status).toBe('IN_PROGRESS');
    await signAs(world, eid, started, 2);
    await sealJob(deps, started.job.id);
    const complete = await jobNow(started.job);
    await sealJob(deps, started.job.id);
    expect(await jobNow(started.job)).toEqual(complete);
  });

  test.each(['document-composed', 'document-sealed', 'document-verified', 'document-stored'])(
    'stopped after %s and run again completes once',
    async (where) => {
      const started = await startJobOf(world, 1);
      await signAs(world, eid, started, 1);
      const step = (name: string): void => {
        if (name === where) throw new Error('stopped');
      };
      await expect(sealJob({ ...deps, trace: { step } }, started.job.id)).rejects.toThrow('stopped');
      expect((await jobNow(started.job)).status).toBe('IN_PROGRESS');
      await sealJob(deps, started.job.id);
      const trail = await world.store.transaction((tx) => tx.auditTrail(started.job.id));
      expect(trail.filter(({ kind }) => kind === 'JOB_COMPLETED')).toHaveLength(1);
    },
  );

  test('takes documents with any names', async () => {
    const [stored] = (await startJobOf(world, 1)).job.documents;
    const names = ['signature-1.xml', 'SIGNATURE-1_.xml', 'a+b %41 #?&<>".pdf', 'é.pdf', 'manifest.xml'];
    const documents = names.map((fileName, index) => ({ ...stored!, number: index + 1, fileName }));
    const started = await startJobOf(world, 1, { documents });
    await signAs(world, eid, started, 1);
    await sealJob(deps, started.job.id);
    const { padesSha256 } = await jobNow(started.job);
    expect(await validated(padesSha256!)).toMatchObject({ conclusion: 'PASSED' });
  });

  test('waits while there are no time-stamps, with the reason, and nothing is stored', async () => {
    const started = await startJobOf(world, 1);
    await signAs(world, eid, started, 1);
    world.trust.switches.timestampsDown = true;
    await expect(sealJob(deps, started.job.id)).rejects.toThrow('no time-stamp could be had');
    world.trust.switches.timestampsDown = false;
    expect((await jobNow(started.job)).padesSha256).toBeUndefined();
    await sealJob(deps, started.job.id);
    expect((await jobNow(started.job)).status).toBe('COMPLETED_SUCCESSFULLY');
  });

  test('refuses to complete what its own validator does not pass', async () => {
    const started = await startJobOf(world, 1);
    await signAs(world, eid, started, 1);
    const nobody = { ...deps, trust: { anchors: [], intermediates: [] } };
    await expect(sealJob(nobody, started.job.id)).rejects.toThrow('does not verify');
    expect((await jobNow(started.job)).status).toBe('IN_PROGRESS');
  });
});

describe('a partial document', () => {
  test('shows the signatures so far, and is made once for them', async () => {
    const partial = partialPades(deps);
    const started = await startJobOf(world, 2);
    await signAs(world, eid, started, 1);
    const job = await jobNow(started.job);
    const [first, same] = await Promise.all([partial(job), partial(job)]);
    expect(same).toBe(first);
    expect(await partialPades(deps)(job)).toBe(first);
    expect(await validated(first)).toMatchObject({ conclusion: 'PASSED', level: 'PAdES-BASELINE-LTA' });
    await signAs(world, eid, started, 2);
    expect(await partial(await jobNow(started.job))).not.toBe(first);
    expect((await jobNow(started.job)).padesSha256).toBeUndefined();
  });
});

const maps = '/proc/self/maps';

describe('inspecting', () => {
  test('gives the pages, and the reason to refuse with its code', async () => {
    const pdf = await world.deps.blobs.get((await startJobOf(world, 1)).job.documents[0]!.sha256);
    expect(await workers.inspect(pdf, 'application/pdf')).toEqual({ pages: 1 });
    expect(await workers.inspect(Buffer.from('Hello'), 'text/plain')).toEqual({ pages: 1 });
    await expect(workers.inspect(Buffer.from('no pdf'), 'application/pdf')).rejects.toMatchObject({
      name: 'FormatError',
      code: 'PDF_NOT_A_PDF',
    });
  });

  test('leaves the bytes as they are, also a part of something larger', async () => {
    const pdf = await world.deps.blobs.get((await startJobOf(world, 1)).job.documents[0]!.sha256);
    const upload = Buffer.concat([Buffer.from('before'), pdf, Buffer.from('after')]);
    const part = upload.subarray(6, 6 + pdf.length);
    expect(await workers.inspect(part, 'application/pdf')).toEqual({ pages: 1 });
    expect(part.equals(pdf)).toBe(true);
  });

  test.skipIf(!existsSync(maps))('loads no native drawing library beside hostile documents', async () => {
    const pdf = await world.deps.blobs.get((await startJobOf(world, 1)).job.documents[0]!.sha256);
    await workers.inspect(pdf, 'application/pdf');
    expect(readFileSync(maps, 'utf8')).not.toContain('canvas');
  });
});
