/** The service: the only place where ports meet adapters. */
import { createSecretKey, randomBytes, randomUUID, type KeyObject } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readCertificates } from '@segl/formats/x509';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Logger } from 'pino';
import { logoReader } from './adapters/images/logos.ts';
import { fixedContactRegister } from './adapters/contact-register/index.ts';
import { fixedNameRegister } from './adapters/name-register/fixed-name-register.ts';
import { healthDeps } from './bind-health.ts';
import { lanesOf } from './bind-tasks.ts';
import { ceremonyPort, portalPort } from './bind-web-ports.ts';
import * as ceremony from './ceremony/index.ts';
import { checkConfig, type Config } from './config/index.ts';
import { createApiServer } from './http/api-v1/index.ts';
import { createLogger } from './http/logging.ts';
import { createMetrics, type Metrics } from './http/metrics.ts';
import { SESSION_COOKIE } from './http/web/cookies.ts';
import { createWebServer } from './http/web/server.ts';
import { smsReceiptRoutes } from './http/web/sms-receipts.ts';
import type { NotificationChannel } from './jobs/portal-records.ts';
import type { Clock, Random, Store, TaskSignal, Trace } from './jobs/ports.ts';
import type { DeliveryReceipt, MailGateway } from './notifications/ports.ts';
import { recordReceipt } from './notifications/record-receipt.ts';
import type { IssueCertificate } from './organisations/api-access/manage-api-access.ts';
import { seedOrganisations } from './organisations/seed.ts';
import { grantLocalAccess } from './operator/local-access.ts';
import { openBlobs, outsideWorld } from './outside-world.ts';
import { unknownLinks } from './portal/index.ts';
import { renewDocument } from './preservation/renew-proof.ts';
import { partialPades, workerPool, type SealJobDeps } from './sealing/index.ts';
import { openStore } from './store/index.ts';
import { fileVerifier, type FileVerifier } from './verification/file-verifier.ts';
import { taskLanes, type TaskLanes } from './tasks/lanes.ts';

export { checkConfig, ConfigError, readConfig, type Config } from './config/index.ts';
export { localAccessFile, type LocalAccess } from './operator/local-access.ts';
export { StoreError } from './store/errors.ts';

export interface ServiceOptions {
  /** Absent: the machine's clock. */
  readonly clock?: Clock;
  /** Names for eIDs that send none; absent: nobody is known. */
  readonly findPerson?: Parameters<typeof fixedNameRegister>[0];
  /** In place of the configuration's contact register; what it throws means that it cannot be asked. */
  readonly findContact?: Parameters<typeof fixedContactRegister>[0];
  /** More routes on the listeners. */
  readonly apiPlugins?: readonly FastifyPluginAsync[];
  readonly webPlugins?: readonly FastifyPluginAsync[];
  /** In the sandbox: issues enterprise certificates. */
  readonly issueCertificate?: IssueCertificate;
  /** Told after each step of making signatures and sealing. */
  readonly onStep?: Trace['step'];
}

export interface Service {
  readonly apiUrl: string;
  readonly webUrl: string;
  /** Runs every task that is due; resolves when nothing due is left. */
  runDueTasks(): Promise<void>;
  /** When the next task is due that has not been tried yet, milliseconds. */
  nextPlannedTask(): Promise<number | undefined>;
  /** A ceremony for a signer, named as the sender did; a redirect-url stays as it is. */
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
  const blobs = await openBlobs(config);
  const clock = options.clock ?? systemClock;
  await seedOrganisations({ store, blobs, clock, random }, seedOf(config));
  const metrics = createMetrics(store.tasks);
  const workers = workerPool();
  const logos = logoReader();
  const verifier = fileVerifier(config.trustAnchors + (config.verificationAnchors ?? ''), clock);
  const outside = outsideWorld(config, clock);
  const trace = traceSteps(logger, metrics, options.onStep);
  const signal = lateSignal();
  const test = config.mode === 'sandbox';
  const webUrl = config.web.publicUrl;
  const common = {
    store,
    blobs,
    clock,
    random,
    trace,
    tasks: signal,
    tokenKey: await tokenKey(config, store),
    channels: channelsOf(outside),
    register:
      options.findContact === undefined ? outside.register : fixedContactRegister(options.findContact),
    canLookUp: options.findContact !== undefined || config.contactRegister !== undefined,
    test,
  };
  const sealing: SealJobDeps = {
    ...common,
    ...outside,
    workers,
    presentation: {
      ...{ sealName: config.seal.name, serviceName: 'Segl' },
      validationAddress: `${webUrl}/verify`,
    },
  };
  const visits: ceremony.CeremonyDeps = {
    ...common,
    eid: outside.eid,
    nameRegister: fixedNameRegister(options.findPerson ?? (() => undefined)),
  };
  const tasks = taskLanes(
    {
      queue: store.tasks,
      clock,
      chance: Math.random,
      ran: (task, error) => {
        const line = { task: task.kind, job: String(task.jobId), attempt: task.attempts };
        if (error === undefined) logger.info(line, 'task');
        else logger.warn({ ...line, err: error }, 'task failed and will be tried again');
      },
      queueFailed: (error) => logger.error({ err: error }, 'the task queue cannot be reached'),
    },
    lanesOf({
      common,
      making: { ...common, ...outside },
      ...{ sealing, preserving: sealing },
      delivery: { ...common, mail: outside.mail, sms: outside.sms, webUrl },
    }),
  );
  signal.connect(tasks);

