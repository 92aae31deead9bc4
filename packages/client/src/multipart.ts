/** The body of a creation request (RFC 2046): the request's XML and the document bundle. */
import { randomBytes } from 'node:crypto';

export interface Multipart {
  readonly contentType: string;
  readonly body: Uint8Array;
}

export function multipartMixed(parts: readonly { type: string; bytes: Uint8Array }[]): Multipart {
  const boundary = randomBytes(18).toString('hex');
  const chunks = parts.flatMap(({ type, bytes }) => [
    Buffer.from(`--${boundary}\r\nContent-Type: ${type}\r\n\r\n`),
    bytes,
    Buffer.from('\r\n'),
  ]);
  return {
    contentType: `multipart/mixed; boundary=${boundary}`,
    body: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]),
  };
}
