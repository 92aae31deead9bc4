/** Describes the JSON API in OpenAPI 3.1, from the schemas by which its routes check requests and write answers. */
import swagger from '@fastify/swagger';
import { portalCookieName } from '../web/cookies.ts';
import type { FastifyInstance } from 'fastify';

/** Must come before the routes. Only routes whose schema has `tags` are described. */
export async function registerOpenApi(server: FastifyInstance, publicUrl: string): Promise<void> {
  await server.register(swagger, {
    hideUntagged: true,
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Segl',
        version: '1',
        description:
          'What the sender portal does, for programs too, and the public check of signed files (no log-in). For the rest: log in at /portal/api/login; send the cookie and, with every request that changes something, `x-segl-portal: 1`. Problems are RFC 9457 with a stable `code`.',
      },
      servers: [{ url: publicUrl }],
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: portalCookieName(publicUrl.startsWith('https:')) },
        },
      },
      security: [{ session: [] }],
    },
  });
  server.get('/openapi.json', () => server.swagger());
}
