/** A ceremony with its real parts around it: a database, time-stamps and OCSP over HTTP, an eID; only the clock is ours. */
import { createHash, createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { eidProfiles, openidEid } from '../src/adapters/eid/index.ts';
import { localSignatureCreation, sealKey } from '../src/adapters/keys/index.ts';
import { fixedNameRegister } from '../src/adapters/name-register/fixed-name-register.ts';
import { httpRevocation } from '../src/adapters/revocation/http-revocation.ts';
import { httpTimestamps } from '../src/adapters/timestamps/http-timestamps.ts';
import type { Eid } from '../src/ceremony/index.ts';
import * as ceremony from '../src/ceremony/index.ts';
import type { CeremonyDeps, MakeSignatureDeps, RegisteredPerson } from '../src/ceremony/index.ts';
import type { SignatureJob } from '../src/jobs/model.ts';
import type { Blobs, CeremonySession, NewJob, Store } from '../src/jobs/ports.ts';
import { sha256Hex } from '../src/jobs/secrets.ts';
import { insertJob, newJob, newSigner } from './jobs.ts';
import { createSqlite, type DatabaseKind } from './stores.ts';
import { startTrustWorld, type TrustWorld } from './trust-world.ts';

export const number = '02013299997';

export interface CeremonyWorld {
  readonly deps: CeremonyDeps & MakeSignatureDeps;
  readonly store: Store;
  readonly trust: TrustWorld;
  readonly steps: string[];
  /** Moves the service's clock, and that of the authorities; the machine's stays. */
  advance(milliseconds: number): void;
  readonly register: Map<string, RegisteredPerson>;
  close(): Promise<void>;
}

export async function startCeremonyWorld(
  issuer: string,
  kind: Pick<DatabaseKind, 'create'> = { create: createSqlite },
): Promise<CeremonyWorld> {
  const database = await kind.create();
  const store = await database.open();
  let shift = 0;
  const clock = { now: () => Date.now() + shift, wall: () => Date.now() };
  const trust = await startTrustWorld(clock.now);
  const steps: string[] = [];
  const register = new Map<string, RegisteredPerson>();
  const key = sealKey(trust.seal);
  return {
    deps: {
      store,
      blobs: memoryBlobs(),
      clock,
      random: { token: () => randomBytes(32).toString('base64url'), uuid: () => randomUUID() },
      trace: {
        step: (name) => {
          steps.push(name);
        },
      },
      tasks: { wake: () => undefined },
      eid: eidAt(issuer),
      nameRegister: fixedNameRegister((asked) => register.get(asked)),
      tokenKey: createSecretKey(randomBytes(32)),
      test: true,
      signatures: localSignatureCreation({ sealKey: key, signerCa: trust.signerCa }),
      timestamp: httpTimestamps({ urls: [trust.timestampUrl], trust: trust.trust }),
      revocation: httpRevocation({ places: trust.places, trust: trust.trust, now: clock.now }),
      trust: trust.trust,
    },
    store,
    trust,
    steps,
    register,
    advance: (milliseconds) => {
      shift += milliseconds;
    },
    close: async () => {
      await trust.close();
      await database.remove();
    },
  };
}

export function eidAt(issuer: string): Eid {
  return openidEid({
    profile: eidProfiles.sandbox,
    client: {
      issuer,
      clientId: 'segl',
      authentication: { method: 'client_secret_post', secret: 's'.repeat(40) },
    },
    redirectUris: {
      signature: 'http://localhost:8080/eid/callback',
      session: 'http://localhost:8080/portal/eid/callback',
    },
    wall: () => Date.now(),
  });
}

const document = readFileSync(new URL('./one-page.pdf', import.meta.url));

/** A job of the world's own time, its document stored; `token` opens its first signer's ceremony. */
export async function startJob(
  world: CeremonyWorld,
  changes: Partial<NewJob> = {},
): Promise<{ job: SignatureJob; token: string }> {
  const token = randomBytes(32).toString('base64url');
  const now = world.deps.clock.now();
  const sha256 = await world.deps.blobs.put(document);
  const job = await insertJob(
    world.store,
    newJob(1, {
      createdAt: now,
      expiresAt: now + 30 * 86_400_000,
      signers: [
        newSigner(1, {
          address: { kind: 'personal-identification-number', value: number },
          redirectTokenHash: sha256Hex(token),
        }),
      ],
      documents: [
        {
          number: 1,
          title: 'Søknad',
          fileName: 'søknad.pdf',
          mime: 'application/pdf',
          sha256,
          size: document.length,
          pages: 1,
        },
      ],
      ...changes,
    }),
  );
  return { job, token };
}

/** Opens the ceremony as the browser does. */
export async function openSession(world: CeremonyWorld, token: string): Promise<CeremonySession> {
  const opened = await ceremony.openCeremony(world.deps, token);
  if (opened.kind !== 'opened') throw new Error(`dead end: ${opened.link.reason}`);
  return ceremony.ceremonySession(world.deps, opened.ceremonyId, opened.sessionToken);
}

export function callback(query: URLSearchParams): URL {
  return new URL(`http://localhost:8080/eid/callback?${query.toString()}`);
}

export const client = { ipAddress: '192.0.2.7', userAgent: 'Test browser' };

/** The attempts of the job's first signer that wait to be signed, signed. */
export async function runSignTask(world: CeremonyWorld, job: SignatureJob): Promise<void> {
  const attempt = await world.store.transaction((tx) => tx.latestAttempt(job.signers[0]!.id));
  await ceremony.makeSignature(world.deps, attempt!.id);
}

/** Like those on disk, they share no memory with who puts or gets them. */
export function memoryBlobs(): Blobs & { readonly kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  const get = (sha256: string): Promise<Uint8Array> => {
    const found = kept.get(sha256);
    return found ? Promise.resolve(new Uint8Array(found)) : Promise.reject(new Error('no such blob'));
  };
  return {
    kept,
    put: (content) => {
      const sha256 = createHash('sha256').update(content).digest('hex');
      kept.set(sha256, new Uint8Array(content));
      return Promise.resolve(sha256);
    },
    get,
    stream: () => Promise.reject(new Error('not in this test')),
    size: async (sha256) => (await get(sha256)).length,
    delete: (sha256) => {
      kept.delete(sha256);
      return Promise.resolve();
    },
  };
}
