/** The operator's view. */
import {
  Health,
  NewManager,
  NewOrganisation,
  OperatedOrganisation,
  OperatedOrganisations,
  OrganisationRightsChange,
  RetryAnswer,
  RetryRequest,
  StuckTasks,
} from '@segl/protocol/json';
import { Type, type Static, type TSchema } from '@sinclair/typebox';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ServiceError } from '../../errors.ts';
import { sameToken } from '../../jobs/derived-tokens.ts';
import { health, type HealthDeps } from '../../operator/health.ts';
import {
  addManager,
  changeRights,
  createOrganisation,
  listOrganisations,
  setActive,
  type OperatorDeps,
} from '../../operator/organisations.ts';
import { retryTasks, stuckTasks } from '../../operator/stuck-tasks.ts';
import type { Callers } from './callers.ts';
import { answers, nothing } from './schema.ts';

export interface OperatorRoutesDeps extends OperatorDeps {
  /** National identity numbers. */
  readonly operators: ReadonlySet<string>;
  readonly operatorToken: string;
  readonly health: HealthDeps;
  /** The document with its next time-stamp. */
  readonly renewDocument: (pades: Uint8Array) => Promise<Uint8Array>;
}

/** Bytes; a sealed document holds its originals twice. */
const largestDocument = 30 * 1024 * 1024;

const OPERATOR = '/sender/api/operator';
const ORGANISATIONS = `${OPERATOR}/organisations`;
const ONE = `${ORGANISATIONS}/:number`;
const params = Type.Object({ number: Type.String({ pattern: '^[0-9]{9}$' }) });
const tags = ['Operator'];

export function operatorRoutes(server: FastifyInstance, deps: OperatorRoutesDeps & Callers): void {
  void server.register((instance) => {
    instance.addHook('preValidation', (request) => requireOperator(deps, request));
    organisations(instance, deps);
    tasksAndHealth(instance, deps);
    renewals(instance, deps);
    return Promise.resolve();
  });
}

/** @throws ServiceError SESSION_MISSING, LEVEL_TOO_LOW, NOT_PERMITTED */
async function requireOperator(deps: OperatorRoutesDeps & Callers, request: FastifyRequest): Promise<void> {
  const [, token] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
  if (token !== undefined && sameToken(token, deps.operatorToken)) return;
  const { personalIdentificationNumber } = await deps.personOf(request);
  if (deps.operators.has(personalIdentificationNumber)) return;
  throw new ServiceError('NOT_PERMITTED', 'Only those who run this installation may do this.');
}

function organisations(server: FastifyInstance, deps: OperatorRoutesDeps): void {
  const schema = (summary: string, more: Record<string, TSchema>, response: object) => ({
    schema: { tags, summary, ...more, response },
  });
  const numberOf = (request: FastifyRequest) => (request.params as Static<typeof params>).number;
  server.get(ORGANISATIONS, schema('Every organisation', {}, answers(200, OperatedOrganisations)), async () =>
    listOrganisations(deps),
  );
  server.post<{ Body: NewOrganisation }>(
    ORGANISATIONS,
    schema('Adds an organisation', { body: NewOrganisation }, answers(201, OperatedOrganisation)),
    async (request, reply) => reply.code(201).send(await createOrganisation(deps, request.body)),
  );
  server.patch<{ Body: OrganisationRightsChange }>(
    ONE,
    schema(
      'Changes its rights',
      { params, body: OrganisationRightsChange },
      answers(200, OperatedOrganisation),
    ),
    async (request) => changeRights(deps, numberOf(request), request.body),
  );
  server.post<{ Body: NewManager }>(
    `${ONE}/managers`,
    schema('Lets an account manager in', { params, body: NewManager }, nothing),
    async (request, reply) => {
      await addManager(deps, numberOf(request), request.body);
      return reply.code(204).send();
    },
  );
  for (const [act, active] of [
    ['deactivate', false],
    ['reactivate', true],
  ] as const) {
    server.post(
      `${ONE}/${act}`,
      schema(
        active ? 'Lets it send again' : 'Nobody can send for it or log in to it',
        { params },
        answers(200, OperatedOrganisation),
      ),
      async (request) => setActive(deps, numberOf(request), active),
    );
  }
}

function tasksAndHealth(server: FastifyInstance, deps: OperatorRoutesDeps): void {
  server.get(
    `${OPERATOR}/tasks`,
    { schema: { tags, summary: 'Tasks that failed and wait', response: answers(200, StuckTasks) } },
    async () => stuckTasks(deps),
  );
  server.post<{ Body: RetryRequest }>(
    `${OPERATOR}/tasks/retry`,
    {
      schema: {
        tags,
        summary: 'Tries one, all of a kind, or all again now',
        body: RetryRequest,
        response: answers(200, RetryAnswer),
      },
    },
    async (request) => retryTasks(deps, request.body),
  );
  server.get(
    `${OPERATOR}/health`,
    { schema: { tags, summary: 'Asks the outside world now', response: answers(200, Health) } },
    async () => health(deps.health),
  );
}

/** For documents that are kept elsewhere. Nothing of them is kept here. */
function renewals(server: FastifyInstance, deps: OperatorRoutesDeps): void {
  void server.register((instance) => {
    instance.removeAllContentTypeParsers();
    instance.addContentTypeParser(
      'application/pdf',
      { parseAs: 'buffer', bodyLimit: largestDocument },
      (_request, body, done) => done(null, body),
    );
    instance.post(
      `${OPERATOR}/renewals`,
      {
        bodyLimit: largestDocument,
        schema: {
          tags,
          summary: 'Gives a sealed document its next time-stamp',
          consumes: ['application/pdf'],
          produces: ['application/pdf'],
        },
      },
      async (request, reply) => {
        const pades = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const renewed = await deps.renewDocument(pades).catch((error: unknown) => {
          throw notRenewed(error);
        });
        return reply.type('application/pdf').send(Buffer.from(renewed));
      },
    );
    return Promise.resolve();
  });
}

/** The operator learns why, whatever it is: it is the operator who can mend it. */
function notRenewed(error: unknown): ServiceError {
  const reason = error instanceof Error ? error.message : 'unknown';
  return new ServiceError('NOT_NOW', `The document got no new time-stamp: ${reason}`, { cause: error });
}
