/**
 * Content-addressed objects in a bucket: Amazon S3 or another store that speaks its protocol. The store acknowledges a
 * put when it is durable, so nothing more is to be flushed; several nodes may share a bucket.
 */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  type GetObjectCommandOutput,
} from '@aws-sdk/client-s3';
import { Readable } from 'node:stream';
import type { Blobs } from '../jobs/ports.ts';
import { BlobError, blobPath, missingBlob, requireContent, sha256Of } from './blob-content.ts';
import type { S3Location } from '../config/s3-location.ts';

const connectionTimeout = 5_000;
/** For the store to begin its answer, milliseconds. */
const requestTimeout = 30_000;

/** Credentials come from where AWS programs look for them (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, a role, …). */
export function openBlobsS3(location: S3Location): Blobs {
  const { bucket, endpoint, region, prefix } = location;
  const client = new S3Client({
    region,
    // Most stores other than Amazon's know buckets by path only.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    // The service sends and checks SHA-256 itself; other stores do not know the newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout, requestTimeout },
  });
  const object = (sha256: string) => ({ Bucket: bucket, Key: `${prefix}${blobPath(sha256)}` });
  const get = (sha256: string, range?: string): Promise<GetObjectCommandOutput> =>
    client
      .send(new GetObjectCommand({ ...object(sha256), ...(range === undefined ? {} : { Range: range }) }))
      .catch(explained(sha256));

  return {
    put: async (content) => {
      const sha256 = await sha256Of(content);
      const checksum = Buffer.from(sha256, 'hex').toString('base64');
      await client
        .send(new PutObjectCommand({ ...object(sha256), Body: content, ChecksumSHA256: checksum }))
        .catch(explained(sha256));
      return sha256;
    },
    get: async (sha256) => {
      const { Body: body } = await get(sha256);
      const content = await body?.transformToByteArray().catch(explained(sha256));
      return requireContent(content ?? new Uint8Array(), sha256);
    },
    stream: async (sha256, range) => {
      const { Body: body } = await get(sha256, range && `bytes=${range.start}-${range.end}`);
      if (body instanceof Readable) return body;
      throw new BlobError('BLOB_STORE_UNAVAILABLE', 'The object store sent no content.');
    },
    size: async (sha256) => {
      const head = await client.send(new HeadObjectCommand(object(sha256))).catch(explained(sha256));
      if (head.ContentLength !== undefined) return head.ContentLength;
      throw new BlobError('BLOB_STORE_UNAVAILABLE', 'The object store did not say how long a file is.');
    },
    delete: async (sha256) => {
      await client.send(new DeleteObjectCommand(object(sha256))).catch(explained(sha256));
    },
  };
}

function explained(sha256: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) {
      if (error.name !== 'NoSuchBucket') throw missingBlob(sha256, error);
    }
    const reason = error instanceof Error ? error.name : 'unknown';
    throw new BlobError('BLOB_STORE_UNAVAILABLE', `The object store did not do as asked (${reason}).`, {
      cause: error,
    });
  };
}
