/** What an upload holds, read as the service reads it: both parts, and the document bundle verified. */
import { verifyDocumentBundle, type DocumentBundle } from '@segl/formats/asice';
import type { Asked, FakeApi } from './fake-api.ts';

export interface UploadedJob {
  /** XML. */
  readonly request: Uint8Array;
  readonly bundle: DocumentBundle;
}

export async function uploadedJob({ headers, body }: Asked, { anchors }: FakeApi): Promise<UploadedJob> {
  const [, boundary] = /^multipart\/mixed; boundary=(\w+)$/.exec(headers['content-type'] ?? '') ?? [];
  const parts = body.toString('latin1').split(`--${boundary}`).slice(1, -1);
  const part = (type: string): Buffer => {
    const start = `\r\nContent-Type: ${type}\r\n\r\n`;
    const found = parts.find((text) => text.startsWith(start));
    if (found === undefined) throw new Error(`No part of type ${type}`);
    return Buffer.from(found.slice(start.length, -'\r\n'.length), 'latin1');
  };
  const now = Date.now();
  const bundle = await verifyDocumentBundle(part('application/octet-stream'), {
    maxDocumentBytes: 10_000,
    maxDocuments: 20,
    trust: { anchors, intermediates: [] },
    at: new Date(now),
    signingTime: { notBefore: new Date(now - 60_000), notAfter: new Date(now + 60_000) },
  });
  return { request: part('application/xml'), bundle };
}
