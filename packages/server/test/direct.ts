/** What the use cases of the direct flow need, with a clock the test moves; and a request that is in order. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBlobsFolder } from '../src/adapters/blobs-folder.ts';
import type { CreateDirectJobDeps, DirectJobRequest } from '../src/jobs/create-direct-job.ts';
import type { Store } from '../src/jobs/ports.ts';
import { seedOrganisations } from '../src/organisations/seed.ts';
import { company, municipality, noon } from './jobs.ts';
import type { DatabaseKind, TestDatabase } from './stores.ts';

export const broker = { ...company, number: '310000035', name: 'Megler AS', contactAddressing: false };
export const outsider = { ...company, number: '310000043', name: 'Uten Tilgang AS', apiAccess: false };

export interface DirectWorld {
  readonly deps: CreateDirectJobDeps & {
    readonly pollPause: number;
    readonly sleep: (ms: number) => Promise<void>;
  };
  readonly store: Store;
  readonly database: TestDatabase;
  /** The service's time. */
  time: number;
  remove(): Promise<void>;
}

export async function directWorld(kind: DatabaseKind): Promise<DirectWorld> {
  const database = await kind.create();
  const store = await database.open();
  const folder = await mkdtemp(join(tmpdir(), 'segl-direct-'));
  const blobs = await openBlobsFolder(folder);
  const random = { token: () => randomBytes(32).toString('base64url'), uuid: randomUUID };
  await seedOrganisations(
    { store, blobs, random, clock: { now: () => noon, wall: () => Date.now() } },
    {
      organisations: [municipality, company, broker, outsider],
      brokers: [{ broker: broker.number, sender: municipality.number }],
    },
  );
  const world: DirectWorld = {
    deps: {
      store,
      blobs,
      clock: { now: () => world.time, wall: () => Date.now() },
      random,
      inspector: { inspect: () => Promise.resolve({ pages: 1 }) },
      allowHttpExitUrls: false,
      pollPause: 5000,
      sleep: () => Promise.resolve(),
    },
    store,
    database,
    time: noon,
    remove: async () => {
      await database.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return world;
}

export function directRequest(changes: Partial<DirectJobRequest> = {}): DirectJobRequest {
  return {
    caller: { organization: municipality.number, sender: municipality.number },
    reference: 'ref-1',
    exitUrls: {
      completion: 'https://sender.example/done',
      rejection: 'https://sender.example/no',
      error: 'https://sender.example/error',
    },
    statusRetrievalMethod: undefined,
    pollingQueue: undefined,
    title: 'Søknad',
    description: undefined,
    requiredAuthentication: undefined,
    identifierInSignedDocuments: undefined,
    signers: [signerByNumber('12345678910')],
    documents: [
      {
        title: 'Søknad',
        fileName: 'søknad.pdf',
        mime: 'application/pdf',
        bytes: new TextEncoder().encode('%PDF-1.7 the application'),
      },
    ],
    ...changes,
  };
}

export function signerByNumber(value: string): DirectJobRequest['signers'][number] {
  return {
    address: { kind: 'personal-identification-number', value },
    signatureType: undefined,
    onBehalfOf: undefined,
  };
}
