import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Blobs } from '../jobs/ports.ts';
import { openBlobsFolder } from './blobs-folder.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const sha256 = (value: string): string => createHash('sha256').update(value).digest('hex');

describe('blobs in a folder', () => {
  let folder: string;
  let blobs: Blobs;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segl-blobs-'));
    blobs = await openBlobsFolder(folder);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const files = async (): Promise<string[]> =>
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);

  it('gives back by hash what was put, whole or in part, also to the next process', async () => {
    expect(await blobs.put(text('Hei på deg'))).toBe(sha256('Hei på deg'));
    const later = await openBlobsFolder(folder);
    for (const reader of [blobs, later]) {
      expect(Buffer.from(await reader.get(sha256('Hei på deg'))).toString()).toBe('Hei på deg');
      expect(await reader.size(sha256('Hei på deg'))).toBe(11);
      const part = await reader.stream(sha256('Hei på deg'), { start: 0, end: 2 });
      expect((await buffer(part)).toString()).toBe('Hei');
    }
  });

  it('stores the same content once, however many put it at once, and leaves nothing half-written', async () => {
    const contents = Array.from({ length: 200 }, (_, n) => `content ${n % 50}`);
    const hashes = await Promise.all(contents.map((content) => blobs.put(text(content))));
    expect(hashes).toEqual(contents.map(sha256));
    expect((await files()).sort()).toEqual([...new Set(hashes)].sort());
  });

  it('clears away what a process that died had half-written', async () => {
    await writeFile(join(folder, 'unfinished', 'half'), 'ha');
    await openBlobsFolder(folder);
    expect(await files()).toEqual([]);
  });

  it('says what is missing or damaged, and follows no path', async () => {
    const hash = await blobs.put(text('true'));
    await writeFile(join(folder, hash.slice(0, 2), hash), 'lies');
    await expect(blobs.get(hash)).rejects.toMatchObject({ code: 'BLOB_DAMAGED' });
    await blobs.delete(hash);
    await blobs.delete(hash);
    await expect(blobs.get(hash)).rejects.toMatchObject({ code: 'BLOB_MISSING' });
    await expect(blobs.size(hash)).rejects.toMatchObject({ code: 'BLOB_MISSING' });
    await expect(blobs.stream(hash)).rejects.toMatchObject({ code: 'BLOB_MISSING' });
    await expect(blobs.get('../../etc/passwd')).rejects.toMatchObject({ code: 'BLOB_NAME_INVALID' });
  });
});
