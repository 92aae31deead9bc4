/** The web listener with real routes, use cases, database and eID; only the ceremony behind the code is not there. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toPem } from '@segl/formats/x509';
import type { FastifyInstance } from 'fastify';
import { logoReader } from '../src/adapters/images/logos.ts';
import { portalPort } from '../src/bind-web-ports.ts';
import { createLogger } from '../src/http/logging.ts';
import { createMetrics } from '../src/http/metrics.ts';
import type { CeremonyPort } from '../src/http/web/ceremony-port.ts';
import { portalCookieName } from '../src/http/web/cookies.ts';
import { createWebServer } from '../src/http/web/server.ts';
import type { SignatureJob } from '../src/jobs/model.ts';
import { sha256Hex } from '../src/jobs/secrets.ts';
import { currentCode, linkToken } from '../src/jobs/signer-links.ts';
import type { Role, User } from '../src/jobs/user-records.ts';
import { fileVerifier } from '../src/verification/file-verifier.ts';
import { unknownLinks } from '../src/portal/index.ts';
import { enterpriseCa } from './api-world.ts';
import { eidAt } from './ceremony-world.ts';
import { startForgingEid, type ForgingEid } from './forging-eid.ts';
import { ase, byContact, companyCaller, portalWorld, type PortalWorld } from './portal.ts';
import { createSqlite } from './stores.ts';

/** Runs the installation. */
export const operator = ase;
export const operatorToken = 'the-token-of-the-operator';

export interface WebWorld {
  readonly server: FastifyInstance;
  readonly portal: PortalWorld;
  readonly eid: ForgingEid;
  /** Lines that were logged so far. */
  readonly log: string[];
  /** A job for somebody with link and code, told of it. */
  linkAndCode(): Promise<{ readonly job: SignatureJob; readonly token: string; readonly code: string }>;
  addUser(organisation: string, personalIdentificationNumber: string, role: Role): Promise<User>;
  /** Lets somebody in; the cookies of their browser. */
  logIn(personalIdentificationNumber: string, level?: 3 | 4): Promise<Record<string, string>>;
  close(): Promise<void>;
}

const noCeremony = new Proxy({} as CeremonyPort, {
  get: () => () => Promise.reject(new Error('there is no ceremony in this world')),
});

/** Starts nothing that listens but the eID. */
export async function openWebWorld(publicUrl: string): Promise<WebWorld> {
  const [portal, eid, pages] = await Promise.all([
    portalWorld({ name: 'SQLite', create: createSqlite }),
    startForgingEid(),
    mkdtemp(join(tmpdir(), 'segl-pages-')),
  ]);
  await mkdir(join(pages, 'assets'));
  await writeFile(join(pages, 'index.html'), '<!doctype html><title>Segl</title>');
  const log: string[] = [];
  const logos = logoReader();
  const { deps, store } = portal;
  const verifier = fileVerifier(toPem(enterpriseCa.certificate.der), deps.clock);
  const server = await createWebServer({
    ceremony: noCeremony,
    portal: portalPort({
      ...deps,
      // Log-ins and sessions last by the machine's time.
      clock: { now: () => deps.clock.now(), wall: () => Date.now() },
      random: { token: () => randomBytes(32).toString('base64url'), uuid: () => randomUUID() },
      eid: eidAt(eid.issuer),
      unknownLinks: unknownLinks(),
      loggedOutUrl: `${publicUrl}/portal/logged-out`,
      test: true,
    }),
    blobs: deps.blobs,
    verifier,
    sender: {
      ...deps,
      ...{ logos, webUrl: publicUrl, test: true },
      enterpriseTrust: { anchors: [enterpriseCa.certificate], intermediates: [] },
      operators: new Set([operator]),
      operatorToken,
      renewDocument: () => Promise.reject(new Error('no time-stamp could be had')),
      health: {
        checks: {
          database: () => Promise.resolve(),
          documents: () => Promise.resolve(),
          timestamps: () => Promise.reject(new Error('The time-stamp authority answered 503')),
          eid: () => Promise.resolve(),
          mail: undefined,
        },
        versions: { segl: '0.1.0', node: process.version, database: 'SQLite' },
      },
    },
    logger: createLogger('debug', { write: (line) => void log.push(line) }),
    metrics: createMetrics(store.tasks),
    publicUrl,
    pages,
    ready: () => Promise.resolve(true),
    plugins: [],
  });
  return {
    server,
    portal,
    eid,
    log,
    linkAndCode: async () => {
      const signers = [byContact({ email: 'kari@example.com' })];
      const job = await portal.createActivated({ caller: companyCaller, signers });
      const link = (await store.transaction((tx) => tx.signerLinkOf(job.signers[0]!.id)))!;
      return { job, token: linkToken(deps.tokenKey, link.id), code: currentCode(deps.tokenKey, link) };
    },
    addUser: async (organisation, personalIdentificationNumber, role) => {
      const user: User = {
        id: randomUUID(),
        organisation,
        personalIdentificationNumber,
        name: 'Kari Nordmann',
        email: 'kari@example.com',
        role,
        endsAt: undefined,
        deactivatedAt: undefined,
        createdAt: deps.clock.now(),
        lastLoginAt: undefined,
      };
      await store.transaction((tx) => tx.insertUser(user));
      return user;
    },
    logIn: async (personalIdentificationNumber, level = 4) => {
      const token = randomUUID();
      const now = Date.now();
      await store.transaction((tx) =>
        tx.insertPortalSession({
          tokenHash: sha256Hex(token),
          personalIdentificationNumber,
          name: 'Åse Østby-Ærfugl',
          level,
          idToken: 'none',
          providerSession: undefined,
          createdAt: now,
          lastUsedAt: now,
        }),
      );
      return { [portalCookieName(publicUrl.startsWith('https:'))]: token };
    },
    close: async () => {
      await server.close();
      await logos.close();
      await verifier.close();
      await eid.close();
      await portal.remove();
      await rm(pages, { recursive: true });
    },
  };
}
