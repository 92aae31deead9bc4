/** Requests that change something must come from the service's own pages. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ServiceError } from '../../errors.ts';

/** A foreign page can send neither the header nor, in a browser, another Origin than its own. */
export function fromOwnPage(
  publicUrl: string,
  header: 'x-segl-ceremony' | 'x-segl-portal',
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const origin = new URL(publicUrl).origin;
  return (request) => {
    const sent = request.headers.origin;
    if (request.headers[header] !== '1' || (sent !== undefined && sent !== origin)) {
      return Promise.reject(new ServiceError('CSRF', 'The request did not come from the service’s own page'));
    }
    return Promise.resolve();
  };
}
