/** How an organisation uses the signature API, for account managers. */
import {
  ApiAccessChange,
  ApiAccessView,
  ApiErrors,
  BrokerNumber,
  CertificatePem,
  GeneratedCertificate,
} from '@segl/protocol/json';
import { Type, type Static } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import {
  actOnCertificate,
  addBroker,
  changeApiAccess,
  generateCertificate,
  registerCertificate,
  removeBroker,
  type ManageApiAccessDeps,
} from '../../organisations/api-access/manage-api-access.ts';
import { showApiAccess, showApiErrors } from '../../organisations/api-access/show-api-access.ts';
import { ORGANISATION, type Callers } from './callers.ts';
import { answers, inOrganisation, nothing } from './schema.ts';

export type ApiAccessRoutesDeps = ManageApiAccessDeps;
type Deps = ApiAccessRoutesDeps & Callers;

const ACCESS = `${ORGANISATION}/api-access`;
const tags = ['API access'];
const params = inOrganisation();

export function apiAccessRoutes(server: FastifyInstance, deps: Deps): void {
  server.get(
    ACCESS,
    {
      schema: {
        tags,
        summary: 'Certificates, brokers and queues',
        params,
        response: answers(200, ApiAccessView),
      },
    },
    async (request) => showApiAccess(deps, await deps.callerOf(request)),
  );
  server.patch<{ Body: ApiAccessChange }>(
    ACCESS,
    {
      schema: {
        tags,
        summary: 'Whether only registered certificates can be used',
        params,
        body: ApiAccessChange,
        response: nothing,
      },
    },
    async (request, reply) => {
      await changeApiAccess(deps, await deps.callerOf(request), request.body);
      return reply.code(204).send();
    },
  );
  server.get(
    `${ACCESS}/errors`,
    {
      schema: {
        tags,
        summary: 'Requests that were refused lately',
        params,
        response: answers(200, ApiErrors),
      },
    },
    async (request) => showApiErrors(deps, await deps.callerOf(request)),
  );
  certificates(server, deps);
  brokers(server, deps);
}

function certificates(server: FastifyInstance, deps: Deps): void {
  const CERTIFICATES = `${ACCESS}/certificates`;
  const one = inOrganisation({ sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) });
  server.post<{ Body: CertificatePem }>(
    CERTIFICATES,
    { schema: { tags, summary: 'Registers a certificate', params, body: CertificatePem, response: nothing } },
    async (request, reply) => {
      await registerCertificate(deps, await deps.callerOf(request), request.body.pem);
      return reply.code(204).send();
    },
  );
  server.post(
    `${CERTIFICATES}/generate`,
    {
      schema: {
        tags,
        summary: 'A new key with a certificate, in the sandbox',
        params,
        response: answers(201, GeneratedCertificate),
      },
    },
    async (request, reply) =>
      reply.code(201).send(await generateCertificate(deps, await deps.callerOf(request))),
  );
  for (const [act, summary] of [
    ['register', 'Registers one that was used'],
    ['revoke', 'It cannot be used any more'],
    ['restore', 'Takes a revocation back'],
  ] as const) {
    server.post(
      `${CERTIFICATES}/:sha256/${act}`,
      { schema: { tags, summary, params: one, response: nothing } },
      async (request, reply) => {
        const { sha256 } = request.params as Static<typeof one>;
        await actOnCertificate(deps, await deps.callerOf(request), sha256, act);
        return reply.code(204).send();
      },
    );
  }
}

function brokers(server: FastifyInstance, deps: Deps): void {
  const BROKERS = `${ACCESS}/brokers`;
  const one = inOrganisation({ broker: Type.String({ pattern: '^[0-9]{9}$' }) });
  server.post<{ Body: BrokerNumber }>(
    BROKERS,
    {
      schema: {
        tags,
        summary: 'Lets another organisation send for this one',
        params,
        body: BrokerNumber,
        response: nothing,
      },
    },
    async (request, reply) => {
      await addBroker(deps, await deps.callerOf(request), request.body.number);
      return reply.code(204).send();
    },
  );
  server.delete(
    `${BROKERS}/:broker`,
    { schema: { tags, summary: 'Takes that right away', params: one, response: nothing } },
    async (request, reply) => {
      const { broker } = request.params as Static<typeof one>;
      await removeBroker(deps, await deps.callerOf(request), broker);
      return reply.code(204).send();
    },
  );
}
