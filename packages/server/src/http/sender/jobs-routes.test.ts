import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { company } from '../../../test/jobs.ts';
import { byContact, companyCaller, ola } from '../../../test/portal.ts';
import { openWebWorld, type WebWorld } from '../../../test/web-world.ts';
import type { SignatureJob } from '../../jobs/model.ts';
import { sha256Hex } from '../../jobs/secrets.ts';
import { portalCookieName } from '../web/cookies.ts';

const publicUrl = 'https://segl.example';
const minute = 60_000;

describe('the sender portal’s jobs over HTTP', () => {
  let world: WebWorld;
  let job: SignatureJob;
  let cookies: Record<string, string>;
  beforeAll(async () => {
    world = await openWebWorld(publicUrl);
    await world.addUser(company.number, ola, 'ACCOUNT_MANAGER');
    cookies = await world.logIn(ola);
    const signers = [byContact({ email: 'kari@example.com' })];
    job = await world.portal.createActivated({ caller: companyCaller, signers });
  });
  afterAll(() => world.close());

  const jobs = `/sender/api/organisations/${company.number}/jobs`;
  const get = (path: string, headers: Record<string, string> = {}) =>
    world.server.inject({ method: 'GET', url: `${jobs}${path}`, cookies, headers });
  const post = (path: string, payload: object, headers: Record<string, string> = {}) =>
    world.server.inject({
      method: 'POST',
      url: `${jobs}${path}`,
      cookies,
      payload,
      headers: { origin: publicUrl, 'x-segl-portal': '1', ...headers },
    });

  it('lists all, or only one’s own', async () => {
    expect((await get('?list=waiting')).json()).toMatchObject({ items: [{ id: job.id.toString() }] });
    expect((await get('?list=waiting&mine=true')).json()).toMatchObject({ items: [] });
    expect((await get('?list=everything')).statusCode).toBe(400);
  });

  it('finds by a number that never gets into the log', async () => {
    const number = '01819900001';
    expect((await post('/search', { text: number })).json()).toMatchObject({ items: [] });
    expect(await post('/search', { text: number, from: 'yesterday' })).toMatchObject({ statusCode: 400 });
    expect(world.log.join('')).not.toContain(number);
  });

  it('does nothing for other pages', async () => {
    const other = await post(`/${job.id}/cancel`, {}, { origin: 'https://elsewhere.example' });
    expect(other.statusCode).toBe(403);
    expect((await world.portal.read(job)).status).toBe('IN_PROGRESS');
  });

  it('takes no message that is too long, and no deadline that is none', async () => {
    expect((await post(`/${job.id}/cancel`, { message: 'x'.repeat(221) })).statusCode).toBe(400);
    const instead = new Date(job.expiresAt).toISOString();
    expect((await post(`/${job.id}/deadline`, { deadline: 'soon', instead })).statusCode).toBe(400);
    expect((await get('/999999')).json()).toMatchObject({ status: 404, code: 'JOB_NOT_FOUND' });
  });

  it('sends documents to nobody’s cache, under a name that tells nothing of people', async () => {
    const { statusCode, headers } = await get(`/${job.id}/documents/1`);
    expect(statusCode).toBe(200);
    expect(headers['cache-control']).toBe('private, no-store');
    expect(headers['content-disposition']).toMatch(
      /^(inline|attachment); filename="\d+-document-1\.(pdf|txt)"$/,
    );
    expect((await get(`/${job.id}/pades`)).json()).toMatchObject({ code: 'DOCUMENT_NOT_AVAILABLE' });
  });

  it('lets the session run out while a page only keeps itself up to date', async () => {
    const tokenHash = sha256Hex(cookies[portalCookieName(true)] ?? '');
    const lastUsed = () =>
      world.portal.store.transaction(async (tx) => (await tx.portalSession(tokenHash))?.lastUsedAt ?? 0);
    const earlier = Date.now() - 10 * minute;
    await world.portal.store.transaction((tx) => tx.touchPortalSession(tokenHash, earlier));
    for (const path of ['?list=waiting', `/${job.id}`]) {
      expect((await get(path, { 'x-segl-live': '1' })).statusCode).toBe(200);
      expect(await lastUsed()).toBe(earlier);
    }
    await get('?list=waiting');
    expect(await lastUsed()).toBeGreaterThan(earlier);
    await world.portal.store.transaction((tx) => tx.touchPortalSession(tokenHash, Date.now() - 31 * minute));
    expect((await get('?list=waiting', { 'x-segl-live': '1' })).statusCode).toBe(401);
  });
});
