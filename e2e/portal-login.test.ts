/** Who is let in where: levels, sessions and how they end, and somebody else at the same screen. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath } from './support/browser.ts';
import { comeBack } from './support/page-checks.ts';
import { openPortalWorld, type PortalWorld } from './support/portal-world.ts';
import { chooseToSign, enterPortal, logIn, people, refuseLogin } from './support/signer.ts';
import { becomes, expectSound, noticed } from './support/visits.ts';

const { ase, ola, bare, thi } = people;
const arrived = 'Testkommunen ber deg signere Avtale om barnehageplass';

describe.skipIf(chromiumPath === undefined)('the portal lets in', () => {
  let world: PortalWorld;
  let portal: string;
  beforeAll(async () => {
    world = await openPortalWorld();
    portal = `${world.sandbox.webUrl}/portal`;
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());
  const askAse = (change: object = {}) =>
    world.ask({
      signers: [{ personalIdentificationNumber: ase.number, notificationsUsingLookup: { email: true } }],
      ...change,
    });
  const waiting = (page: Page) => page.getByRole('article').getByRole('heading', { level: 2 });

  test('at level 3 without what only level 4 may see, and leads on to level 4 and the same job', async () => {
    await askAse({ nonsensitiveTitle: 'Avtale med kommunen' });
    await askAse({ title: 'Vedtak om støtte', availableSeconds: 86_400 * 40 });
    await askAse({ title: 'Samtykke til tur', requiredAuthentication: 3, availableSeconds: 86_400 * 50 });
    const page = await world.arrive(portal, { viewport: { width: 320, height: 640 } });
    const bodies: string[] = [];
    page.on('response', (response) => {
      if (response.url().endsWith('/portal/api/inbox'))
        void response.text().then((text) => bodies.push(text));
    });
    await enterPortal(page, ase, 3);
    await becomes(page, `Hei, ${ase.name} Dette venter på deg`);
    await expectSound(page);
    expect(await waiting(page).allInnerTexts()).toEqual([
      'Avtale med kommunen',
      'Tittelen vises på nivå 4',
      'Samtykke til tur',
    ]);
    // Not in what the page was sent either.
    expect(bodies).toHaveLength(1);
    expect(bodies[0]).not.toMatch(/barnehageplass|støtte/);

    await page.getByRole('button', { name: 'Logg inn på nivå 4 Avtale med kommunen' }).click();
    // Remembered at level 3 is not enough.
    await logIn(page, ase, 4, '**/portal');
    await page
      .getByRole('button', { name: 'Les og signer Avtale om barnehageplass' })
      .and(page.locator(':focus'))
      .waitFor();
    expect(await waiting(page).allInnerTexts()).toEqual([
      'Avtale om barnehageplass',
      'Vedtak om støtte',
      'Samtykke til tur',
    ]);
    await page.keyboard.press('Enter');
    await becomes(page, arrived);
  });

  test('those who have level 3 only, and says so when they want more', async () => {
    const job = await world.ask({
      title: 'Samtykke til tur',
      requiredAuthentication: 3,
      signers: [{ personalIdentificationNumber: bare.number, notificationsUsingLookup: { email: true } }],
    });
    await world.ask({
      signers: [{ personalIdentificationNumber: bare.number, notificationsUsingLookup: { email: true } }],
    });
    const page = await world.arrive(portal);
    await enterPortal(page, bare, 3);
    await page.getByRole('button', { name: /^Logg inn på nivå 4/ }).click();
    await page.locator('input[name="level"][value="3"]').check();
    await page.getByRole('button', { name: bare.number }).click();
    await noticed(page, 'Innloggingen ble på nivå 3');
    await expectSound(page);
    await page.getByRole('button', { name: 'Les og signer Samtykke til tur' }).click();
    await chooseToSign(page);
    await logIn(page, bare, 3);
    await becomes(page, 'Takk, du har signert');
    expect((await job.end()).status).toBe('COMPLETED_SUCCESSFULLY');
  });

  test('nobody whose log-in was broken off or failed', async () => {
    const page = await world.arrive(portal);
    for (const [how, title] of [
      ['Cancel the log-in', 'Du avbrøt innloggingen'],
      ['Let the log-in fail', 'Innloggingen virket ikke'],
    ] as const) {
      await page.getByRole('button', { name: 'Logg inn med Test-ID' }).click();
      await refuseLogin(page, how, '**/portal');
      await noticed(page, title);
      await expectSound(page);
    }
    await page.reload();
    await becomes(page, 'Logg inn for å signere');
    expect(await page.getByRole('heading', { name: 'Innloggingen virket ikke' }).count()).toBe(0);
  });

  test('one window of two that log in at once, and leaves neither with an answer for programs', async () => {
    const page = await world.arrive(portal, { expected: [404] });
    const other = await page.context().newPage();
    await other.goto(portal);
    for (const window of [page, other]) {
      await window.getByRole('button', { name: 'Logg inn med Test-ID' }).click();
      await window.waitForURL('**/sandbox/eid/**');
    }
    await logIn(page, ola, 4, '**/portal');
    await noticed(page, 'Innloggingen tok for lang tid');
    await logIn(other, ola, 4, '**/portal');
    await becomes(other, `Hei, ${ola.name} Ingenting venter på deg`);
    const callback = world.seen.findLast((url) => url.includes('/portal/eid/callback?'));
    await other.goto(callback!);
    await becomes(other, `Hei, ${ola.name} Ingenting venter på deg`);
    await page.goto(`${world.sandbox.webUrl}/eid/callback?state=nobody`);
    await becomes(page, 'Vi kjenner ikke igjen denne nettleseren');
    await expectSound(page);
  });

  test('everybody to what is theirs alone', async () => {
    const job = await askAse();
    const page = await world.arrive(portal, { expected: [404] });
    await enterPortal(page, ola);
    await becomes(page, `Hei, ${ola.name} Ingenting venter på deg`);
    await expectSound(page);
    const refused = await page.evaluate(async (id) => {
      const headers = { 'content-type': 'application/json', 'x-segl-portal': '1' };
      const open = await fetch(`/portal/api/jobs/${id}/open`, { method: 'POST', headers, body: '{}' });
      const pades = await fetch(`/portal/api/jobs/${id}/pades`);
      const evidence = await fetch(`/portal/api/jobs/${id}/evidence`);
      return [open.status, await open.text(), pades.status, evidence.status] as const;
    }, String(job.id));
    expect([refused[0], refused[2], refused[3]]).toEqual([404, 404, 404]);
    expect(refused[1]).toContain('JOB_NOT_FOUND');
  });

  test('no signature of somebody else at the same screen', async () => {
    const job = await world.ask({
      signers: [{ personalIdentificationNumber: thi.number, notificationsUsingLookup: { email: true } }],
    });
    const page = await world.arrive(portal);
    await enterPortal(page, thi);
    await page.getByRole('button', { name: /^Les og signer/ }).click();
    await chooseToSign(page);
    await logIn(page, ola);
    await noticed(page, 'Du er logget inn som en annen');
    await expectSound(page);
    await chooseToSign(page);
    await logIn(page, thi);
    await becomes(page, 'Takk, du har signert');
    expect((await job.end()).status).toBe('COMPLETED_SUCCESSFULLY');
  });

  test('nobody any more who logged out at the eID, in another window', async () => {
    await askAse();
    const page = await world.arrive(portal, { expected: [401] });
    await enterPortal(page, ase);
    await becomes(page, `Hei, ${ase.name} Dette venter på deg`);
    const other = await page.context().newPage();
    await other.goto(`${world.sandbox.webUrl}/sandbox/eid/session/end`);
    await other.getByRole('button', { name: 'Log out' }).click();
    await other.waitForURL('**/session/end/success');
    await comeBack(page);
    await becomes(page, 'Du er logget ut');
    await expectSound(page);
    expect(await page.content()).not.toContain('barnehageplass');
    await page.getByRole('button', { name: 'Logg inn med Test-ID' }).click();
    await logIn(page, ase, 4, '**/portal');
    await becomes(page, `Hei, ${ase.name} Dette venter på deg`);
  });

  test('nobody after the log-out, with the cookie they had before it', async () => {
    const page = await world.arrive(portal, { expected: [401] });
    await enterPortal(page, ola);
    await becomes(page, `Hei, ${ola.name} Ingenting venter på deg`);
    const cookies = await page.context().cookies();
    expect(cookies.filter(({ name }) => name.startsWith('segl_portal'))).toMatchObject([
      { name: 'segl_portal', path: '/', httpOnly: true, sameSite: 'Lax', expires: -1 },
    ]);
    await page.getByRole('button', { name: 'Logg ut' }).click();
    await becomes(page, 'Du er logget ut');
    expect((await page.context().cookies()).filter(({ name }) => name.startsWith('segl_portal'))).toEqual([]);
    await page.context().addCookies(cookies);
    await page.goto(portal);
    await becomes(page, 'Logg inn for å signere');
  });
});
