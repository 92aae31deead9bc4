/** The sender portal over HTTP: its pages, and the JSON API that they use. */
import type { FastifyInstance } from 'fastify';
import type { PortalPort } from '../web/portal-port.ts';
import { fromOwnPage } from '../web/own-page.ts';
import type { SendPage } from '../web/pages.ts';
import { apiAccessRoutes } from './api-access-routes.ts';
import { callers } from './callers.ts';
import { draftsRoutes } from './drafts-routes.ts';
import { jobsRoutes } from './jobs-routes.ts';
import { operatorRoutes } from './operator-routes.ts';
import { meRoutes } from './me-routes.ts';
import type { SenderDeps, SenderRouting } from './routing.ts';
import { settingsRoutes } from './settings-routes.ts';
import { usersRoutes } from './users-routes.ts';

export type { SenderDeps } from './routing.ts';

export interface SenderRoutesDeps extends SenderDeps {
  readonly portal: PortalPort;
  readonly publicUrl: string;
  readonly sendPage: SendPage;
}

export async function senderRoutes(server: FastifyInstance, deps: SenderRoutesDeps): Promise<void> {
  for (const path of ['/sender', '/sender/*']) {
    server.get(path, (_request, reply) => deps.sendPage(reply));
  }
  await server.register((instance) => {
    const ownPage = fromOwnPage(deps.publicUrl, 'x-segl-portal');
    instance.addHook('onRequest', (request, reply) =>
      request.method === 'GET' || request.method === 'HEAD' ? Promise.resolve() : ownPage(request, reply),
    );
    const routing: SenderRouting = { ...deps, ...callers(deps.portal, deps.publicUrl.startsWith('https:')) };
    meRoutes(instance, routing);
    operatorRoutes(instance, routing);
    jobsRoutes(instance, routing);
    usersRoutes(instance, routing);
    settingsRoutes(instance, routing);
    apiAccessRoutes(instance, routing);
    draftsRoutes(instance, routing);
    return Promise.resolve();
  });
}
