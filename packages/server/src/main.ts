/** The service: the only place where ports meet adapters. */
import { createSecretKey, randomBytes, randomUUID, type KeyObject } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readCertificates, type CertificateStore } from '@segl/formats/x509';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Logger } from 'pino';
import { openBlobsFolder } from './adapters/blobs-folder.ts';
import { eidProfiles, openidEid } from './adapters/eid/index.ts';
import { keyFromPem, localSignatureCreation, sealKey } from './adapters/keys/index.ts';
import { fixedNameRegister } from './adapters/name-register/fixed-name-register.ts';
import { httpRevocation } from './adapters/revocation/http-revocation.ts';
import { httpTimestamps } from './adapters/timestamps/http-timestamps.ts';
import * as ceremony from './ceremony/index.ts';
import { checkConfig, readS3Url, type Config } from './config/index.ts';
import { createApiServer } from './http/api-v1/index.ts';
import { createLogger } from './http/logging.ts';
import { createMetrics, type Metrics } from './http/metrics.ts';
import type { CeremonyPort } from './http/web/ceremony-port.ts';
import { SESSION_COOKIE } from './http/web/cookies.ts';
import { createWebServer } from './http/web/server.ts';
import { expireJob } from './jobs/expire-job.ts';
import type { Blobs, Clock, Random, Store, TaskSignal, Trace } from './jobs/ports.ts';
import { seedOrganisations } from './organisations/seed.ts';
import { partialPades, sealJob, workerPool, type SealDeps } from './sealing/index.ts';
import { openStore } from './store/index.ts';
import { taskRunner, type TaskRunner } from './tasks/runner.ts';

export { checkConfig, ConfigError, readConfig, type Config } from './config/index.ts';
export { StoreError } from './store/errors.ts';

export interface ServiceOptions {
  /** Absent: the machine's clock. */
  readonly clock?: Clock;
  /** Names for eIDs that send none; absent: nobody is known. */
  readonly findPerson?: Parameters<typeof fixedNameRegister>[0];
  /** More routes on the listeners. */
  readonly apiPlugins?: readonly FastifyPluginAsync[];
  readonly webPlugins?: readonly FastifyPluginAsync[];
  /** Told after each step of making signatures and sealing. */
  readonly onStep?: Trace['step'];
}

export interface Service {
  readonly apiUrl: string;
  readonly webUrl: string;
  /** Runs every task that is due; resolves when nothing due is left. */
  runDueTasks(): Promise<void>;
  /** A ceremony for a signer of a direct job, named as the sender did; the sender's redirect-url stays as it is. */
  openCeremony(
    jobId: bigint,
    signer: string,
  ): Promise<
    | {
        readonly ceremonyId: string;
        readonly cookie: readonly [string, string];
        readonly level: 3 | 4;
        readonly personalIdentificationNumber: string | undefined;
      }
    | undefined
  >;
  /** Ends what runs, then closes everything. */
  stop(): Promise<void>;
}

/**
 * Starts the service and resolves when both listeners answer.
 * @throws ConfigError, StoreError
 */
export async function startService(config: Config, options: ServiceOptions = {}): Promise<Service> {
  checkConfig(config);
  await mkdir(config.data, { recursive: true, mode: 0o700 });
  const logger = createLogger(config.logLevel);
  const store = await openStore(
    config.databaseUrl === undefined
      ? { path: join(config.data, 'segl.sqlite') }
      : { url: config.databaseUrl },
  );
  const running = await start(config, options, { logger, store }).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  logger.info({ api: config.api.publicUrl, web: config.web.publicUrl, mode: config.mode }, 'ready');
  return running;
}

async function start(
  config: Config,
  options: ServiceOptions,
  { logger, store }: { logger: Logger; store: Store },
): Promise<Service> {
  await seedOrganisations({ store }, seedOf(config));
  const blobs = await openBlobs(config);
  const clock = options.clock ?? systemClock;
  const metrics = createMetrics(store.tasks);
  const workers = workerPool();
  const outside = outsideWorld(config, clock);
  const trace = traceSteps(logger, metrics, options.onStep);
  const signal = lateSignal();
  const common = { store, blobs, clock, random, trace };

  const sealing: SealDeps = {
    ...common,
    workers,
    sealKey: outside.sealKey,
    timestamp: outside.timestamp,
    revocation: outside.revocation,
    trust: outside.trust,
    presentation: {
      sealName: config.seal.name,
      serviceName: 'Segl',
    },
  };
  const visits: ceremony.CeremonyDeps = {
    ...common,
    tasks: signal,
    eid: outside.eid,
    nameRegister: fixedNameRegister(options.findPerson ?? (() => undefined)),
    tokenKey: await tokenKey(store),
    test: config.mode === 'sandbox',
  };
  const tasks = taskRunner({
    queue: store.tasks,
    clock,
    chance: Math.random,
    concurrency: 4,
    handlers: {
      sign: ({ key }) => ceremony.makeSignature({ ...common, ...outside, tasks: signal }, key),
      seal: ({ jobId }) => sealJob(sealing, jobId),
      expire: ({ jobId }) => expireJob({ store, clock }, jobId),
    },
    ran: (task, error) => {
      const line = { task: task.kind, job: String(task.jobId), attempt: task.attempts };
      if (error === undefined) logger.info(line, 'task');
      else logger.warn({ ...line, err: error }, 'task failed and will be tried again');
    },
    queueFailed: (error) => logger.error({ err: error }, 'the task queue cannot be reached'),
  });
  signal.connect(tasks);

  const api = await createApiServer({
    ...common,
    inspector: workers,
    partialPades: partialPades(sealing),
    sleep,
    logger,
    metrics,
    config: config.api,
    webUrl: config.web.publicUrl,
    jobs: config.jobs,
    plugins: options.apiPlugins ?? [],
  });
  const web = await createWebServer({
    ceremony: ceremonyPort(visits),
    blobs,
    logger,
    metrics,
    publicUrl: config.web.publicUrl,
    pages: config.web.pages,
    ready: () => isReachable(store),
    plugins: options.webPlugins ?? [],
  });
  await web.listen({ host: config.web.host, port: config.web.port });
  await api.listen({ host: config.api.host, port: config.api.port });
  tasks.start();

  return {
    apiUrl: config.api.publicUrl,
    webUrl: config.web.publicUrl,
    runDueTasks: async () => void (await tasks.runDue(clock.now())),
    openCeremony: async (jobId, signer) => {
      const opened = await ceremony.openCeremonyForSigner(visits, jobId, signer);
      return opened && { ...opened, cookie: [SESSION_COOKIE, opened.sessionToken] as const };
    },
    stop: () => stop([api, web], tasks, workers, store),
  };
}

