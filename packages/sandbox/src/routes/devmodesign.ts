/** `devmodesign` on the API port: signs as a signer without a browser. The path is the official clients'. */
import type { FastifyInstance } from 'fastify';
import { NotSigned, signAsRobot } from '../robot-signer.ts';
import type { ServicePort } from '../service-port.ts';

/** Logs in for signers that the sender named by an identifier of its own; synthetic, and no test person's. */
const ANYBODY = '12345678910';

export function devmodesignRoutes(server: FastifyInstance, webUrl: string, service: () => ServicePort): void {
  for (const base of ['/web/signature-jobs', '/web/portal/signature-jobs']) {
    server.post<{ Params: { id: string }; Querystring: { signer?: string } }>(
      `${base}/:id/devmodesign`,
      async (request, reply) => {
        const { signer } = request.query;
        if (!/^\d{1,18}$/.test(request.params.id) || signer === undefined) {
          return reply
            .code(400)
            .type('text/plain')
            .send(`Expected ${base}/{id}/devmodesign?signer={identifier}`);
        }
        const ceremony = await service().openCeremony(BigInt(request.params.id), signer);
        if (!ceremony) return reply.code(404).type('text/plain').send('No such job, or no such signer in it');
        const { ceremonyId, cookie, level } = ceremony;
        const number = ceremony.personalIdentificationNumber ?? ANYBODY;
        try {
          const exitUrl = await signAsRobot({ webUrl, ceremonyId, cookie, level, number });
          return await reply.type('text/plain').send(exitUrl === undefined ? '' : tokenFirst(exitUrl));
        } catch (error) {
          if (!(error instanceof NotSigned)) throw error;
          return reply.code(409).type('text/plain').send(error.message);
        }
      },
    );
  }
}

/** The official clients' test code reads the token as the first query parameter. */
function tokenFirst(exitUrl: string): string {
  const url = new URL(exitUrl);
  const token = url.searchParams.get('status_query_token');
  if (token === null) return exitUrl;
  url.searchParams.delete('status_query_token');
  const rest = url.searchParams.toString();
  url.search = `status_query_token=${encodeURIComponent(token)}${rest === '' ? '' : `&${rest}`}`;
  return url.href;
}
