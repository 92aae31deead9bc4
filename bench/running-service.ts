/** A service to measure, its sandbox around it, and a sender connected to it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { freePort, startChild } from './child.ts';
import { SENDER, SIGNER, UPLOAD_TYPE, uploadWith, type Identity } from './sender.ts';
import type { Told } from './service.ts';

export const CONNECTIONS = 8;

export interface RunningService {
  /** Of the sender. */
  readonly identity: Identity;
  /** Creates a job from a prepared body and returns its number. */
  readonly create: (body: Uint8Array) => Promise<string>;
  /** Creates a job with that document and has a robot sign it; resolves when it is sealed. */
  readonly sign: (pdf: Uint8Array) => Promise<SignedJob>;
}

export interface SignedJob {
  /** What the service told when it had done that step. */
  readonly after: (what: string) => Told;
}

export async function withService<T>(work: (service: RunningService) => Promise<T>): Promise<T> {
  const data = await mkdtemp(join(tmpdir(), 'segl-bench-'));
  try {
    const [apiPort, webPort] = [await freePort(), await freePort()];
    const child = await startChild<Told>('service.ts', data, String(apiPort), String(webPort));
    try {
      const read = (name: string): Promise<string> => readFile(join(data, 'sandbox', name), 'utf8');
      const identity = { key: await read('public-key.pem'), chain: await read('public.pem') };
      const connect = { ca: await read('ca.pem'), cert: identity.chain, key: identity.key };
      const dispatcher = new Agent({ connect, connections: CONNECTIONS });
      const result = await work(senderOf(`https://localhost:${apiPort}`, dispatcher, identity, child.told));
      await dispatcher.close();
      return result;
    } finally {
      await child.stop();
    }
  } finally {
    await rm(data, { recursive: true });
  }
}

function senderOf(url: string, dispatcher: Agent, identity: Identity, told: readonly Told[]): RunningService {
  const create = async (body: Uint8Array): Promise<string> => {
    const response = await request(`${url}/api/${SENDER}/direct/signature-jobs`, {
      dispatcher,
      method: 'POST',
      headers: { 'content-type': UPLOAD_TYPE, accept: 'application/xml' },
      body,
    });
    const text = await response.body.text();
    const job = /<signature-job-id>(\d+)</.exec(text)?.[1];
    if (job === undefined) throw new Error(`creation answered ${response.statusCode}: ${text.slice(0, 300)}`);
    return job;
  };
  return {
    identity,
    create,
    sign: async (pdf) => {
      const job = await create(await uploadWith(pdf, identity));
      const from = told.length;
      const address = `${url}/web/signature-jobs/${job}/devmodesign?signer=${SIGNER}`;
      const response = await request(address, { dispatcher, method: 'POST' });
      const answer = await response.body.text();
      if (response.statusCode !== 200) throw new Error(`signing answered ${response.statusCode}: ${answer}`);
      const own = told.slice(from).filter((event) => event.job === undefined || event.job === job);
      return {
        after: (what) => {
          const found = own.find((event) => event.what === what);
          if (found === undefined) throw new Error(`the service did not tell of ${what}`);
          return found;
        },
      };
    },
  };
}
