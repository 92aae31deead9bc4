/** Creating a job of either flow: the document bundle, signed, and the upload. */
import { createPrivateKey, sign } from 'node:crypto';
import { buildDocumentBundle } from '@segl/formats/asice';
import { readCertificates } from '@segl/formats/x509';
import type { Connection, ConnectionSettings } from './connection.ts';
import { multipartMixed } from './multipart.ts';
import type { DocumentFile } from './new-job.ts';

export interface Creation {
  readonly flow: 'direct' | 'portal';
  /** XML of the job request. */
  readonly request: Uint8Array;
  /** XML of the manifest. */
  readonly manifest: Uint8Array;
  readonly files: readonly DocumentFile[];
}

/** Posts the job and returns the answer's XML. Not repeated: a repetition would make a second job. @throws ApiError, ConnectionError */
export async function createJob(
  connection: Connection,
  settings: ConnectionSettings,
  creation: Creation,
): Promise<Uint8Array> {
  const { contentType, body } = multipartMixed([
    { type: 'application/xml', bytes: creation.request },
    { type: 'application/octet-stream', bytes: await documentBundle(settings, creation) },
  ]);
  const url = `${creation.flow}/signature-jobs`;
  const answer = await connection.call({ method: 'POST', url, body, contentType });
  return answer.body;
}

function documentBundle(settings: ConnectionSettings, { manifest, files }: Creation): Promise<Uint8Array> {
  const key = createPrivateKey(settings.key);
  return buildDocumentBundle({
    files: [
      { name: 'manifest.xml', mime: 'application/xml', bytes: manifest },
      ...files.map(({ href, mime, bytes }) => ({ name: href, mime, bytes })),
    ],
    chain: readCertificates(settings.certificate).map(({ der }) => der),
    sign: (data) => sign('sha256', data, key),
    signingTime: new Date(),
  });
}
