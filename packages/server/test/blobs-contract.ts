/** What every place for blobs must do; each adapter's tests run it. */
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Blobs } from '../src/jobs/ports.ts';

export const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);
export const sha256 = (value: string): string => createHash('sha256').update(value).digest('hex');

export interface BlobPlace {
  readonly blobs: Blobs;
  /** As the next process opens it. */
  reopen(): Promise<Blobs>;
  /** Names of what is stored, without folders, in any order. */
  names(): Promise<string[]>;
  /** Changes what is stored under this name, behind the adapter's back. */
  damage(sha256: string): Promise<void>;
  remove(): Promise<void>;
}

export function blobTests(create: () => Promise<BlobPlace>): void {
  let place: BlobPlace;
  beforeEach(async () => {
    place = await create();
  });
  afterEach(() => place.remove());

  it('gives back by hash what was put, whole or in part, also to the next process', async () => {
    const name = sha256('Hei på deg');
    expect(await place.blobs.put(bytes('Hei på deg'))).toBe(name);
    for (const reader of [place.blobs, await place.reopen()]) {
      expect(Buffer.from(await reader.get(name)).toString()).toBe('Hei på deg');
      expect(await reader.size(name)).toBe(11);
      expect((await buffer(await reader.stream(name))).toString()).toBe('Hei på deg');
      expect((await buffer(await reader.stream(name, { start: 0, end: 2 }))).toString()).toBe('Hei');
      expect((await buffer(await reader.stream(name, { start: 8, end: 10 }))).toString()).toBe('deg');
    }
  });

  it('stores nothing and very much', async () => {
    expect(Buffer.from(await place.blobs.get(await place.blobs.put(bytes('')))).toString()).toBe('');
    const large = Buffer.alloc(3_000_000, 'stort ');
    expect(Buffer.from(await place.blobs.get(await place.blobs.put(large))).equals(large)).toBe(true);
  });

  it('takes content in memory that can grow, as sealed documents come', async () => {
    const content = new Uint8Array(new ArrayBuffer(2_500_000, { maxByteLength: 3_000_000 })).fill(7);
    const name = await place.blobs.put(content);
    expect(name).toBe(createHash('sha256').update(Buffer.alloc(2_500_000, 7)).digest('hex'));
    expect(Buffer.from(await place.blobs.get(name)).equals(content)).toBe(true);
  });

  it('stores the same content once, however many put it at once, and leaves nothing half-written', async () => {
    const contents = Array.from({ length: 200 }, (_, n) => `content ${n % 50}`);
    const hashes = await Promise.all(contents.map((content) => place.blobs.put(bytes(content))));
    expect(hashes).toEqual(contents.map(sha256));
    expect((await place.names()).sort()).toEqual([...new Set(hashes)].sort());
  });

  it('says what is missing or damaged, and follows no path', async () => {
    const name = await place.blobs.put(bytes('true'));
    await place.damage(name);
    await expect(place.blobs.get(name)).rejects.toMatchObject({ code: 'BLOB_DAMAGED' });
    await place.blobs.delete(name);
    await place.blobs.delete(name);
    for (const ask of ['get', 'size', 'stream'] as const)
      await expect(place.blobs[ask](name)).rejects.toMatchObject({ code: 'BLOB_MISSING' });
    for (const ask of ['get', 'size', 'stream', 'delete'] as const)
      await expect(place.blobs[ask]('../../etc/passwd')).rejects.toMatchObject({
        code: 'BLOB_NAME_INVALID',
      });
  });
}
