/** The start page and the files it offers. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { organisations } from '../organisations.ts';
import { startPage, type StartPageView } from '../start-page/page.ts';
import { stylesheet } from '../start-page/stylesheet.ts';

const downloads = new Set([
  'ca.pem',
  'trust-anchors.pem',
  ...[...organisations.map(({ certificate }) => certificate), 'stranger'].flatMap((name) => [
    `${name}.p12`,
    `${name}.pem`,
    `${name}-key.pem`,
  ]),
]);

export function startRoutes(server: FastifyInstance, view: () => StartPageView): void {
  server.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(startPage(view())));
  server.get('/sandbox/sandbox.css', (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(stylesheet),
  );
  server.get<{ Params: { file: string } }>('/sandbox/certificates/:file', async (request, reply) => {
    const { file } = request.params;
    if (!downloads.has(file)) return reply.code(404).type('text/plain').send('No such file');
    const type = file.endsWith('.p12') ? 'application/x-pkcs12' : 'application/x-pem-file';
    return reply
      .type(type)
      .header('content-disposition', `attachment; filename="${file}"`)
      .send(await readFile(join(view().certificates, file)));
  });
}
