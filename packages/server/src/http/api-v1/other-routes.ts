/** The root resource and the archive. */
import type { FastifyInstance } from 'fastify';
import { ServiceError } from '../../errors.ts';
import { findPades } from '../../jobs/artifacts.ts';
import type { Blobs, Clock, Store } from '../../jobs/ports.ts';
import { sendBlob } from '../blob-reply.ts';
import { callerOf } from './callers.ts';
import { jobOf } from './parameters.ts';
import { refuseOtherMethods } from './xml-answers.ts';

/** Says whose certificate this is, and for whom it may act. */
export function rootRoute(scope: FastifyInstance): void {
  scope.get('/', (request, reply) => {
    const { organization, sender } = callerOf(request);
    const behalf = organization === sender ? '' : `, operating on behalf of ${sender}`;
    return reply.type('text/plain; charset=utf-8').send(`You are ${organization}${behalf}`);
  });
  refuseOtherMethods(scope, '/', 'GET');
}

export function archiveRoute(
  scope: FastifyInstance,
  deps: { readonly store: Store; readonly blobs: Blobs; readonly clock: Clock },
): void {
  const url = '/archive/documents/:job/pades';
  scope.get(url, async (request, reply) => {
    const pades = await findPades(deps, jobOf(request, undefined));
    if (pades.kind === 'sealed') {
      return sendBlob(request, reply, deps.blobs, pades.sha256, 'application/octet-stream');
    }
    throw new ServiceError(
      'DOCUMENT_NOT_AVAILABLE',
      'The archive holds documents that everybody has signed.',
    );
  });
  refuseOtherMethods(scope, url, 'GET');
}
