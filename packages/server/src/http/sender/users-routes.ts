/** The users of an organisation and the log of its changes, for account managers. */
import {
  NewUser,
  OrganisationLog,
  OrganisationUser,
  OrganisationUsers,
  UserChange,
} from '@segl/protocol/json';
import { Type, type Static } from '@sinclair/typebox';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  addUser,
  changeUser,
  deactivateUser,
  inviteAgain,
  reactivateUser,
  type ManageUsersDeps,
  type UserRequest,
} from '../../organisations/manage-users.ts';
import { listUsers, organisationLog } from '../../organisations/user-view.ts';
import { ORGANISATION, type Callers } from './callers.ts';
import { answers, inOrganisation, nothing } from './schema.ts';

const tags = ['Users'];
const USERS = `${ORGANISATION}/users`;
const USER = `${USERS}/:user`;
const params = inOrganisation({ user: Type.String({ pattern: '^[0-9a-z-]{1,64}$' }) });

export function usersRoutes(server: FastifyInstance, deps: ManageUsersDeps & Callers): void {
  lists(server, deps);
  changes(server, deps);
}

function lists(server: FastifyInstance, deps: ManageUsersDeps & Callers): void {
  server.get(
    USERS,
    {
      schema: {
        tags,
        summary: 'The users of the organisation',
        params: inOrganisation(),
        response: answers(200, OrganisationUsers),
      },
    },
    async (request) => listUsers(deps, await deps.callerOf(request)),
  );
  server.get<{ Querystring: { after?: string } }>(
    `${ORGANISATION}/log`,
    {
      schema: {
        tags,
        summary: 'Who changed what in the organisation, latest first',
        params: inOrganisation(),
        querystring: Type.Object({ after: Type.Optional(Type.String({ pattern: '^[0-9]{1,18}$' })) }),
        response: answers(200, OrganisationLog),
      },
    },
    async (request) => organisationLog(deps, await deps.callerOf(request), request.query.after),
  );
}

function changes(server: FastifyInstance, deps: ManageUsersDeps & Callers): void {
  const userOf = async (request: FastifyRequest): Promise<UserRequest> => ({
    caller: await deps.callerOf(request),
    userId: (request.params as Static<typeof params>).user,
  });
  server.post<{ Body: NewUser }>(
    USERS,
    {
      schema: {
        tags,
        summary: 'Lets a person in, who is told by email',
        params: inOrganisation(),
        body: NewUser,
        response: answers(201, OrganisationUser),
      },
    },
    async (request, reply) =>
      reply.code(201).send(await addUser(deps, await deps.callerOf(request), request.body)),
  );
  server.patch<{ Body: UserChange }>(
    USER,
    {
      schema: {
        tags,
        summary: 'Changes name, email, role or last day',
        params,
        body: UserChange,
        response: answers(200, OrganisationUser),
      },
    },
    async (request) => changeUser(deps, await userOf(request), request.body),
  );
  server.post(
    `${USER}/deactivate`,
    {
      schema: {
        tags,
        summary: 'Takes the access away at once',
        params,
        response: answers(200, OrganisationUser),
      },
    },
    async (request) => deactivateUser(deps, await userOf(request)),
  );
  server.post(
    `${USER}/reactivate`,
    { schema: { tags, summary: 'Gives the access back', params, response: answers(200, OrganisationUser) } },
    async (request) => reactivateUser(deps, await userOf(request)),
  );
  server.post(
    `${USER}/invite`,
    { schema: { tags, summary: 'Sends the invitation again', params, response: nothing } },
    async (request, reply) => {
      await inviteAgain(deps, await userOf(request));
      return reply.code(204).send();
    },
  );
}
