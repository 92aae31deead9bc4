/** The service in a process of its own, without the limit on requests; tells its parent what it did and how it felt. */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startService, type Config, type Service, type ServiceOptions } from '@segl/server';
import { distFolder } from '@segl/web/dist';
import type { Saying } from './child.ts';
import { configFrom, type PlainConfig } from './plain-config.ts';

/** Something that happened in the service. */
export interface Told {
  /** `eid-callback`, `question`, or a step of making a signature or sealing. */
  readonly what: string;
  readonly job: string | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds; of the event loop since the signature was made. */
  readonly longestDelay: number;
  /** Milliseconds of processor time, all threads, since the start. */
  readonly processor: number;
  /** Bytes, of the whole process: now, and the most so far. */
  readonly memory: number;
  readonly peakMemory: number;
}

/** Milliseconds between two looks at the event loop; every measured delay holds one. */
const RESOLUTION = 2;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION });

function nowAfter(what: string, job?: bigint): Told {
  const { user, system } = process.cpuUsage();
  return {
    what,
    job: job === undefined ? undefined : String(job),
    at: performance.timeOrigin + performance.now(),
    longestDelay: Math.max(0, delay.max / 1e6 - RESOLUTION),
    processor: (user + system) / 1000,
    memory: process.memoryUsage.rss(),
    peakMemory: process.resourceUsage().maxRSS * 1024,
  };
}

function say(saying: Saying<Told>): void {
  process.send?.(saying);
}

const options: ServiceOptions = {
  onStep: (step, job) => {
    say({ told: nowAfter(step, job) });
    if (step === 'signature-committed') delay.reset();
  },
};

function start(
  config: Omit<Config, 'web' | 'logLevel'> & { readonly web: Omit<Config['web'], 'pages'> },
  more: ServiceOptions = {},
): Promise<Service> {
  return startService(
    {
      ...config,
      api: { ...config.api, requestsPerSecond: 100_000 },
      web: { ...config.web, pages: distFolder },
      logLevel: 'silent',
    },
    { ...options, ...more },
  );
}

/** With the whole sandbox in this process, as `npm start` runs it. */
async function startSandbox(data: string, apiPort: number, webPort: number): Promise<Service> {
  const { openSandbox } = await import('@segl/sandbox');
  const sandbox = await openSandbox({ data, apiPort, webPort });
  const { clock, apiPlugin, webPlugin } = sandbox;
  const service = await start(sandbox.config, { clock, apiPlugins: [apiPlugin], webPlugins: [webPlugin] });
  sandbox.connect(service);
  return service;
}

const [config = '', data = '', apiPort = '', webPort = ''] = process.argv.slice(2);
const service =
  config === 'sandbox'
    ? await startSandbox(data, Number(apiPort), Number(webPort))
    : await start(configFrom(JSON.parse(config) as PlainConfig));
subscribe('http.server.request.start', (message) => {
  const { request } = message as { readonly request: IncomingMessage };
  if (request.url?.startsWith('/eid/callback')) say({ told: nowAfter('eid-callback') });
});
process.on('message', () => say({ answer: nowAfter('question') }));
delay.enable();
process.send?.('ready');
process.on('SIGTERM', () => {
  void service.stop().then(() => process.exit());
});
