/** Time-stamps, OCSP and revocation lists over HTTP, as the trust services of the world offer them. */
import type { FastifyInstance } from 'fastify';
import type { Faults } from '../faults.ts';

export interface TrustServices {
  answerTimestamp(request: Uint8Array, now: Date): Uint8Array | Promise<Uint8Array>;
  answerOcsp(request: Uint8Array, now: Date): Uint8Array | Promise<Uint8Array>;
  /** Undefined when no authority has that name. */
  crl(name: string, now: Date): Uint8Array | undefined | Promise<Uint8Array | undefined>;
}

export interface TrustServiceDeps {
  readonly services: TrustServices;
  readonly faults: Faults;
  readonly now: () => number;
}

export async function trustServiceRoutes(
  server: FastifyInstance,
  { services, faults, now }: TrustServiceDeps,
): Promise<void> {
  await server.register((binary) => {
    for (const type of ['application/timestamp-query', 'application/ocsp-request']) {
      binary.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit: 16_384 }, (_request, body, done) =>
        done(null, body),
      );
    }
    binary.post<{ Body: Buffer }>('/sandbox/tsa', async (request, reply) => {
      if (faults.isDown('timestamps')) return reply.code(503).type('text/plain').send('Switched off');
      const answer = await services.answerTimestamp(request.body, new Date(now()));
      return reply.type('application/timestamp-reply').send(Buffer.from(answer));
    });
    binary.post<{ Body: Buffer }>('/sandbox/ocsp', async (request, reply) => {
      const answer = await services.answerOcsp(request.body, new Date(now()));
      return reply.type('application/ocsp-response').send(Buffer.from(answer));
    });
    binary.get<{ Params: { name: string } }>('/sandbox/crl/:name', async (request, reply) => {
      const list = await services.crl(request.params.name.replace(/\.crl$/, ''), new Date(now()));
      if (!list) return reply.code(404).type('text/plain').send('No such list');
      return reply.type('application/pkix-crl').send(Buffer.from(list));
    });
  });
}