async function stop(
  servers: readonly FastifyInstance[],
  tasks: TaskRunner,
  workers: ReturnType<typeof workerPool>,
  store: Store,
): Promise<void> {
  // Tasks first: in the sandbox they ask time-stamp and revocation services that live on the web listener.
  await tasks.stop();
  await Promise.all(servers.map((server) => server.close()));
  await workers.close();
  await store.close();
}

async function openBlobs({ data, blobsUrl }: Config): Promise<Blobs> {
  const location = blobsUrl === undefined ? undefined : readS3Url(blobsUrl);
  if (location === undefined) return openBlobsFolder(join(data, 'blobs'));
  const { openBlobsS3 } = await import('./adapters/blobs-s3.ts');
  return openBlobsS3(location);
}

function outsideWorld(config: Config, clock: Clock) {
  const trust: CertificateStore = { anchors: readCertificates(config.trustAnchors), intermediates: [] };
  const seal = sealKey(keyFromPem(config.seal));
  const { ocspUrl } = config.signerCa;
  const { authentication, clientId, issuer, profile } = config.eid;
  return {
    trust,
    sealKey: seal,
    signatures: localSignatureCreation({
      sealKey: seal,
      signerCa: keyFromPem(config.signerCa),
      ...(ocspUrl === undefined ? {} : { ocspUrl }),
    }),
    timestamp: httpTimestamps({ urls: config.timestampUrls, trust }),
    revocation: httpRevocation({
      places: config.revocation.flatMap((place) =>
        readCertificates(place.issuer).map((certificate) => ({ ...place, issuer: certificate })),
      ),
      trust,
      now: () => clock.now(),
    }),
    eid: openidEid({
      profile: eidProfiles[profile],
      client: { issuer, clientId, authentication },
      redirectUris: {
        signature: `${config.web.publicUrl}/eid/callback`,
        session: `${config.web.publicUrl}/portal/eid/callback`,
      },
      wall: () => clock.wall(),
    }),
  };
}

function ceremonyPort(deps: ceremony.CeremonyDeps): CeremonyPort {
  return {
    open: (token) => ceremony.openCeremony(deps, token),
    linkState: (token) => ceremony.linkState(deps, token),
    session: (id, token) => ceremony.ceremonySession(deps, id, token),
    state: (session) => ceremony.ceremonyState(deps, session),
    document: (session, number) => ceremony.ceremonyDocument(deps, session, number),
    pades: (session) => ceremony.ceremonyPades(deps, session),
    begin: (session, language) => ceremony.beginSigning(deps, session, language),
    finishLogin: (callback, token, client) => ceremony.finishLogin(deps, callback, token, client),
    reject: (session, reason) => ceremony.rejectSigning(deps, session, reason),
  };
}

function seedOf(config: Config): Parameters<typeof seedOrganisations>[1] {
  return {
    organisations: config.organisations.map(({ brokerFor: _brokerFor, ...organisation }) => organisation),
    brokers: config.organisations.flatMap(({ number, brokerFor }) =>
      brokerFor.map((sender) => ({ broker: number, sender })),
    ),
  };
}

const systemClock: Clock = { now: () => Date.now(), wall: () => Date.now() };
const random: Random = { token: () => randomBytes(32).toString('base64url'), uuid: () => randomUUID() };

function traceSteps(logger: Logger, metrics: Metrics, onStep: Trace['step'] | undefined): Trace {
  return {
    step: (step, jobId) => {
      metrics.steps.inc({ step });
      logger.debug({ step, job: String(jobId) }, 'step');
      return onStep?.(step, jobId);
    },
  };
}

/** The runner needs handlers that wake the runner; this stands between them. */
function lateSignal(): TaskSignal & { connect(runner: TaskSignal): void } {
  let target: TaskSignal | undefined;
  return { wake: () => target?.wake(), connect: (runner) => (target = runner) };
}

/** Made at the first start and kept in the store: every node derives the same tokens. */
async function tokenKey(store: Store): Promise<KeyObject> {
  const name = 'token-key';
  const encoded = await store.transaction(async (tx) => {
    const known = await tx.setting(name);
    if (known !== undefined) return known;
    const made = randomBytes(32).toString('base64');
    await tx.putSetting(name, made);
    return made;
  });
  return createSecretKey(Buffer.from(encoded, 'base64'));
}

async function isReachable(store: Store): Promise<boolean> {
  return store
    .transaction((tx) => tx.setting('token-key'))
    .then(
      (key) => key !== undefined,
      () => false,
    );
}
