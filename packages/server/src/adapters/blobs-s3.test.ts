import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { blobTests, bytes, sha256 } from '../../test/blobs-contract.ts';
import { credentials, startS3Server, type S3Server } from '../../test/s3-server.ts';
import { readS3Url } from '../config/index.ts';
import { openBlobsS3 } from './blobs-s3.ts';

let server: S3Server;
beforeAll(async () => {
  server = await startS3Server('segl');
});
beforeAll(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.id);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secret);
});
afterEach(() => {
  server.objects.clear();
  server.failing = 0;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

const open = (bucket = 'segl/archive') => openBlobsS3(readS3Url(`s3://${bucket}?endpoint=${server.url}`)!);

describe('blobs in a bucket', () => {
  blobTests(() => {
    return Promise.resolve({
      blobs: open(),
      reopen: () => Promise.resolve(open()),
      names: () => Promise.resolve([...server.objects.keys()].map((path) => path.split('/').at(-1) ?? '')),
      damage: (name) => {
        server.objects.set(`/segl/archive/${name.slice(0, 2)}/${name}`, bytes('lies'));
        return Promise.resolve();
      },
      remove: () => Promise.resolve(),
    });
  });

  it('lie under the folder of the URL, every request signed and checksummed', async () => {
    const name = await open().put(bytes('Hei'));
    await open('segl').put(bytes('Hei'));
    expect([...server.objects.keys()]).toEqual([
      `/segl/archive/${name.slice(0, 2)}/${name}`,
      `/segl/${name.slice(0, 2)}/${name}`,
    ]);
    expect(server.refused).toEqual([]);
  });

  it('are asked for again when the store is busy for a moment', async () => {
    server.failing = 1;
    expect(await open().put(bytes('Hei'))).toBe(sha256('Hei'));
  });

  it('are not missing when the store is away, refuses, or has no such bucket', async () => {
    const away = { code: 'BLOB_STORE_UNAVAILABLE' };
    server.failing = 100;
    await expect(open().get(sha256('Hei'))).rejects.toMatchObject(away);
    server.failing = 0;
    await expect(open('other').get(sha256('Hei'))).rejects.toMatchObject(away);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wrong');
    const refused: unknown = await open()
      .put(bytes('Hei'))
      .catch((error: unknown) => error);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secret);
    expect(refused).toMatchObject(away);
    expect(String(refused)).not.toContain('wrong');
    expect(server.refused).toContain('signature');
    expect(server.objects.size).toBe(0);
    const nobody = openBlobsS3(readS3Url('s3://segl?endpoint=http://127.0.0.1:1')!);
    await expect(nobody.size(sha256('Hei'))).rejects.toMatchObject(away);
  });
});

describe('the URL', () => {
  it('names bucket, folder, endpoint and region', () => {
    expect(readS3Url('s3://segl-prod/a/b/?endpoint=https://store.example:9000&region=eu-north-1')).toEqual({
      bucket: 'segl-prod',
      prefix: 'a/b/',
      endpoint: 'https://store.example:9000',
      region: 'eu-north-1',
    });
    expect(readS3Url('s3://segl-prod')).toMatchObject({ prefix: '', endpoint: undefined });
  });

  it.each([
    'https://segl',
    's3://',
    's3://Bucket_Name',
    's3://key:secret@segl',
    's3://segl:9000',
    's3://segl?secret=x',
    's3://segl?endpoint=store.example',
    's3://segl?endpoint=file:///etc',
    's3://segl/a?endpoint=',
    's3://segl/../a b',
    'data/blobs',
  ])('%s is refused', (url) => {
    expect(readS3Url(url)).toBeUndefined();
  });
});
