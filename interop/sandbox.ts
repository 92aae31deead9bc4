/** A sandbox of the run's own: free ports, data in a folder of the run. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface RunningSandbox {
  readonly apiUrl: string;
  readonly webUrl: string;
  /** Where ca.pem, trust-anchors.pem and the enterprise certificates are. */
  readonly certificates: string;
  stop(): Promise<void>;
}

const START_SECONDS = 60;

/** @throws Error with what the sandbox wrote, when it does not become ready */
export async function startSandbox(repository: string, data: string): Promise<RunningSandbox> {
  const [apiPort, webPort] = await freePorts();
  const child = spawn(process.execPath, ['packages/cli/src/main.ts', 'start'], {
    cwd: repository,
    env: {
      ...process.env,
      SEGL_DATA: data,
      SEGL_API_PORT: String(apiPort),
      SEGL_WEB_PORT: String(webPort),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-20_000);
    });
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await Promise.race([ended, sleep(10_000).then(() => child.kill('SIGKILL'))]);
    } else {
      console.error(
        `The sandbox ended by itself (${child.signalCode ?? child.exitCode}); it wrote:\n${output}`,
      );
    }
  };
  const webUrl = `http://localhost:${webPort}`;
  const deadline = Date.now() + START_SECONDS * 1000;
  while (!(await isReady(webUrl))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`The sandbox did not become ready in ${START_SECONDS} s; it wrote:\n${output}`);
    }
    await sleep(100);
  }
  return { apiUrl: `https://localhost:${apiPort}`, webUrl, certificates: join(data, 'sandbox'), stop };
}

function isReady(webUrl: string): Promise<boolean> {
  return fetch(`${webUrl}/health/ready`).then(
    ({ status }) => status === 200,
    () => false,
  );
}

/** Two ports that were free a moment ago. */
async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()] as const;
  const ports = await Promise.all(
    servers.map(async (server) => {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : 0;
    }),
  );
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  const [api = 0, web = 0] = ports;
  return [api, web];
}
