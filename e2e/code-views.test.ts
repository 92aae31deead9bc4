/** The page for link and code, and the portal's ceremonies, in a real browser and answered from plain data. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath } from './support/browser.ts';
import { comeBack, heading, showsInstead, violations } from './support/page-checks.ts';
import { rightCode } from './support/portal-scenarios.ts';
import type { StateServer } from './support/state-server.ts';
import { openViews, type ViewVisits } from './support/view-visits.ts';

describe.skipIf(chromiumPath === undefined)('link and code', () => {
  let visits: ViewVisits;
  let server: StateServer;
  beforeAll(async () => {
    visits = await openViews();
    server = visits.server;
  });
  afterEach(() => visits.endVisit());
  afterAll(() => visits.close());

  async function arrive(path: string): Promise<Page> {
    const page = await visits.open({ permissions: ['clipboard-read', 'clipboard-write'] });
    await visits.show(page, path);
    return page;
  }
  const field = (page: Page) => page.getByRole('textbox', { name: 'Kode' });
  const submit = (page: Page) => page.getByRole('button', { name: 'Gå videre' });
  const alert = (page: Page, text: string) => page.getByRole('alert').filter({ hasText: text });

  test('opening the link changes nothing and asks nothing about it', async () => {
    const page = await arrive('/sign/nobody-made-this');
    expect(await heading(page)).toBe('Skriv inn koden din');
    expect(visits.posts()).toEqual([]);
    expect(visits.paths().filter((path) => path.includes('/api/'))).toEqual(['/portal/api/session']);
  });

  test('one field that phones know what is for', async () => {
    const page = await arrive('/sign/first-try');
    expect(await page.getByRole('textbox').count()).toBe(1);
    expect(await field(page).getAttribute('inputmode')).toBe('numeric');
    expect(await field(page).getAttribute('autocomplete')).toBe('one-time-code');
    const size = await field(page).evaluate((input) => parseFloat(getComputedStyle(input).fontSize));
    expect(size).toBeGreaterThanOrEqual(28);
  });

  test('the right code comes in, pasted with the words around it', async () => {
    const page = await arrive('/sign/first-try');
    await page.evaluate((code) => navigator.clipboard.writeText(`Koden din er ${code}.`), rightCode);
    await field(page).focus();
    await page.keyboard.press('Control+V');
    expect(await field(page).inputValue()).toBe(rightCode);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/ceremony/READY-code');
    const [tried] = visits.posts();
    expect(new URL(tried!.url()).pathname).toBe('/sign/first-try/api/code');
    expect(tried!.postDataJSON()).toEqual({ code: rightCode });
    expect(tried!.headers()).toMatchObject({ 'x-segl-portal': '1', 'content-type': 'application/json' });
  });

  test('too few digits use no try', async () => {
    const page = await arrive('/sign/first-try');
    await field(page).fill('12345');
    await submit(page).click();
    await alert(page, 'Koden har minst 6 sifre.').waitFor();
    expect(visits.posts()).toEqual([]);
    expect(await field(page).evaluate((input) => input === document.activeElement)).toBe(true);
  });

  test.each([
    ['first-try', 'Koden er feil. Du har 4 forsøk igjen.'],
    [
      'last-try',
      'Koden er feil. Du har ett forsøk igjen. Blir det feil, stenges lenken, og signeringen stopper.',
    ],
    ['busy', 'Det ble mange forsøk på kort tid. Prøv igjen om 40 sekunder.'],
  ])('a wrong code is told of plainly, and can be written over (%s)', async (token, words) => {
    const page = await arrive(`/sign/${token}`);
    await field(page).fill('123456');
    await submit(page).click();
    await alert(page, words).waitFor();
    // The words belong to the field, which has the focus with everything in it selected.
    const described = await field(page).evaluate((input) =>
      (input.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent ?? '')
        .join(' '),
    );
    expect(described).toContain(words);
    expect(await field(page).getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.type(rightCode);
    expect(await field(page).inputValue()).toBe(rightCode);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/ceremony/READY-code');
  });

  test.each([
    ['blocked', '123456', 'Lenken er stengt'],
    ['CANCELLED', rightCode, 'Forespørselen er trukket tilbake'],
    ['EXPIRED', rightCode, 'Fristen er ute'],
    ['ENDED', rightCode, 'Det er ikke lenger noe å signere'],
  ])('where no code helps any more, that is the page (%s)', async (token, code, title) => {
    const page = await arrive(`/sign/${token}`);
    await field(page).fill(code);
    await page.keyboard.press('Enter');
    await showsInstead(page, title);
    expect(await page.getByRole('textbox').count()).toBe(0);
    await page.getByText('Nei. Ingenting er signert i ditt navn.').waitFor();
  });

  test('no answer is no verdict', async () => {
    const page = await arrive('/sign/first-try');
    server.refusals.set('/sign/first-try/api/code', { status: 503, code: 'TEMPORARILY_UNAVAILABLE' });
    await field(page).fill(rightCode);
    await page.keyboard.press('Enter');
    await alert(page, 'Vi fikk ikke sjekket koden.').waitFor();
    server.refusals.clear();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/ceremony/READY-code');
  });

  test('a new code is answered the same whatever the link, without moving the focus', async () => {
    const page = await arrive('/sign/nobody-made-this');
    const button = page.getByRole('button', { name: 'Send meg en ny kode' });
    await button.focus();
    await page.keyboard.press('Enter');
    const answer = page
      .getByRole('status')
      .filter({ hasText: 'Hvis lenken er gyldig, er en ny kode på vei.' });
    await answer.waitFor();
    expect(await answer.innerText()).toContain('et begrenset antall ganger');
    expect(await button.evaluate((it) => it === document.activeElement)).toBe(true);
    expect(visits.posts().map((request) => new URL(request.url()).pathname)).toEqual([
      '/sign/nobody-made-this/api/new-code',
    ]);
    expect(visits.posts()[0]!.postDataJSON()).toEqual({});
    expect(await violations(page)).toEqual([]);
  });

  test('new codes asked for too fast have to wait', async () => {
    const page = await arrive('/sign/first-try');
    const path = '/sign/first-try/api/new-code';
    server.refusals.set(path, { status: 429, code: 'TOO_MANY_REQUESTS', retryAfterSeconds: 150 });
    await page.getByRole('button', { name: 'Send meg en ny kode' }).click();
    await alert(page, 'Prøv igjen om 3 minutter.').waitFor();
    server.refusals.set(path, { status: 503, code: 'TEMPORARILY_UNAVAILABLE' });
    await page.getByRole('button', { name: 'Send meg en ny kode' }).click();
    await alert(page, 'Vi fikk ikke bedt om en ny kode.').waitFor();
  });

  describe('the ceremony of the portal flow', () => {
    test.each([
      'SIGNED-portal',
      'REJECTED-portal',
      'EXPIRED-portal',
      'ENDED-portal',
      'CANCELLED-portal',
      'DELAYED-portal',
    ])('%s leads to the inbox or out, and to no sender', async (id) => {
      const page = await arrive(`/ceremony/${id}`);
      expect(await page.getByRole('link', { name: /^Tilbake til/ }).count()).toBe(0);
      const inbox = page.getByRole('link', { name: 'Til innboksen' });
      expect(await inbox.getAttribute('href')).toBe('/portal');
      await page.getByRole('button', { name: 'Logg ut' }).click();
      await page.waitForURL('**/portal/logged-out');
    });

    test.each(['SIGNED-code', 'REJECTED-code', 'CANCELLED-code', 'BLOCKED-code'])(
      '%s ends there for those without a log-in',
      async (id) => {
        const page = await arrive(`/ceremony/${id}`);
        await page.getByText('Du kan lukke siden.').waitFor();
        expect(await page.getByRole('link', { name: /innboksen|Tilbake/ }).count()).toBe(0);
        expect(await page.getByRole('button', { name: 'Logg ut' }).count()).toBe(0);
      },
    );

    test('says when the others will have signed, and where the document will be', async () => {
      const page = await arrive('/ceremony/SIGNED-portal-waiting');
      const waiting = page.locator('.segl-signed__part').filter({ hasText: 'Nå mangler det fra andre' });
      expect(await waiting.innerText()).toMatch(
        /Da finner du det i innboksen din\.\s+De har frist til \S+ \d/,
      );
    });

    test('a request that is cancelled meanwhile takes the reader to what happened', async () => {
      const page = await arrive('/ceremony/READY-portal');
      server.states.set('READY-portal', { ...server.states.get('READY-portal')!, phase: 'CANCELLED' });
      await page.getByRole('button', { name: 'Jeg vil ikke signere' }).click();
      server.refusals.set('/ceremony/READY-portal/api/reject', { status: 409, code: 'JOB_ENDED' });
      await page.getByRole('button', { name: 'Ja, jeg vil ikke signere' }).click();
      await showsInstead(page, 'Forespørselen er trukket tilbake');
    });

    test('a session that ran out leads back to the inbox', async () => {
      const page = await arrive('/ceremony/REJECTED-portal');
      const path = '/ceremony/REJECTED-portal/api/state';
      server.refusals.set(path, { status: 401, code: 'SESSION_MISSING' });
      await comeBack(page);
      await page.getByRole('heading', { name: 'Vi kjenner ikke igjen denne nettleseren' }).waitFor();
      await page.getByRole('link', { name: 'Til innboksen' }).waitFor();
    });
  });
});
