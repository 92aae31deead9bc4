/** The public check of signed files. Without log-in, and nothing is kept. */
import { EVIDENCE_SCHEMA } from '@segl/formats/evidence';
import { VerifyReport } from '@segl/protocol/json';
import type { FastifyInstance } from 'fastify';
import { ServiceError } from '../../errors.ts';
import type { FileVerifier } from '../../verification/file-verifier.ts';
import type { SendPage } from './pages.ts';

export interface VerifyRoutesDeps {
  readonly verifier: Pick<FileVerifier, 'verify'>;
  readonly sendPage: SendPage;
}

/** Bytes; a sealed document holds its originals twice. */
const largest = 30 * 1024 * 1024;
/** All addresses together: what is being sent is held in memory until it is whole. */
const mostAtOnce = 8;
/** By address, in a minute. */
const mostRequests = 30;

export function verifyRoutes(server: FastifyInstance, { verifier, sendPage }: VerifyRoutesDeps): void {
  server.get('/verify', (_request, reply) => sendPage(reply));
  server.get('/schemas/evidence-1.xsd', (_request, reply) =>
    reply.type('application/xml').send(EVIDENCE_SCHEMA),
  );
  void server.register((instance) => {
    const limit = server.createRateLimit({
      max: mostRequests,
      timeWindow: 60_000,
      keyGenerator: (request) => `verify ${request.ip}`,
    });
    let underWay = 0;
    // Whatever its type, a file is bytes.
    instance.removeAllContentTypeParsers();
    instance.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: largest }, (_request, body, done) => {
      done(null, body);
    });
    instance.post(
      '/verify',
      {
        bodyLimit: largest,
        onRequest: async (request, reply) => {
          const used = await limit(request);
          if (!used.isAllowed && used.isExceeded)
            throw new ServiceError('TOO_MANY_REQUESTS', 'Too many files in a short time; wait a little');
          if (underWay >= mostAtOnce)
            throw new ServiceError(
              'TEMPORARILY_UNAVAILABLE',
              'Too many files are being checked; try again soon',
            );
          underWay += 1;
          reply.raw.once('close', () => (underWay -= 1));
        },
        schema: {
          tags: ['Verify'],
          summary: 'What is proven of a signed file',
          consumes: ['application/octet-stream'],
          response: { 200: VerifyReport },
        },
      },
      async (request) => {
        const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        if (bytes.length === 0) throw new ServiceError('MALFORMED_REQUEST', 'The body must be the file');
        return verifier.verify(bytes);
      },
    );
    return Promise.resolve();
  });
}
