/** The power goes at each step of making a signature and of sealing; afterwards everything must be as if it had not. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { CreatedDirectJob } from '@segl/client';
import { validatePades, validateXades } from '@segl/formats/validation';
import type { CeremonyState } from '@segl/protocol/json';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signAsRobot, type RobotTask } from '../packages/sandbox/src/robot-signer.ts';
import { firstBrokenEvent } from '../packages/server/src/jobs/audit.ts';
import type { Step } from '../packages/server/src/jobs/ports.ts';
import { openStore } from '../packages/server/src/store/index.ts';
import { describeOnEachDatabase, type TestDatabase } from '../packages/server/test/stores.ts';
import { samplePdf } from './support/sample-pdf.ts';
import {
  pause,
  placeOn,
  mortal,
  removePlace,
  sentence,
  startSandbox,
  type Place,
  type RunningSandbox,
} from './support/sandbox.ts';
import { people } from './support/signer.ts';

/** In the order they come; a record, so that a new step cannot be forgotten here. */
const steps = Object.keys({
  'intent-recorded': 0,
  'identity-proven': 0,
  'key-created': 0,
  'signature-created': 0,
  'signature-timestamped': 0,
  'revocation-collected': 0,
  'xades-stored': 0,
  'signature-committed': 0,
  'document-composed': 0,
  'document-sealed': 0,
  'document-verified': 0,
  'document-stored': 0,
  'job-completed': 0,
} satisfies Record<Step, 0>);

const agreement = samplePdf({ title: 'Avtale', pages: [['Avtalen gjelder plass i barnehage.']] });

describeOnEachDatabase('killed at any step', (kind) => {
  let database: TestDatabase;
  let place: Place;
  let service: RunningSandbox;
  const delivered = new Map<bigint, Delivered>();

  beforeAll(async () => {
    database = await kind.create();
    place = await placeOn(database.location);
    service = await startSandbox(place, mortal);
  });
  afterAll(async () => {
    service.process.kill('SIGKILL');
    await removePlace(place);
    await database.remove();
  });

  test.each(steps)('%s', async (step) => {
    const job = await createJob(service);
    const task = await arrive(service, job);
    await sentence(service, { step, jobId: String(job.signatureJobId) });
    const death = once(service.process, 'exit');
    const robot = signAsRobot(task).then(
      () => 'signed',
      () => 'cut off',
    );
    expect(await death).toEqual([null, 'SIGKILL']);
    // After the last step the answer may have reached the signer, before it none has.
    if (step !== 'job-completed') expect(await robot).toBe('cut off');

    await database.endLeases();
    service = await startSandbox(place, mortal);
    const state = await settled(task);
    expect(state.phase).toBe(step === 'intent-recorded' ? 'READY' : 'SIGNED');
    const exitUrl = state.phase === 'READY' ? await signAsRobot(task) : state.exitUrl;
    delivered.set(job.signatureJobId, await fetchWhole(service, job, exitUrl));
  });

  test('and the records agree', async () => {
    await service.stop();
    const store = await openStore(
      place.databaseUrl === undefined
        ? { path: join(place.data, 'segl.sqlite') }
        : { url: place.databaseUrl },
    );
    try {
      expect(delivered.size).toBe(steps.length);
      for (const [id, { xadesSha256, padesSha256 }] of delivered) {
        const trail = await store.transaction((tx) => tx.auditTrail(id));
        expect(firstBrokenEvent(id, trail)).toBeUndefined();
        const acts = trail.filter(({ kind }) => ['SIGNER_SIGNED', 'JOB_COMPLETED'].includes(kind));
        expect(acts.map(({ kind, data }) => ({ kind, ...data }))).toEqual([
          { kind: 'SIGNER_SIGNED', signer: 1, xadesSha256 },
          { kind: 'JOB_COMPLETED', padesSha256 },
        ]);
      }
      expect(await store.tasks.stuck()).toEqual([]);
    } finally {
      await store.close();
    }
  });
});

async function createJob(service: RunningSandbox): Promise<CreatedDirectJob> {
  const client = await service.client();
  try {
    return await client.create({
      title: 'Avtale',
      documents: [{ title: 'Avtale', bytes: agreement }],
      signers: [{ personalIdentificationNumber: people.ase.number }],
      exitUrls: {
        completion: 'http://localhost/completed',
        rejection: 'http://localhost/rejected',
        error: 'http://localhost/error',
      },
    });
  } finally {
    await client.close();
  }
}

/** Uses the redirect-url up; the visit's cookie must outlive the service. */
async function arrive({ webUrl }: RunningSandbox, job: CreatedDirectJob): Promise<RobotTask> {
  const answer = await fetch(job.signers[0]!.redirectUrl, { redirect: 'manual' });
  const ceremonyId = answer.headers.get('location')?.split('/').at(-1) ?? '';
  const [name = '', value = ''] = answer.headers.getSetCookie()[0]?.split(';')[0]?.split('=') ?? [];
  return { webUrl, ceremonyId, cookie: [name, value], number: people.ase.number, level: 4 };
}

/** The ceremony's state once nothing is under way any more. */
async function settled({ webUrl, ceremonyId, cookie }: RobotTask): Promise<CeremonyState> {
  const url = `${webUrl}/ceremony/${ceremonyId}/api/state`;
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await pause(50)) {
    const answer = await fetch(url, { headers: { cookie: cookie.join('=') } });
    const state = (await answer.json()) as CeremonyState;
    if (!['SIGNING', 'SIGNING_DELAYED', 'SEALING'].includes(state.phase)) return state;
  }
  throw new Error('What was begun before the crash has not ended after it');
}

interface Delivered {
  readonly xadesSha256: string;
  readonly padesSha256: string;
}

/** The job is complete and what the sender gets stands. */
async function fetchWhole(
  service: RunningSandbox,
  job: CreatedDirectJob,
  exitUrl: string | undefined,
): Promise<Delivered> {
  const client = await service.client();
  try {
    const token = new URL(exitUrl!).searchParams.get('status_query_token')!;
    const status = await client.status(job.statusUrl!, token);
    expect(status.status).toBe('COMPLETED_SUCCESSFULLY');
    expect(status.xadesUrls).toHaveLength(1);
    const trust = await service.trust();
    const xades = await buffer(await client.xades(status.xadesUrls[0]!.url));
    const documents = [{ name: 'document-1.pdf', bytes: agreement }];
    expect(validateXades(xades, documents, trust)).toMatchObject({ conclusion: 'PASSED' });
    const pades = await buffer(await client.pades(status.padesUrl!));
    expect(await validatePades(pades, trust)).toMatchObject({ conclusion: 'PASSED' });
    await client.confirm(status);
    return { xadesSha256: sha256(xades), padesSha256: sha256(pades) };
  } finally {
    await client.close();
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
