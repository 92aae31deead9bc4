/**
 * A private PostgreSQL from Debian's package: own folder, free port, never as root, gone when it is stopped; and
 * new databases on it.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const packages = '/usr/lib/postgresql';
const oldestVersion = 15;

export const noServer = `no PostgreSQL ${oldestVersion} or newer under ${packages} (apt-get install postgresql), and SEGL_TEST_DATABASE_URL is not set`;

/** Where its programs are; undefined when it is not installed. */
export function findServer(): string | undefined {
  if (!existsSync(packages)) return undefined;
  const newest = readdirSync(packages)
    .map(Number)
    .filter((version) => version >= oldestVersion)
    .sort((a, b) => b - a)[0];
  const bin = newest === undefined ? undefined : join(packages, String(newest), 'bin');
  return bin !== undefined && existsSync(join(bin, 'initdb')) ? bin : undefined;
}

/** Faster, and nothing is left of the database after a power failure. For tests. */
export const undurable = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** Starts one with these settings besides the package's own. */
export async function startServer(
  bin: string,
  extra: readonly string[] = [],
): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'segl-postgres-'));
  const user = serverUser();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  run(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'segl', '-A', 'trust', '-E', 'UTF8', '--no-locale', '-N'],
    user,
    folder,
  );
  const port = await freePort();
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'max_connections=200',
    ...extra,
  ].flatMap((setting) => ['-c', setting]);
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...settings], {
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: folder,
    ...user,
  });
  const end = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    server.kill('SIGINT');
    await end;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await ready(server);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `postgres://segl@127.0.0.1:${port}/postgres`, stop };
}

/** PostgreSQL refuses to run as root; its package brings a user for it. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout.trim());
  return { uid: id('-u'), gid: id('-g') };
}

function run(
  file: string,
  args: string[],
  user: { uid: number; gid: number } | undefined,
  cwd: string,
): void {
  const result = spawnSync(file, args, { encoding: 'utf8', cwd, ...user });
  if (result.status !== 0) throw new Error(`${file} failed: ${result.stderr || String(result.error)}`);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no free port')),
      );
    });
  });
}

/** The server says on its standard error when it takes connections. */
function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000);
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PostgreSQL ended at once: ${said}`)));
  });
}

/** A new, empty database of that server, with that beginning of its name. */
export async function createDatabase(
  server: string,
  prefix: string,
): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `${prefix}_${randomBytes(8).toString('hex')}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(server, `drop database ${name} with (force)`) };
}

/** Runs one statement on a connection of its own. */
export async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
