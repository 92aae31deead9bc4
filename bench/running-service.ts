/** A service to measure, the world around it, and a sender connected to it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import type { StoreLocation } from '../packages/server/src/store/index.ts';
import { signAsRobot } from '../packages/sandbox/src/robot-signer.ts';
import { freePort, startChild, type Child } from './child.ts';
import { withFolder } from './databases.ts';
import type { PlainConfig } from './plain-config.ts';
import { SENDER, SIGNER, UPLOAD_TYPE, uploadWith, type Identity } from './sender.ts';
import type { Told } from './service.ts';

export const CONNECTIONS = 8;

/** `alone`: as in production, the world in another process. `sandbox`: all in one process, as `npm start` has it. */
export type Setting = 'alone' | 'sandbox';

export interface RunningService {
  /** Of the sender. */
  readonly identity: Identity;
  /** Where the sender's addresses begin, without a slash at the end. */
  readonly apiUrl: string;
  /** With the sender's certificate. */
  readonly dispatcher: Agent;
  /** Creates a job from a prepared body and returns its redirect-url. */
  readonly create: (body: Uint8Array) => Promise<string>;
  /** Creates a job with that document and has a robot sign it; resolves when it is sealed. */
  readonly sign: (pdf: Uint8Array) => Promise<SignedJob>;
  /** How the service is now. */
  readonly look: () => Promise<Told>;
}

export interface SignedJob {
  /** What the service told when it had done that step. */
  readonly after: (what: string) => Told;
}

export interface Before {
  /** `postgres://…`; absent: SQLite. */
  readonly databaseUrl?: string | undefined;
  /** Fills the database, which has the organisations of the configuration when the service has started only. */
  readonly seed?: (location: StoreLocation, config: PlainConfig) => Promise<unknown>;
}

interface Place {
  readonly data: string;
  readonly apiPort: number;
  readonly webPort: number;
}

export async function withService<T>(
  setting: Setting,
  work: (service: RunningService) => Promise<T>,
  before: Before = {},
): Promise<T> {
  return withFolder(async (data) => {
    const place = { data, apiPort: await freePort(), webPort: await freePort() };
    return setting === 'sandbox' ? withSandbox(place, work) : withWorldApart(place, before, work);
  });
}

async function withSandbox<T>(place: Place, work: (service: RunningService) => Promise<T>): Promise<T> {
  const { data, apiPort, webPort } = place;
  const service = await startChild<Told>('service.ts', 'sandbox', data, String(apiPort), String(webPort));
  return withSender(place, service, work).finally(() => service.stop());
}

async function withWorldApart<T>(
  place: Place,
  { databaseUrl, seed }: Before,
  work: (service: RunningService) => Promise<T>,
): Promise<T> {
  const { data, apiPort, webPort } = place;
  const ports = [apiPort, webPort, await freePort()].map(String);
  const world = await startChild<PlainConfig>('outside-world.ts', data, ...ports);
  try {
    const [told] = world.told;
    if (told === undefined) throw new Error('the world told no configuration');
    const config = { ...told, ...(databaseUrl !== undefined && { databaseUrl }) };
    await seed?.(
      databaseUrl === undefined ? { path: join(config.data, 'segl.sqlite') } : { url: databaseUrl },
      config,
    );
    const service = await startChild<Told>('service.ts', JSON.stringify(config));
    return await withSender(place, service, work).finally(() => service.stop());
  } finally {
    await world.stop();
  }
}

async function withSender<T>(
  { data, apiPort, webPort }: Place,
  service: Child<Told>,
  work: (service: RunningService) => Promise<T>,
): Promise<T> {
  const read = (name: string): Promise<string> => readFile(join(data, 'sandbox', name), 'utf8');
  const identity = { key: await read('public-key.pem'), chain: await read('public.pem') };
  const connect = { ca: await read('ca.pem'), cert: identity.chain, key: identity.key };
  const dispatcher = new Agent({ connect, connections: CONNECTIONS });
  const apiUrl = `https://localhost:${apiPort}/api/${SENDER}`;
  const create = (body: Uint8Array): Promise<string> =>
    createJob(`${apiUrl}/direct/signature-jobs`, dispatcher, body);
  const sign = async (pdf: Uint8Array): Promise<SignedJob> => {
    const redirectUrl = await create(await uploadWith(pdf, identity));
    const from = service.told.length;
    await signAt(redirectUrl, `http://localhost:${webPort}`);
    await service.ask();
    const own = service.told.slice(from);
    return { after: (what) => found(own, what) };
  };
  try {
    return await work({ identity, apiUrl, dispatcher, create, sign, look: () => service.ask() });
  } finally {
    await dispatcher.close();
  }
}

async function createJob(url: string, dispatcher: Agent, body: Uint8Array): Promise<string> {
  const headers = { 'content-type': UPLOAD_TYPE, accept: 'application/xml' };
  const response = await request(url, { dispatcher, method: 'POST', headers, body });
  const text = await response.body.text();
  const redirectUrl = /<redirect-url[^>]*>([^<]+)</.exec(text)?.[1];
  if (redirectUrl === undefined)
    throw new Error(`creation answered ${response.statusCode}: ${text.slice(0, 300)}`);
  return redirectUrl;
}

async function signAt(redirectUrl: string, webUrl: string): Promise<void> {
  const answer = await fetch(redirectUrl, { redirect: 'manual' });
  const ceremonyId = answer.headers.get('location')?.split('/').at(-1) ?? '';
  const [name = '', value = ''] = answer.headers.getSetCookie()[0]?.split(';')[0]?.split('=') ?? [];
  await signAsRobot({ webUrl, ceremonyId, cookie: [name, value], number: SIGNER, level: 4 });
}

function found(events: readonly Told[], what: string): Told {
  const event = events.find((told) => told.what === what);
  if (event === undefined) throw new Error(`the service did not tell of ${what}`);
  return event;
}
