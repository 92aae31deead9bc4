/** The portal's session in a real browser, answered from plain data: how it ends, by itself or by logging out. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath } from './support/browser.ts';
import { comeBack, heading, overflow, showsInstead, violations } from './support/page-checks.ts';
import type { StateServer } from './support/state-server.ts';
import { openViews, type ViewVisits } from './support/view-visits.ts';

describe.skipIf(chromiumPath === undefined)('the session', () => {
  let visits: ViewVisits;
  let server: StateServer;
  beforeAll(async () => {
    visits = await openViews();
    server = visits.server;
  });
  afterEach(() => visits.endVisit());
  afterAll(() => visits.close());

  test('ends with a warning before it, and nothing of the inbox left after', async () => {
    const page = await visits.open();
    await page.clock.install();
    await visits.show(page, '/portal', 'level-3');
    const warning = page.getByText('Du blir snart logget ut, for sikkerhets skyld.');
    await page.clock.runFor(27 * 60_000);
    expect(await warning.count()).toBe(0);
    await page.clock.runFor(60_000 + 1000);
    await warning.waitFor();
    expect(await violations(page)).toEqual([]);
    server.portals.set('level-3', server.portals.get('out')!);
    await page.clock.runFor(2 * 60_000);
    await showsInstead(page, 'Du er logget ut');
    expect(await page.getByText('Samtykke til utflukt').count()).toBe(0);
    await page.getByRole('button', { name: 'Logg inn med Test-eID' }).click();
    // At the level they had.
    await page.waitForURL('**/eid/level-3');
  });

  test('can be kept by those who are still there', async () => {
    const page = await visits.open();
    await page.clock.install();
    await visits.show(page, '/portal', 'inbox');
    await page.clock.runFor(29 * 60_000);
    const asked = visits.paths().length;
    await page.getByRole('button', { name: 'Bli innlogget' }).click();
    await page.getByText('Du blir snart logget ut').waitFor({ state: 'detached' });
    expect(visits.paths().slice(asked)).toEqual(['/portal/api/inbox', '/portal/api/session']);
  });

  test.each([
    ['the reader comes back', comeBack],
    [
      'a job is opened',
      (page: Page) => page.getByRole('button', { name: 'Les og signer Samtykke til utflukt' }).click(),
    ],
  ])('that is over shows when %s', async (_, act) => {
    const page = await visits.open();
    await visits.show(page, '/portal', 'inbox');
    server.portals.set('inbox', server.portals.get('out')!);
    await act(page);
    await showsInstead(page, 'Du er logget ut');
    expect(await violations(page)).toEqual([]);
  });

  test('logs out, here and at the eID', async () => {
    const page = await visits.open();
    await visits.show(page, '/portal', 'inbox');
    server.portals.set('inbox', server.portals.get('out')!);
    await page.getByRole('button', { name: 'Logg ut' }).click();
    await page.waitForURL('**/portal/logged-out');
    await page.waitForSelector('h1');
    expect(await heading(page)).toBe('Du er logget ut');
    expect(visits.posts().map((request) => new URL(request.url()).pathname)).toEqual(['/portal/api/logout']);
    expect(visits.posts()[0]!.headers()['x-segl-portal']).toBe('1');
    await page.getByRole('link', { name: 'Logg inn igjen' }).click();
    await page.waitForURL('**/portal');
  });

  test('says so when the log-out did not work', async () => {
    const page = await visits.open();
    server.refusals.set('/portal/api/logout', { status: 503, code: 'TEMPORARILY_UNAVAILABLE' });
    await visits.show(page, '/portal', 'inbox');
    await page.getByRole('button', { name: 'Logg ut' }).click();
    await page.getByRole('alert').filter({ hasText: 'Vi fikk ikke logget deg ut.' }).waitFor();
    expect(await overflow(page)).toBe(0);
  });

  test('that still lasts is not said to be over', async () => {
    const page = await visits.open();
    await visits.show(page, '/portal/logged-out', 'inbox');
    await page.waitForURL('**/portal');
    expect(await heading(page)).toContain('Dette venter på deg');
  });

  test('does not depend on the service answering at once', async () => {
    const page = await visits.open();
    server.refusals.set('/portal/api/session', { status: 404, code: 'NOT_FOUND' });
    await visits.show(page, '/portal', 'inbox');
    expect(await heading(page)).toBe('Vi får ikke kontakt med tjenesten');
    server.refusals.clear();
    await page.getByRole('button', { name: 'Prøv igjen' }).click();
    await expect.poll(() => heading(page)).toContain('Dette venter på deg');
  });
});
