/** What a sender and a signer wait for: creating jobs over mutual TLS, signing, sealing. */
import { fork } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { uploadWith, type Identity } from './bundle.ts';
import { fsyncTime } from './floor.ts';
import { median, ms, perSecond, type Figure } from './measure.ts';
import { randomPdf } from './pdfs.ts';

interface StepMessage {
  readonly step: string;
  readonly job: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly longestDelay: number;
  /** Megabytes. */
  readonly rss: number;
}

const PARALLEL = 8;

export async function serviceFigures(): Promise<readonly Figure[]> {
  const data = await mkdtemp(join(tmpdir(), 'segl-bench-'));
  const [apiPort, webPort] = [await freePort(), await freePort()];
  const child = fork(join(import.meta.dirname, 'service.ts'), [data, String(apiPort), String(webPort)]);
  const steps: StepMessage[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      child.on('exit', () => reject(new Error('the service ended')));
      child.on('message', (message: StepMessage) => {
        if (message.step === 'ready') resolve();
        else steps.push(message);
      });
    });
    const files = join(data, 'sandbox');
    const read = (name: string): Promise<string> => readFile(join(files, name), 'utf8');
    const identity = { key: await read('public-key.pem'), chain: await read('public.pem') };
    const connect = { ca: await read('ca.pem'), cert: identity.chain, key: identity.key };
    const dispatcher = new Agent({ connect, connections: PARALLEL });
    const api: Api = { url: `https://localhost:${apiPort}`, dispatcher, identity };
    const figures = [
      await creation(api),
      ...(await signing(api, steps, 'small (1 page)', randomPdf(1, 20_000), 15, 'sealed ≤ 200 ms')),
      ...(await signing(
        api,
        steps,
        '10 MB / 365 pages',
        randomPdf(365, 9_900_000),
        4,
        'sealed ≤ 2 s, < 400 MB',
      )),
    ];
    await dispatcher.close();
    return figures;
  } finally {
    child.removeAllListeners('exit');
    child.kill();
    await new Promise((resolve) => child.once('exit', resolve));
    await rm(data, { recursive: true });
  }
}

interface Api {
  readonly url: string;
  readonly dispatcher: Agent;
  readonly identity: Identity;
}

async function create({ url, dispatcher }: Api, body: Uint8Array): Promise<string> {
  const response = await request(`${url}/api/310000019/direct/signature-jobs`, {
    dispatcher,
    method: 'POST',
    headers: { 'content-type': 'multipart/mixed; boundary=bench', accept: 'application/xml' },
    body,
  });
  const text = await response.body.text();
  const job = /<signature-job-id>(\d+)</.exec(text)?.[1];
  if (job === undefined) throw new Error(`creation answered ${response.statusCode}: ${text.slice(0, 300)}`);
  return job;
}

async function creation(api: Api): Promise<Figure> {
  const bodies = await Promise.all(
    Array.from({ length: 100 }, () => uploadWith(randomPdf(1, 60_000), api.identity)),
  );
  const run = async (count: number): Promise<number> => {
    let next = 0;
    const start = performance.now();
    await Promise.all(
      Array.from({ length: PARALLEL }, async () => {
        while (next < count) await create(api, bodies[next++ % bodies.length] ?? new Uint8Array());
      }),
    );
    return (performance.now() - start) / count;
  };
  await run(200);
  const each = median([await run(400), await run(400), await run(400)]);
  const floor = await fsyncTime(60_000);
  return {
    name: 'job created over mutual TLS, 60 KB',
    measured: `${perSecond(each)} (8 connections, client on the same cores)`,
    floor: `${perSecond(floor)} (write + fsync of 60 KB)`,
    aim: '250/s',
  };
}

async function signing(
  api: Api,
  steps: StepMessage[],
  name: string,
  pdf: Uint8Array,
  runs: number,
  aim: string,
): Promise<readonly Figure[]> {
  const sealed: number[] = [];
  const signed: number[] = [];
  let delay = 0;
  let rss = 0;
  for (let run = 0; run <= runs; run++) {
    const job = await create(api, await uploadWith(pdf, api.identity));
    const response = await request(`${api.url}/web/signature-jobs/${job}/devmodesign?signer=14838522190`, {
      dispatcher: api.dispatcher,
      method: 'POST',
    });
    const answer = await response.body.text();
    if (response.statusCode !== 200) throw new Error(`signing answered ${response.statusCode}: ${answer}`);
    // The first warms the workers up.
    if (run === 0) continue;
    const of = (step: string): StepMessage => {
      const found = steps.find((message) => message.job === job && message.step === step);
      if (!found) throw new Error(`the step ${step} was not told`);
      return found;
    };
    signed.push(of('signature-committed').at - of('identity-proven').at);
    sealed.push(of('job-completed').at - of('signature-committed').at);
    delay = Math.max(delay, of('job-completed').longestDelay);
    rss = Math.max(rss, ...steps.filter((message) => message.job === job).map((message) => message.rss));
  }
  return [
    { name: `signature made, ${name}`, measured: ms(median(signed)), floor: '–', aim: '–' },
    {
      name: `sealed, ${name}`,
      measured: `${ms(median(sealed))}, whole process ${Math.round(rss)} MB, longest event-loop delay ${ms(delay)}`,
      floor: '–',
      aim: `${aim}, delay < 50 ms`,
    },
  ];
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, 'localhost', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
