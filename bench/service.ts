/** A sandbox in a process of its own, without the limit on requests; tells its parent what it did and how it felt. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openSandbox } from '@segl/sandbox';
import { startService } from '@segl/server';
import { distFolder } from '@segl/web/dist';

const [data = '', apiPort = '', webPort = ''] = process.argv.slice(2);
const sandbox = await openSandbox({ data, apiPort: Number(apiPort), webPort: Number(webPort) });
const { config } = sandbox;
const service = await startService(
  {
    ...config,
    api: { ...config.api, requestsPerSecond: 100_000 },
    web: { ...config.web, pages: distFolder },
    logLevel: 'error',
  },
  {
    clock: sandbox.clock,
    apiPlugins: [sandbox.apiPlugin],
    webPlugins: [sandbox.webPlugin],
    onStep: (step, jobId) => {
      if (step === 'identity-proven' || step === 'signature-committed') delay.reset();
      const times = { at: performance.timeOrigin + performance.now(), longestDelay: delay.max / 1e6 };
      process.send?.({ step, job: String(jobId), ...times, rss: process.memoryUsage.rss() / 1e6 });
    },
  },
);
sandbox.connect(service);
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
process.send?.({ step: 'ready' });
process.on('SIGTERM', () => {
  void service.stop().then(() => process.exit());
});
