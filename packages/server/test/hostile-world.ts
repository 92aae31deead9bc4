/** Uploads that are meant badly, over mutual TLS, with real inspection in a worker. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeDirectJobResponse, encodeDirectJobRequest } from '@segl/protocol/v1';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { workerPool, type WorkerPool } from '../src/sealing/index.ts';
import {
  apiWorld,
  bundleOf,
  creation,
  multipart,
  municipal,
  requestBase,
  type ApiWorld,
  type Call,
  type UploadChanges,
} from './api-world.ts';
import { municipality } from './jobs.ts';

export const JOBS = `/api/${municipality.number}/direct/signature-jobs`;
export const personalNumber = '02013299997';
export const pdf = readFileSync(new URL('./one-page.pdf', import.meta.url));

let workers: WorkerPool;
export let world: ApiWorld;
let lastJob: bigint;

/** Call once in a test file: begins with a job, and ends by seeing that none was stored beside those accepted. */
export function inHostileWorld(tests: () => void): void {
  beforeAll(async () => {
    workers = workerPool();
    world = await apiWorld({ inspector: workers });
    lastJob = await createdJob();
  });
  afterAll(async () => {
    await world.remove();
    await workers.close();
  });
  tests();
  it('after all that no job was stored, nothing failed, and the log holds no personal number', async () => {
    const before = lastJob;
    expect(await createdJob()).toBe(before + 1n);
    expect(world.log.join('')).not.toContain(personalNumber);
    expect(world.log.filter((line) => line.includes('"status":500'))).toEqual([]);
  });
}

/** An upload that is accepted. */
export async function expectAccepted(call: Call): Promise<void> {
  const answer = await world.call(municipal, JOBS, call);
  expect(answer.status).toBe(200);
  lastJob = decodeDirectJobResponse(answer.body).signatureJobId;
}

async function createdJob(): Promise<bigint> {
  await expectAccepted(await creation(upload({})));
  return lastJob;
}

/** Manifest and files in order, about a person whose number must not come back. */
const signers = [{ name: { kind: 'personal-identification-number' as const, value: personalNumber } }];
export const file = (name: string, bytes: Uint8Array = pdf) => ({ name, mime: 'application/pdf', bytes });
export const named = (...names: string[]) =>
  names.map((href) => ({ title: 'Søknad', href, mime: 'application/pdf' }));
export const upload = (changes: UploadChanges): UploadChanges => ({
  files: [file('søknad nr 1.pdf')],
  ...changes,
  manifest: { signers, ...changes.manifest },
});
export const carrying = (bundle: Uint8Array): Call =>
  multipart(['application/xml', encodeDirectJobRequest(requestBase)], ['application/octet-stream', bundle]);
export const requesting = async (xml: string): Promise<Call> =>
  multipart(['application/xml', xml], ['application/octet-stream', await bundleOf(upload({}))]);

/**
 * A large upload is made in the process that serves it, which then has too much to do for a moment and says so; who is told
 * comes again.
 */
async function whenThereIsTime(call: Call): ReturnType<ApiWorld['call']> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await world.call(municipal, JOBS, call);
    if (answer.status !== 503 || attempt === 20) return answer;
    await sleep(200);
  }
}

/** An upload that is refused with this code, in XML, repeating nothing that should not be. */
export async function expectRefused(call: Call, code: string, words = /./): Promise<void> {
  const answer = await whenThereIsTime(call);
  expect(answer.headers['content-type']).toBe('application/xml');
  const error = answer.error();
  expect(error).toMatchObject({ code, type: 'CLIENT' });
  expect(error.message).toMatch(words);
  expect(answer.body.toString()).not.toMatch(/\d{11}/);
  expect(answer.body.toString()).not.toContain('root:');
}
