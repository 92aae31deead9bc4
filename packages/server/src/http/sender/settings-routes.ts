/** What an organisation decides itself, for account managers. */
import { OrganisationSettingsChange, OrganisationSettingsView } from '@segl/protocol/json';
import type { FastifyInstance } from 'fastify';
import { changeLogo, removeLogo, type LogoDeps } from '../../organisations/logo.ts';
import { changeSettings, showSettings, type SettingsDeps } from '../../organisations/settings.ts';
import { ORGANISATION, type Callers } from './callers.ts';
import { answers, inOrganisation, nothing } from './schema.ts';

export type SettingsRoutesDeps = SettingsDeps & LogoDeps;

const tags = ['Settings'];
const SETTINGS = `${ORGANISATION}/settings`;
const LOGO = `${SETTINGS}/logo`;
const params = inOrganisation();
const largestLogo = 1024 * 1024;

export function settingsRoutes(server: FastifyInstance, deps: SettingsRoutesDeps & Callers): void {
  server.get(
    SETTINGS,
    {
      schema: {
        tags,
        summary: 'What the organisation decides itself',
        params,
        response: answers(200, OrganisationSettingsView),
      },
    },
    async (request) => showSettings(deps, await deps.callerOf(request)),
  );
  server.patch<{ Body: OrganisationSettingsChange }>(
    SETTINGS,
    {
      schema: {
        tags,
        summary: 'Changes what is given',
        params,
        body: OrganisationSettingsChange,
        response: answers(200, OrganisationSettingsView),
      },
    },
    async (request) => changeSettings(deps, await deps.callerOf(request), request.body),
  );
  server.addContentTypeParser(['image/png', 'image/jpeg'], { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  server.put<{ Body: Buffer }>(
    LOGO,
    {
      bodyLimit: largestLogo,
      schema: { tags, summary: 'A PNG or JPEG as logo', params, response: nothing },
    },
    async (request, reply) => {
      const picture = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      await changeLogo(deps, await deps.callerOf(request), picture);
      return reply.code(204).send();
    },
  );
  server.delete(
    LOGO,
    { schema: { tags, summary: 'Takes the logo away', params, response: nothing } },
    async (request, reply) => {
      await removeLogo(deps, await deps.callerOf(request));
      return reply.code(204).send();
    },
  );
}
