/** The test eID in a real browser: it remembers, asks again, and logs out with the service told in a frame. */
import { startEidWorld, type EidWorld } from '../packages/sandbox/test/eid-world.ts';
import * as oidc from 'openid-client';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, startBrowser } from './support/browser.ts';

const ase = '14838522190';

describe.skipIf(chromiumPath === undefined)('the test eID', () => {
  let browser: Browser;
  let world: EidWorld;
  /** Queries that the service's front-channel logout was asked with. */
  const told: string[] = [];

  beforeAll(async () => {
    browser = await startBrowser();
    world = await startEidWorld((server) => {
      const page = (text: string) => `<!doctype html><title>Service</title><h1>${text}</h1>`;
      server.get('/sandbox/sandbox.css', (_request, reply) => reply.type('text/css').send(''));
      server.get('/eid/callback', (_request, reply) => reply.type('text/html').send(page('Logged in')));
      server.get('/portal/logged-out', (_request, reply) => reply.type('text/html').send(page('Out')));
      server.get('/portal/eid/logout', (request, reply) => {
        told.push(request.url.split('?')[1] ?? '');
        return reply
          .header('content-security-policy', "frame-ancestors 'self'")
          .type('text/html')
          .send(page(''));
      });
    });
  });
  afterAll(async () => {
    await browser.close();
    await world.server.close();
  });

  /** Goes to the eID; what the ID token says when it came back. */
  async function logIn(page: Page, more: Record<string, string> = {}, level?: 3 | 4) {
    const verifier = oidc.randomPKCECodeVerifier();
    const url = oidc.buildAuthorizationUrl(world.client, {
      redirect_uri: `${world.webUrl}/eid/callback`,
      scope: 'openid profile',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: 'state-1',
      nonce: 'hash-of-the-intent',
      ...more,
    });
    await page.goto(url.href);
    if (level !== undefined) {
      await page.locator(`input[name="level"][value="${level}"]`).check();
      await page.getByRole('button', { name: ase }).click();
    }
    await page.getByRole('heading', { name: 'Logged in' }).waitFor();
    return world.claims({ at: new URL(page.url()), verifier });
  }

  test('remembers, asks again when told to, and forgets with a logout that the service hears of', async () => {
    const page = await browser.newPage();
    const first = await logIn(page, {}, 3);
    const again = await logIn(page);
    expect(again['sid']).toBe(first['sid']);
    await logIn(page, { prompt: 'login', max_age: '0' }, 4);

    await page.setContent(`<form method="post" action="${world.webUrl}/sandbox/eid/session/end">
<input name="client_id" value="segl"><input name="id_token_hint" value="${again.idToken}">
<input name="post_logout_redirect_uri" value="${world.webUrl}/portal/logged-out">
<input name="state" value="out"><button>Out</button></form>`);
    await page.getByRole('button', { name: 'Out' }).click();
    await page.waitForURL(`${world.webUrl}/portal/logged-out?state=out`);
    expect(told.map((query) => Object.fromEntries(new URLSearchParams(query)))).toEqual([
      { iss: `${world.webUrl}/sandbox/eid`, sid: first['sid'] },
    ]);

    await logIn(page, {}, 4);
    await page.close();
  });

  test('asks before it logs out whom no service vouches for', async () => {
    const page = await browser.newPage();
    await logIn(page, {}, 4);
    const end = `${world.webUrl}/sandbox/eid/session/end`;
    await page.goto(end);
    await page.getByRole('heading', { name: 'Log out?' }).waitFor();
    await logIn(page);
    await page.goto(end);
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.waitForURL('**/session/end/success');
    await logIn(page, {}, 4);
    await page.close();
  });
});
