/** Sends a stored file, whole or a byte range (RFC 9110, section 14), always with its length. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Blobs } from '../jobs/ports.ts';

export async function sendBlob(
  request: FastifyRequest,
  reply: FastifyReply,
  blobs: Blobs,
  sha256: string,
  contentType: string,
): Promise<FastifyReply> {
  const size = await blobs.size(sha256);
  void reply.type(contentType).header('accept-ranges', 'bytes').header('cache-control', 'private, no-store');
  const range = parseRange(request.headers.range, size);
  if (range === 'unsatisfiable') {
    return reply.code(416).header('content-range', `bytes */${size}`).header('content-length', 0).send();
  }
  if (range === undefined) {
    return reply.header('content-length', size).send(await blobs.stream(sha256));
  }
  return reply
    .code(206)
    .header('content-range', `bytes ${range.start}-${range.end}/${size}`)
    .header('content-length', range.end - range.start + 1)
    .send(await blobs.stream(sha256, range));
}

/**
 * A single `bytes=` range, both ends inclusive. Several ranges or another unit are ignored, as RFC 9110 allows:
 * the answer is then the whole file.
 */
export function parseRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (!match) return undefined;
  const [first = '', last = ''] = match.slice(1);
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < start) return undefined;
  return start >= size || end < start ? 'unsatisfiable' : { start, end };
}
