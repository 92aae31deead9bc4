/** `segl start`: the service with the sandbox around it, or as the file in SEGL_CONFIG says. */
import { resolve } from 'node:path';
import { openSandbox } from '@segl/sandbox';
import { readConfig, startService, type Config, type Service } from '@segl/server';
import { distFolder } from '@segl/web/dist';

export async function start(): Promise<void> {
  const file = process.env['SEGL_CONFIG'];
  const service = file === undefined ? await startSandbox() : await startProduction(file);
  const stop = (): void => {
    process.off('SIGTERM', stop).off('SIGINT', stop);
    void service.stop();
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
}

async function startProduction(file: string): Promise<Service> {
  const service = await startService(readConfig(file, distFolder));
  console.log(`Segl: ${service.webUrl} (pages), ${service.apiUrl} (signature API)`);
  return service;
}

async function startSandbox(): Promise<Service> {
  const settings = readEnvironment(process.env);
  const sandbox = await openSandbox(settings);
  const config: Config = {
    ...sandbox.config,
    ...(settings.databaseUrl === undefined ? {} : { databaseUrl: settings.databaseUrl }),
    ...(settings.blobsUrl === undefined ? {} : { blobsUrl: settings.blobsUrl }),
    web: { ...sandbox.config.web, pages: distFolder },
    logLevel: settings.logLevel,
  };
  const service = await startService(config, {
    clock: sandbox.clock,
    findContact: sandbox.findContact,
    issueCertificate: sandbox.issueCertificate,
    apiPlugins: [sandbox.apiPlugin],
    webPlugins: [sandbox.webPlugin],
  });
  sandbox.connect(service);
  console.log(`Segl sandbox: ${service.webUrl} (start here), ${service.apiUrl} (signature API)`);
  return service;
}

interface Settings {
  readonly data: string;
  readonly apiPort: number;
  readonly webPort: number;
  readonly databaseUrl: string | undefined;
  readonly blobsUrl: string | undefined;
  readonly logLevel: Config['logLevel'];
}

const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

function readEnvironment(environment: NodeJS.ProcessEnv): Settings {
  return {
    data: resolve(environment['SEGL_DATA'] ?? 'data'),
    apiPort: portOf('SEGL_API_PORT', environment['SEGL_API_PORT'], 8443),
    webPort: portOf('SEGL_WEB_PORT', environment['SEGL_WEB_PORT'], 8080),
    databaseUrl: environment['SEGL_DATABASE_URL'],
    blobsUrl: environment['SEGL_BLOBS'],
    logLevel: LOG_LEVELS.find((level) => level === environment['SEGL_LOG_LEVEL']) ?? 'warn',
  };
}

function portOf(name: string, value: string | undefined, usual: number): number {
  const port = Number(value ?? usual);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`${name} must be a port, 1 to 65535`);
  return port;
}
