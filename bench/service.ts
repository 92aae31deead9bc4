/** A sandbox in a process of its own, without the limit on requests; tells its parent what it did and how it felt. */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openSandbox } from '@segl/sandbox';
import { startService } from '@segl/server';
import { distFolder } from '@segl/web/dist';

/** Something that happened in the service. */
export interface Told {
  /** `eid-callback`, or a step of making a signature or sealing. */
  readonly what: string;
  readonly job: string | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds; of the event loop since the signature was made. */
  readonly longestDelay: number;
  /** Bytes, of the whole process: now, and the most so far. */
  readonly memory: number;
  readonly peakMemory: number;
}

/** Milliseconds between two looks at the event loop; every measured delay holds one. */
const RESOLUTION = 2;

const [data = '', apiPort = '', webPort = ''] = process.argv.slice(2);
const sandbox = await openSandbox({ data, apiPort: Number(apiPort), webPort: Number(webPort) });
const { config } = sandbox;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION });

function tell(what: string, job?: bigint): void {
  process.send?.({
    what,
    job: job === undefined ? undefined : String(job),
    at: performance.timeOrigin + performance.now(),
    longestDelay: Math.max(0, delay.max / 1e6 - RESOLUTION),
    memory: process.memoryUsage.rss(),
    peakMemory: process.resourceUsage().maxRSS * 1024,
  } satisfies Told);
}

const service = await startService(
  {
    ...config,
    api: { ...config.api, requestsPerSecond: 100_000 },
    web: { ...config.web, pages: distFolder },
    logLevel: 'silent',
  },
  {
    clock: sandbox.clock,
    apiPlugins: [sandbox.apiPlugin],
    webPlugins: [sandbox.webPlugin],
    onStep: (step, job) => {
      tell(step, job);
      if (step === 'signature-committed') delay.reset();
    },
  },
);
sandbox.connect(service);
subscribe('http.server.request.start', (message) => {
  const { request } = message as { readonly request: IncomingMessage };
  if (request.url?.startsWith('/eid/callback')) tell('eid-callback');
});
delay.enable();
process.send?.('ready');
process.on('SIGTERM', () => {
  void service.stop().then(() => process.exit());
});
