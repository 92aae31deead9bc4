/** Mounts the eID provider and its log-in page under /sandbox/eid. */
import { parse } from 'node:querystring';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import type { Faults } from '../faults.ts';
import { personOf, type Accounts, type LoginForm } from './accounts.ts';
import { LEVELS, requestedLevel } from './levels.ts';
import { confirmingScript, confirmingScriptPath } from './logout.ts';
import { loginPage } from './pages.ts';

const MOUNT = '/sandbox/eid';

export interface EidRoutesDeps {
  readonly provider: Provider;
  readonly accounts: Accounts;
  readonly faults: Faults;
}

interface Interaction {
  Params: { uid: string };
}

export async function eidRoutes(
  server: FastifyInstance,
  { provider, accounts, faults }: EidRoutesDeps,
): Promise<void> {
  const callback = provider.callback();
  /** Lets the provider answer, as if `url` below its mount had been asked for. */
  const answer = async (request: FastifyRequest, reply: FastifyReply, url: string): Promise<void> => {
    reply.hijack();
    const raw = request.raw as typeof request.raw & { originalUrl?: string };
    raw.originalUrl = `${MOUNT}${url}`;
    raw.url = url;
    await callback(raw, reply.raw);
  };

  server.addHook('onRequest', async (_request, reply) => {
    if (faults.isDown('eid')) await reply.code(503).type('text/plain').send('The test eID is switched off');
  });

  server.get<Interaction>(`${MOUNT}/interaction/:uid`, async (request, reply) => {
    const { prompt, params, uid } = await provider.interactionDetails(request.raw, reply.raw);
    if (prompt.name !== 'login') return reply.code(400).send();
    return reply.type('text/html; charset=utf-8').send(loginPage({ uid, level: requestedLevel(params) }));
  });

  server.get(confirmingScriptPath, (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(confirmingScript),
  );

  await server.register((forms) => {
    forms.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 4096 },
      (_request, body, done) => done(null, parse(body as string)),
    );
    forms.post<Interaction & { Body: Record<string, string> }>(
      `${MOUNT}/interaction/:uid`,
      (request, reply) => finish(provider, accounts, request, reply),
    );
    // The provider takes forms there only with cookies that no browser keeps over plain HTTP.
    forms.post<{ Body: Record<string, string> }>(`${MOUNT}/session/end`, async (request, reply) => {
      request.raw.method = 'GET';
      await answer(request, reply, `/session/end?${new URLSearchParams(request.body).toString()}`);
    });
  });

  // The provider reads bodies itself, so nothing may consume them before.
  await server.register((rest) => {
    rest.removeAllContentTypeParsers();
    rest.addContentTypeParser('*', (_request, _payload, done) => done(null));
    rest.all(`${MOUNT}/*`, (request, reply) =>
      answer(request, reply, (request.raw.url ?? '').slice(MOUNT.length)),
    );
  });
}

async function finish(
  provider: Provider,
  accounts: Accounts,
  request: FastifyRequest<Interaction & { Body: Record<string, string> }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = request.body;
  const details = await provider.interactionDetails(request.raw, reply.raw);
  if (form['person'] === 'cancel' || form['person'] === 'fail') {
    const error = form['person'] === 'cancel' ? 'access_denied' : 'server_error';
    return resume(provider, request, reply, { error, error_description: 'Chosen on the test eID’s page' });
  }
  const login = readForm(form);
  const person = personOf(login);
  if (typeof person === 'string') {
    const view = { uid: details.uid, level: requestedLevel(details.params), error: person };
    return reply.code(400).type('text/html; charset=utf-8').send(loginPage(view));
  }
  return resume(provider, request, reply, {
    login: {
      accountId: accounts.subjectOf(person),
      acr: LEVELS[login.level],
      amr: ['segl-sandbox'],
      remember: false,
    },
  });
}

async function resume(
  provider: Provider,
  request: FastifyRequest,
  reply: FastifyReply,
  result: Parameters<Provider['interactionResult']>[2],
): Promise<FastifyReply> {
  const location = await provider.interactionResult(request.raw, reply.raw, result);
  return reply.redirect(location, 303);
}

function readForm(form: Record<string, string>): LoginForm {
  const other = form['person'] === 'other';
  return {
    number: ((other ? form['otherNumber'] : form['person']) ?? '').trim(),
    level: form['level'] === '3' ? 3 : 4,
    givenName: (form['givenName'] ?? '').trim(),
    familyName: (form['familyName'] ?? '').trim(),
    birthDate: (form['birthDate'] ?? '').trim(),
  };
}
