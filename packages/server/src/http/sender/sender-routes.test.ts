import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { company } from '../../../test/jobs.ts';
import { ase, ola } from '../../../test/portal.ts';
import { openWebWorld, type WebWorld } from '../../../test/web-world.ts';

describe('the sender portal’s API', () => {
  let world: WebWorld;
  beforeAll(async () => {
    world = await openWebWorld('https://segl.example');
    await world.addUser(company.number, ola, 'DOCUMENT_PROCESSOR');
  });
  afterAll(() => world.close());

  const me = (cookies: Record<string, string>) =>
    world.server.inject({ method: 'GET', url: '/sender/api/me', cookies });

  it('tells who is logged in, and for whom they may act', async () => {
    expect((await me(await world.logIn(ola))).json()).toMatchObject({
      operator: false,
      organisations: [{ number: company.number, role: 'DOCUMENT_PROCESSOR' }],
    });
    expect((await me(await world.logIn(ase))).json()).toMatchObject({ operator: true, organisations: [] });
  });

  it('lets nobody in without a session, with a made-up one, or at level 3', async () => {
    expect((await me({})).json()).toMatchObject({ status: 401, code: 'SESSION_MISSING' });
    expect((await me({ '__Host-segl_portal': 'chosen-by-somebody' })).statusCode).toBe(401);
    expect((await me(await world.logIn(ola, 3))).json()).toMatchObject({
      status: 403,
      code: 'LEVEL_TOO_LOW',
    });
  });

  it('never sends a national identity number', async () => {
    expect((await me(await world.logIn(ola))).body).not.toContain(ola);
  });

  it('is described in OpenAPI 3.1', async () => {
    const description = (await world.server.inject('/openapi.json')).json<{
      openapi: string;
      paths: object;
    }>();
    expect(description.openapi).toBe('3.1.0');
    expect(Object.keys(description.paths)).toContain('/sender/api/me');
    expect(Object.keys(description.paths).filter((path) => !path.startsWith('/sender/api/'))).toEqual([
      '/verify',
    ]);
  });
});
