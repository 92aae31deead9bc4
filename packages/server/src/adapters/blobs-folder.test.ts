import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blobTests } from '../../test/blobs-contract.ts';
import { openBlobsFolder } from './blobs-folder.ts';

const files = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

describe('blobs in a folder', () => {
  blobTests(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'segl-blobs-'));
    return {
      blobs: await openBlobsFolder(folder),
      reopen: () => openBlobsFolder(folder),
      names: () => files(folder),
      damage: (sha256) => writeFile(join(folder, sha256.slice(0, 2), sha256), 'lies'),
      remove: () => rm(folder, { recursive: true, force: true }),
    };
  });

  it('clears away what a process that died had half-written', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'segl-blobs-'));
    try {
      await openBlobsFolder(folder);
      await writeFile(join(folder, 'unfinished', 'half'), 'ha');
      await openBlobsFolder(folder);
      expect(await files(folder)).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
