/** The portal's way in and its inbox in a real browser, answered from plain data. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath } from './support/browser.ts';
import { focused, heading, overflow, violations } from './support/page-checks.ts';
import { codeLinks, portals, rightCode } from './support/portal-scenarios.ts';
import type { StateServer } from './support/state-server.ts';
import { openViews, type ViewVisits } from './support/view-visits.ts';

describe.skipIf(chromiumPath === undefined)('the portal', () => {
  let visits: ViewVisits;
  let server: StateServer;
  beforeAll(async () => {
    visits = await openViews();
    server = visits.server;
  });
  afterEach(() => visits.endVisit());
  afterAll(() => visits.close());
  const jobs = (page: Page) => page.getByRole('article').getByRole('heading', { level: 2 }).allInnerTexts();

  describe.each(['nb-NO', 'nn-NO', 'en-GB'])('in %s', (locale) => {
    test.each([
      [320, 'light'],
      [1280, 'dark'],
    ] as const)('at %i px, %s', async (width, colorScheme) => {
      const page = await visits.open({
        locale,
        colorScheme,
        viewport: { width, height: 720 },
        reducedMotion: 'reduce',
      });
      const check = async (view: string) => {
        expect(await page.locator('html').getAttribute('lang'), view).toBe(locale.slice(0, 2));
        expect(await page.locator('h1').count(), view).toBe(1);
        expect(await page.title(), view).toMatch(/ – Segl$/);
        expect(await overflow(page), `${view} scrolls sideways`).toBe(0);
        expect(await violations(page), view).toEqual([]);
      };
      for (const portal of portals().keys()) {
        await visits.show(page, '/portal', portal);
        await check(portal);
      }
      await visits.show(page, '/portal/logged-out');
      await check('logged out');
      for (const [token, { right }] of codeLinks) {
        await visits.show(page, `/sign/${token}`);
        await check(token);
        await page.getByRole('textbox').fill(right === undefined ? '123456' : rightCode);
        await page.keyboard.press('Enter');
        await page.locator('[aria-invalid], .segl-end').first().waitFor();
        await check(`${token}, answered`);
      }
    });
  });

  describe('the way in', () => {
    test.each([
      ['Logg inn med Test-eID', 4],
      ['Logg inn på nivå 3', 3],
    ])('%s', async (name, level) => {
      const page = await visits.open();
      await visits.show(page, '/portal');
      await page.getByRole('button', { name, exact: true }).click();
      await page.waitForURL(`**/eid/level-${level}`);
      const [login] = visits.posts();
      expect(new URL(login!.url()).pathname).toBe('/portal/api/login');
      expect(login!.postDataJSON()).toEqual({ level, language: 'nb', room: 'signer' });
      expect(login!.headers()).toMatchObject({ 'x-segl-portal': '1', 'content-type': 'application/json' });
    });

    test('tells the eID the language the page is read in', async () => {
      const page = await visits.open();
      await visits.show(page, '/portal');
      await page.getByLabel('Språk').selectOption('en');
      await page.getByRole('button', { name: 'Log in with Test-eID' }).click();
      await page.waitForURL('**/eid/level-4');
      expect(visits.posts()[0]!.postDataJSON()).toEqual({ level: 4, language: 'en', room: 'signer' });
    });

    test('says so when the eID is away, and stays', async () => {
      const page = await visits.open();
      server.refusals.set('/portal/api/login', { status: 503, code: 'TEMPORARILY_UNAVAILABLE' });
      await visits.show(page, '/portal');
      await page.getByRole('button', { name: 'Logg inn med Test-eID' }).click();
      await page.getByText('Vi fikk ikke sendt deg til Test-eID.').waitFor();
      server.refusals.clear();
      await page.getByRole('button', { name: 'Logg inn med Test-eID' }).click();
      await page.waitForURL('**/eid/level-4');
    });

    test('tells first why the last try did not work', async () => {
      const page = await visits.open();
      await visits.show(page, '/portal', 'EID_CANCELLED');
      expect(await focused(page)).toContain('Du avbrøt innloggingen');
    });
  });

  describe('the inbox', () => {
    test('what waits comes first, the nearest deadline on top, in words and in Norwegian time', async () => {
      const page = await visits.open();
      await visits.show(page, '/portal', 'inbox');
      expect(await heading(page)).toMatch(/^Hei, Åse Østby-Ærfugl\s+Dette venter på deg$/);
      expect(await jobs(page)).toEqual([
        'Samtykke til utflukt',
        'Avtale om barnehageplass',
        'Fullmakt til å hente sendinger og inngå avtaler om transport for avdelingen',
      ]);
      const words = await page.getByRole('article').allInnerTexts();
      expect(words[0]).toMatch(/27 timer igjen\s+Frist torsdag 26\. november 2026 kl\.\s12:30/);
      expect(words[1]).toMatch(/3 dager igjen\s+Frist lørdag 28\. november 2026 kl\.\s14:30/);
      expect(words[1]).toContain('2 dokumenter');
      expect(words[2]).toContain('På vegne av noen andre');
      const headings = await page.getByRole('heading').allInnerTexts();
      expect(headings.indexOf('Signert i det siste')).toBe(4);
    });

    test('opens a job at its ceremony', async () => {
      const page = await visits.open();
      await visits.show(page, '/portal', 'inbox');
      await page.getByRole('button', { name: 'Les og signer Avtale om barnehageplass' }).click();
      await page.waitForURL('**/ceremony/READY-portal');
      expect(new URL(visits.posts()[0]!.url()).pathname).toBe('/portal/api/jobs/job-2/open');
      expect(visits.posts()[0]!.headers()['x-segl-portal']).toBe('1');
      await page.getByRole('link', { name: 'Til innboksen' }).click();
      await page.waitForURL('**/portal');
    });

    test('what was signed lately can be downloaded, and says what became of it', async () => {
      const page = await visits.open();
      await visits.show(page, '/portal', 'inbox');
      const rows = await page.locator('.segl-signed-jobs li').allInnerTexts();
      expect(rows[0]).toContain('Alle har signert. Kan lastes ned til 4. januar 2027.');
      expect(rows[1]).toContain('Venter på at andre skal signere.');
      expect(rows[2]).toContain('Ble avsluttet før alle hadde signert.');
      expect(rows[3]).toContain('Dokumentet er slettet hos oss. Spør Testkommunen om du trenger det.');
      const download = page.waitForEvent('download');
      await page.getByRole('link', { name: 'Last ned Leieavtale Storgata 1' }).click();
      expect((await download).suggestedFilename()).toBe('Leieavtale Storgata 1.pdf');
      expect(await page.getByRole('link', { name: /^Last ned/ }).count()).toBe(1);
      const evidence = page.getByRole('link', { name: 'Bevispakke Leieavtale Storgata 1' });
      expect(await evidence.getAttribute('href')).toBe('/portal/api/jobs/job-4/evidence');
    });

    test('level 3 hides titles, explains, and leads to level 4 and back to the same job', async () => {
      const page = await visits.open();
      await visits.show(page, '/portal', 'level-3');
      expect(await page.content()).not.toContain('Avtale om barnehageplass');
      expect((await jobs(page))[1]).toBe('Tittelen vises på nivå 4');
      await page.getByText('Du er logget inn på nivå 3.').waitFor();
      const stepUps = page.getByRole('button', { name: /^Logg inn på nivå 4/ });
      expect(await stepUps.count()).toBe(2);
      await stepUps.first().click();
      await page.waitForURL('**/eid/level-4');
      expect(visits.posts()[0]!.postDataJSON()).toEqual({ level: 4, language: 'nb', room: 'signer' });
      await visits.show(page, '/portal', 'inbox');
      await expect.poll(() => focused(page)).toBe('Les og signer Avtale om barnehageplass');
      await page.reload();
      await page.waitForSelector('h1');
      expect(await focused(page)).not.toContain('Les og signer');
    });

    test.each([
      [409, 'JOB_ENDED'],
      [404, 'JOB_NOT_FOUND'],
    ])('a job that ended meanwhile is told of, and gone (%i %s)', async (status, code) => {
      const page = await visits.open();
      server.refusals.set('/portal/api/jobs/job-1/open', { status, code });
      await visits.show(page, '/portal', 'inbox');
      const { session, inbox } = server.portals.get('inbox')!;
      server.portals.set('inbox', { session, inbox: { ...inbox, waiting: inbox.waiting.slice(1) } });
      await page.getByRole('button', { name: 'Les og signer Samtykke til utflukt' }).click();
      await page.getByRole('heading', { name: 'Dette kan ikke signeres lenger' }).waitFor();
      expect(await focused(page)).toContain('«Samtykke til utflukt» er avsluttet i mellomtiden.');
      await expect.poll(() => jobs(page)).not.toContain('Samtykke til utflukt');
      expect(await violations(page)).toEqual([]);
    });

    test('a job answered in another window is told of, and gone', async () => {
      const page = await visits.open();
      server.refusals.set('/portal/api/jobs/job-1/open', { status: 409, code: 'SIGNER_ALREADY_ACTED' });
      await visits.show(page, '/portal', 'inbox');
      await page.getByRole('button', { name: 'Les og signer Samtykke til utflukt' }).click();
      await page.getByRole('heading', { name: 'Dette har du svart på' }).waitFor();
      expect(await focused(page)).toContain('signert eller sagt nei til «Samtykke til utflukt»');
    });

    test('a job that turns out to need level 4 is locked', async () => {
      const page = await visits.open();
      server.refusals.set('/portal/api/jobs/job-2/open', { status: 403, code: 'LEVEL_TOO_LOW' });
      await visits.show(page, '/portal', 'inbox');
      server.portals.set('inbox', server.portals.get('level-3')!);
      await page.getByRole('button', { name: 'Les og signer Avtale om barnehageplass' }).click();
      await page.getByRole('heading', { name: 'Dette krever en sikrere innlogging' }).waitFor();
      await expect.poll(() => page.getByRole('button', { name: /^Logg inn på nivå 4/ }).count()).toBe(2);
    });

    test('a job that could not be opened stays, and says so', async () => {
      const page = await visits.open();
      server.refusals.set('/portal/api/jobs/job-1/open', { status: 503, code: 'TEMPORARILY_UNAVAILABLE' });
      await visits.show(page, '/portal', 'inbox');
      await page.getByRole('button', { name: 'Les og signer Samtykke til utflukt' }).click();
      const alert = page.getByRole('alert').filter({ hasText: 'Vi fikk ikke åpnet dette.' });
      await alert.waitFor();
      expect(await jobs(page)).toContain('Samtykke til utflukt');
    });

    test('a kind word when nothing waits', async () => {
      const page = await visits.open();
      await visits.show(page, '/portal', 'nothing-waits');
      expect(await heading(page)).toContain('Ingenting venter på deg');
      await page.getByText('Så fint. Når noen ber deg signere').waitFor();
      await visits.show(page, '/portal', 'nameless');
      expect(await heading(page)).toMatch(/^Du er logget inn med Test-eID\s+Ingenting venter på deg$/);
      await page.getByText('Det du signerer, finner du igjen her.').waitFor();
    });

    test('everything can be reached by keyboard, and is visible when it is', async () => {
      const page = await visits.open({ viewport: { width: 320, height: 640 } });
      await visits.show(page, '/portal', 'inbox');
      const reached: string[] = [];
      for (let press = 0; press < 7; press++) {
        await page.keyboard.press('Tab');
        const [name, hidden] = await page.evaluate(() => {
          const element = document.activeElement!;
          const box = element.getBoundingClientRect();
          const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          const covered = top !== null && !element.contains(top) && !top.contains(element);
          return [element.textContent, covered] as const;
        });
        expect(hidden, `${name} is covered`).toBe(false);
        reached.push(name);
      }
      expect(reached).toEqual([
        'Hopp til innholdet',
        'BokmålNynorskEnglish',
        'Logg ut',
        'Les og signer Samtykke til utflukt',
        'Les og signer Avtale om barnehageplass',
        'Les og signer Fullmakt til å hente sendinger og inngå avtaler om transport for avdelingen',
        'Last ned Leieavtale Storgata 1',
      ]);
    });

    test.each([
      ['200 %', { width: 640, height: 400 }],
      ['400 %', { width: 320, height: 200 }],
    ])('fits when enlarged to %s', async (_, viewport) => {
      const page = await visits.open({ viewport });
      for (const [path, portal] of [
        ['/portal', 'out'],
        ['/portal', 'inbox'],
        ['/sign/first-try', 'out'],
      ] as const) {
        await visits.show(page, path, portal);
        expect(await overflow(page), `${path} ${portal}`).toBe(0);
      }
    });
  });
});
