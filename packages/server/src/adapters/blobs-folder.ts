/** Content-addressed files in a folder: `ab/abcdef…`. A put that returned has reached the disk, name and all. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Blobs } from '../jobs/ports.ts';
import { blobPath, missingBlob, requireContent, sha256Of } from './blob-content.ts';

/**
 * Opens (and makes, where absent) the folder. Half-written files of a process that died are cleared away, so only one
 * process may have it open.
 */
export async function openBlobsFolder(folder: string): Promise<Blobs> {
  const unfinished = join(folder, 'unfinished');
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  const shards = shardFolders(folder);
  const underWay = new Map<string, Promise<void>>();

  const store = async (sha256: string, content: Uint8Array): Promise<void> => {
    const shard = await shards.ready(sha256);
    const target = join(shard.path, sha256);
    if (!(await exists(target))) {
      const temporary = join(unfinished, randomUUID());
      await writeDurably(temporary, content);
      await rename(temporary, target);
    }
    await shard.sync();
  };
  return {
    put: async (content) => {
      const sha256 = await sha256Of(content);
      let storing = underWay.get(sha256);
      if (storing === undefined) {
        storing = store(sha256, content).finally(() => underWay.delete(sha256));
        underWay.set(sha256, storing);
      }
      await storing;
      return sha256;
    },
    get: async (sha256) =>
      requireContent(await readFile(pathOf(folder, sha256)).catch(missing(sha256)), sha256),
    stream: async (sha256, range) => {
      const file = await open(pathOf(folder, sha256), 'r').catch(missing(sha256));
      return file.createReadStream(range);
    },
    size: async (sha256) => (await stat(pathOf(folder, sha256)).catch(missing(sha256))).size,
    delete: async (sha256) => rm(pathOf(folder, sha256), { force: true }),
  };
}

function pathOf(folder: string, sha256: string): string {
  return join(folder, blobPath(sha256));
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function missing(sha256: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOENT') throw error;
    throw missingBlob(sha256, error);
  };
}

async function writeDurably(path: string, content: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.datasync();
  } finally {
    await file.close();
  }
}

interface Shard {
  readonly path: string;
  /** Resolves once every name put into the folder before the call has reached the disk. */
  sync(): Promise<void>;
}

function shardFolders(folder: string): { ready(sha256: string): Promise<Shard> } {
  const shards = new Map<string, Promise<Shard>>();
  const syncRoot = sharedSync(folder);
  const make = async (path: string): Promise<Shard> => {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await syncRoot();
    return { path, sync: sharedSync(path) };
  };
  return {
    ready: (sha256) => {
      const name = sha256.slice(0, 2);
      let shard = shards.get(name);
      if (shard === undefined) {
        shard = make(join(folder, name));
        // A failure is not remembered: the disk may have room again.
        shard.catch(() => shards.delete(name));
        shards.set(name, shard);
      }
      return shard;
    },
  };
}

/** One fsync of a folder serves all who asked before it began. */
function sharedSync(folder: string): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        running = syncFolder(folder);
        return running;
      });
    return next;
  };
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
