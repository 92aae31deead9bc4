/** A sandbox in a process of its own, on free ports and with its data in a folder that goes away with it. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectClient, PortalClient, type ConnectionSettings } from '@segl/client';
import type { StoreLocation } from '../../packages/server/src/store/index.ts';
import { readCertificates, type CertificateStore } from '@segl/formats/x509';

/** What `npm start` runs. */
const command = join(import.meta.dirname, '../../packages/cli/src/main.ts');

/** The same, and it can be told when to die: see {@link sentence}. */
export const mortal = join(import.meta.dirname, '../../packages/cli/test/mortal-service.ts');

export interface Place {
  readonly data: string;
  readonly apiPort: number;
  readonly webPort: number;
  /** Absent: SQLite in `data`. */
  readonly databaseUrl?: string;
}

export interface RunningSandbox extends Place {
  readonly apiUrl: string;
  readonly webUrl: string;
  readonly process: ChildProcess;
  /** Everything the process has written so far. */
  log(): string;
  /** A sender's connection with one of the sandbox's certificates. */
  client(certificate?: Certificate): Promise<DirectClient>;
  portalClient(certificate?: Certificate): Promise<PortalClient>;
  /** What a validator trusts. */
  trust(): Promise<CertificateStore>;
  /** Ends the process as an operator would, and expects it to end well. */
  stop(): Promise<void>;
}

type Certificate = 'public' | 'private';

const organisations = { public: '310000019', private: '310000027' };

/** A temporary data folder and two ports that were free a moment ago. */
export async function newPlace(): Promise<Place> {
  const [data, apiPort, webPort] = await Promise.all([
    mkdtemp(join(tmpdir(), 'segl-e2e-')),
    freePort(),
    freePort(),
  ]);
  return { data, apiPort, webPort };
}

/** The same, with its database at `location`; SQLite is always in the data folder. */
export async function placeOn(location: StoreLocation): Promise<Place> {
  return { ...(await newPlace()), ...('url' in location ? { databaseUrl: location.url } : {}) };
}

export async function removePlace({ data }: Place): Promise<void> {
  await rm(data, { recursive: true, force: true });
}

/** Starts the service with its sandbox and resolves when it is ready. `entry` may be another program than the command. */
export async function startSandbox(place: Place, entry = command): Promise<RunningSandbox> {
  const { data, apiPort, webPort, databaseUrl } = place;
  const child = fork(entry, ['start'], {
    env: {
      PATH: process.env['PATH'],
      SEGL_DATA: data,
      SEGL_API_PORT: String(apiPort),
      SEGL_WEB_PORT: String(webPort),
      ...(databaseUrl === undefined ? {} : { SEGL_DATABASE_URL: databaseUrl }),
      SEGL_LOG_LEVEL: 'debug',
    },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const written: string[] = [];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => written.push(text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => written.push(text));
  const webUrl = `http://localhost:${webPort}`;
  const apiUrl = `https://localhost:${apiPort}`;
  await ready(webUrl, child, () => written.join(''));
  return {
    ...place,
    apiUrl,
    webUrl,
    process: child,
    log: () => written.join(''),
    client: async (certificate = 'public') => new DirectClient(await settings(data, apiUrl, certificate)),
    portalClient: async (certificate = 'public') =>
      new PortalClient(await settings(data, apiUrl, certificate)),
    trust: async () => ({
      anchors: readCertificates(await readFile(join(data, 'sandbox/trust-anchors.pem'), 'utf8')),
      intermediates: [],
    }),
    stop: async () => {
      const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
      if (ended === undefined) throw new Error(`The service had ended by itself:\n${written.join('')}`);
      child.kill('SIGTERM');
      await ended;
      if (child.exitCode !== 0) throw new Error(`The service ended badly:\n${written.join('')}`);
    },
  };
}

/** Switches a part of the sandbox's world, or moves its clock. */
export async function tellSandbox(
  { webUrl }: Pick<RunningSandbox, 'webUrl'>,
  what: 'faults' | 'clock',
  body: Readonly<Record<string, string>>,
): Promise<void> {
  const answer = await fetch(`${webUrl}/sandbox/api/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`The sandbox refused: ${await answer.text()}`);
}

/** What the sandbox's clock says. */
export async function sandboxTime({ webUrl }: Pick<RunningSandbox, 'webUrl'>): Promise<Date> {
  const { now } = (await (await fetch(`${webUrl}/sandbox/api/clock`)).json()) as { now: string };
  return new Date(now);
}

/** Tells a {@link mortal} service when to die. */
export async function sentence(
  { process }: Pick<RunningSandbox, 'process'>,
  message: { readonly step: string; readonly jobId?: string },
): Promise<void> {
  const armed = once(process, 'message');
  process.send(message);
  await armed;
}

/** The power goes. */
export async function kill({ process }: Pick<RunningSandbox, 'process'>): Promise<void> {
  const ended = once(process, 'exit');
  process.kill('SIGKILL');
  await ended;
}

/** Paths of all files in the data folder, relative to it. */
export function dataFiles({ data }: Place): Promise<string[]> {
  return readdir(data, { recursive: true });
}

async function settings(data: string, apiUrl: string, certificate: Certificate): Promise<ConnectionSettings> {
  const read = (name: string) => readFile(join(data, 'sandbox', name), 'utf8');
  return {
    apiUrl,
    organizationNumber: organisations[certificate],
    ca: await read('ca.pem'),
    certificate: await read(`${certificate}.pem`),
    key: await read(`${certificate}-key.pem`),
  };
}

async function ready(webUrl: string, child: ChildProcess, log: () => string): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await pause(50)) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`The service ended before it was ready:\n${log()}`);
    }
    const answer = await fetch(`${webUrl}/health/ready`).catch(() => undefined);
    if (answer?.status === 200) return;
  }
  child.kill('SIGKILL');
  throw new Error(`The service was not ready in 20 s:\n${log()}`);
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
