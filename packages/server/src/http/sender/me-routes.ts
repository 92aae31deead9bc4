/** Who is logged in, and where they may send from. */
import { Me } from '@segl/protocol/json';
import type { FastifyInstance } from 'fastify';
import { myOrganisations } from '../../organisations/my-organisations.ts';
import type { SenderRouting } from './routing.ts';

export function meRoutes(server: FastifyInstance, deps: SenderRouting): void {
  server.get(
    '/sender/api/me',
    {
      schema: {
        tags: ['Session'],
        summary: 'Who is logged in, and the organisations they may act for',
        response: { 200: Me },
      },
    },
    async (request) => myOrganisations(deps, await deps.personOf(request)),
  );
}