  const api = await createApiServer({
    ...common,
    inspector: workers,
    partialPades: partialPades(sealing),
    sleep,
    logger,
    metrics,
    config: config.api,
    webUrl,
    jobs: config.jobs,
    plugins: options.apiPlugins ?? [],
  });
  let listening = false;
  const web = await createWebServer({
    ceremony: ceremonyPort(visits),
    portal: portalPort({
      ...visits,
      ...common,
      unknownLinks: unknownLinks(),
      loggedOutUrl: `${webUrl}/portal/logged-out`,
    }),
    ...{ blobs, verifier, logger, metrics },
    publicUrl: webUrl,
    pages: config.web.pages,
    sender: {
      ...common,
      ...{ logos, inspector: workers, webUrl },
      enterpriseTrust: {
        anchors: readCertificates(config.api.clientAnchors),
        intermediates: readCertificates(config.api.clientIntermediates),
      },
      ...(options.issueCertificate !== undefined && { issueCertificate: options.issueCertificate }),
      operators: new Set(config.operators),
      operatorToken: (await grantLocalAccess(config.data, config.web)).token,
      renewDocument: async (pades) => (await renewDocument(sealing, pades)).bytes,
      health: healthDeps({ store, blobs, isPostgres: config.databaseUrl !== undefined }, outside),
    },
    ready: async () => listening && (await isReachable(store)),
    plugins: options.webPlugins ?? [],
  });
  if (outside.sms !== undefined && config.sms?.receiptSecret !== undefined) {
    const received = (receipt: DeliveryReceipt) => recordReceipt(common, receipt);
    await smsReceiptRoutes(web, { ...outside.sms, secret: config.sms.receiptSecret, received });
  }
  await web.listen({ host: config.web.host, port: config.web.port });
  await api.listen({ host: config.api.host, port: config.api.port });
  tasks.start();
  listening = true;

  return {
    apiUrl: config.api.publicUrl,
    webUrl,
    runDueTasks: () => tasks.runDue(),
    nextPlannedTask: () => store.tasks.nextPlanned(),
    openCeremony: async (jobId, signer) => {
      const opened = await ceremony.openCeremonyForSigner(visits, jobId, signer);
      return opened && { ...opened, cookie: [SESSION_COOKIE, opened.sessionToken] as const };
    },
    stop: () => {
      listening = false;
      return stop([api, web], { tasks, workers, logos, verifier, store, mail: outside.mail?.gateway });
    },
  };
}

/** What messages can be sent by. */
function channelsOf({ mail, sms }: ReturnType<typeof outsideWorld>): ReadonlySet<NotificationChannel> {
  const channels = new Set<NotificationChannel>();
  if (mail !== undefined) channels.add('email');
  if (sms !== undefined) channels.add('sms');
  return channels;
}

async function stop(
  servers: readonly FastifyInstance[],
  parts: {
    readonly tasks: TaskLanes;
    readonly workers: ReturnType<typeof workerPool>;
    readonly logos: ReturnType<typeof logoReader>;
    readonly verifier: FileVerifier;
    readonly store: Store;
    readonly mail: MailGateway | undefined;
  },
): Promise<void> {
  // Tasks first: in the sandbox they ask time-stamp and revocation services that live on the web listener.
  await parts.tasks.stop();
  await parts.mail?.close();
  await Promise.all(servers.map((server) => server.close()));
  await parts.workers.close();
  await parts.logos.close();
  await parts.verifier.close();
  await parts.store.close();
}

function seedOf(config: Config): Parameters<typeof seedOrganisations>[1] {
  return {
    organisations: config.organisations,
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

/** The configuration's, or one made at the first start and kept in the store: every node derives the same tokens. */
async function tokenKey(config: Config, store: Store): Promise<KeyObject> {
  if (config.tokenKey !== undefined) return config.tokenKey;
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
    .transaction((tx) => tx.setting('any'))
    .then(
      () => true,
      () => false,
    );
}
