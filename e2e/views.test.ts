/** Every view of the ceremony in a real browser: languages, widths, colours, axe, keyboard, policy. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, startBrowser } from './support/browser.ts';
import { heading, listen, overflow, violations } from './support/page-checks.ts';
import { ceremonies, links } from './support/scenarios.ts';
import { startStateServer, type StateServer } from './support/state-server.ts';

const paths = [
  ...[...ceremonies().keys()].map((id) => `/ceremony/${id}`),
  ...[...links.keys()].map((token) => `/redirect/${token}`),
  '/ceremony/no-session',
  '/nowhere',
];

describe.skipIf(chromiumPath === undefined)('the pages', () => {
  let browser: Browser;
  let server: StateServer;
  let context: BrowserContext;
  let complaints: string[];

  beforeAll(async () => {
    [browser, server] = await Promise.all([startBrowser(), startStateServer()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  afterEach(async () => {
    await context.close();
    server.states.clear();
    for (const [id, state] of ceremonies()) server.states.set(id, state);
  });

  async function open(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    context = await browser.newContext({
      locale: 'nb-NO',
      viewport: { width: 390, height: 780 },
      ...options,
    });
    const page = await context.newPage();
    complaints = [];
    // The dead links and unknown addresses answer 404 and 401, as they should.
    listen(page, complaints, [401, 404]);
    return page;
  }

  async function show(page: Page, path: string): Promise<void> {
    await page.goto(server.url + path);
    await page.waitForSelector('h1');
  }

  describe.each(['nb-NO', 'nn-NO', 'en-GB'])('in %s', (locale) => {
    test.each([
      [320, 'light'],
      [1280, 'dark'],
    ] as const)('at %i px, %s', async (width, colorScheme) => {
      const page = await open({
        locale,
        colorScheme,
        viewport: { width, height: 720 },
        reducedMotion: 'reduce',
      });
      for (const path of paths) {
        await show(page, path);
        expect(await page.locator('html').getAttribute('lang'), path).toBe(locale.slice(0, 2));
        expect(await page.locator('h1').count(), path).toBe(1);
        expect(await page.title(), path).toMatch(/ – Segl$/);
        expect(await overflow(page), `${path} scrolls sideways`).toBe(0);
        expect(await violations(page), path).toEqual([]);
      }
      expect(complaints).toEqual([]);
    });
  });

  test('the colours follow the system', async () => {
    const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await open({ colorScheme: 'light' });
    await show(light, '/ceremony/READY');
    const day = await background(light);
    await context.close();
    const dark = await open({ colorScheme: 'dark' });
    await show(dark, '/ceremony/READY');
    expect(await background(dark)).not.toBe(day);
  });

  test('a document is drawn, and its text can be read and selected', async () => {
    const page = await open();
    await show(page, '/ceremony/READY');
    const first = page.locator('[data-page="1"]');
    await first.and(page.locator('[data-state="text"]')).waitFor();
    expect(await first.innerText()).toContain('Solbakken barnehage');
    expect(await first.getAttribute('aria-label')).toBe('Side 1 av 2');
    const inked = await first.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      const pixels = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data;
      return pixels.some((value, index) => index % 4 === 0 && value < 100);
    });
    expect(inked).toBe(true);
    await first.locator('span:not(.markedContent)').first().selectText();
    expect(await page.evaluate(() => getSelection()?.toString())).toContain('Avtale');
    expect(complaints).toEqual([]);
  });

  test('a tagged document keeps its headings for those who listen', async () => {
    const page = await open();
    await show(page, '/ceremony/READY');
    await page.locator('[data-page="1"][data-state="text"]').waitFor();
    const inside = page.locator('[data-page="1"]').getByRole('heading', { level: 3 });
    expect(await inside.allInnerTexts()).toEqual(['Avtale om barnehageplass']);
    expect(await violations(page)).toEqual([]);
  });

  test('text lies over its picture', async () => {
    const page = await open({ viewport: { width: 1000, height: 800 } });
    await show(page, '/ceremony/READY');
    await page.locator('[data-page="1"][data-state="text"]').waitFor();
    const frame = (await page.locator('[data-page="1"]').boundingBox())!;
    const title = (await page.locator('[data-page="1"] span:not(.markedContent)').first().boundingBox())!;
    // The title stands at 72 of 595 points from the left, its baseline 90 of 842 from the top.
    expect((title.x - frame.x) / frame.width).toBeCloseTo(72 / 595, 2);
    expect((title.y + title.height - frame.y) / frame.height).toBeCloseTo(95 / 842, 2);
  });

  test('reading to the end is noticed, and then signing leaves at once', async () => {
    const page = await open();
    await show(page, '/ceremony/READY');
    await page.locator('[data-state="text"]').first().waitFor();
    await expect.poll(() => page.getByText('Lest', { exact: true }).count()).toBe(0);
    await page.getByRole('heading', { name: 'Lurer du på noe?' }).scrollIntoViewIfNeeded();
    await page.getByText('Alt er lest').waitFor();
    await page.getByRole('button', { name: 'Signer', exact: true }).click();
    await page.waitForURL('**/eid/READY');
  });

  test('whoever has not read everything is asked once, and can read on or sign', async () => {
    const page = await open();
    await show(page, '/ceremony/READY-several');
    await page.locator('[data-state="text"]').first().waitFor();
    await page.getByRole('button', { name: 'Signer', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Har du lest alt?' });
    expect(await dialog.innerText()).toContain('Vedtekter for de kommunale barnehagene');
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Les videre' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe('Avtale om barnehageplass');
    await page.getByRole('button', { name: 'Signer', exact: true }).click();
    await dialog.getByRole('button', { name: 'Jeg har lest det, signer' }).click();
    await page.waitForURL('**/eid/READY-several');
  });

  test('a long document shows its first page, then all of them, and the focus follows', async () => {
    const page = await open();
    await show(page, '/ceremony/READY-several');
    const long = page.getByRole('region', { name: 'Vedtekter for de kommunale barnehagene' });
    await long.scrollIntoViewIfNeeded();
    const more = long.getByRole('button', { name: 'Vis de neste 5 sidene' });
    await more.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => long.locator('[data-page]').count()).toBe(6);
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-page'))).toBe('2');
    await long.locator('[data-page="6"]').scrollIntoViewIfNeeded();
    await long.locator('[data-page="6"][data-state="text"]').waitFor();
  });

  test('saying no asks for confirmation, tells the consequence, and moves the focus to what happened', async () => {
    const page = await open();
    await show(page, '/ceremony/READY-several');
    await page.getByRole('button', { name: 'Jeg vil ikke signere' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Vil du si nei til å signere?' });
    expect(await dialog.innerText()).toContain('Da stopper signeringen også for de andre');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe('Jeg vil ikke signere');
    await page.keyboard.press('Enter');
    await dialog.getByLabel('Hvorfor? (valgfritt)').fill('Feil dato');
    const sent = page.waitForRequest('**/api/reject');
    await dialog.getByRole('button', { name: 'Ja, jeg vil ikke signere' }).click();
    const request = await sent;
    expect(request.postDataJSON()).toEqual({ reason: 'Feil dato' });
    expect(request.headers()['x-segl-ceremony']).toBe('1');
    await expect.poll(() => heading(page)).toBe('Du har sagt nei');
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  });

  test('progress follows the ceremony, and the confirmation leaves by itself', async () => {
    const page = await open();
    await page.clock.install();
    const change = (phase: 'SEALING' | 'SIGNED', more = {}) =>
      server.states.set('SIGNING', { ...server.states.get('SIGNING')!, phase, ...more });
    await show(page, '/ceremony/SIGNING');
    expect(await heading(page)).toBe('Signaturen din blir laget');
    change('SEALING');
    await page.clock.runFor(1500);
    await expect.poll(() => heading(page)).toBe('Dokumentet blir forseglet');
    change('SIGNED', { signers: { total: 1, signed: 1 }, exitUrl: '/sender/completed' });
    await page.clock.runFor(1500);
    await expect.poll(() => heading(page)).toBe('Takk, du har signert');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    for (let second = 0; second < 12; second++) await page.clock.runFor(1000);
    await page.waitForURL('**/sender/completed');
  });

  test('leaving by itself can be stopped', async () => {
    const page = await open();
    await page.clock.install();
    await show(page, '/ceremony/SIGNED');
    await page.getByRole('button', { name: 'Bli her' }).click();
    await page.clock.runFor(60_000);
    expect(page.url()).toContain('/ceremony/SIGNED');
    expect(await page.getByRole('status').filter({ hasText: 'Du blir her' }).count()).toBe(1);
  });

  test('a reader is told when the job ends meanwhile', async () => {
    const page = await open();
    await page.clock.install();
    await show(page, '/ceremony/READY');
    server.states.set('READY', { ...server.states.get('READY')!, phase: 'ENDED', exitUrl: '/sender/error' });
    await page.clock.runFor(31_000);
    await expect.poll(() => heading(page)).toBe('Det er ikke lenger noe å signere');
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  });

  test('a notice takes the focus', async () => {
    const page = await open();
    await show(page, '/ceremony/EID_CANCELLED');
    const focused = await page.evaluate(() => document.activeElement?.textContent);
    expect(focused).toContain('Du avbrøt innloggingen');
  });

  test('everything can be reached by keyboard, and is visible when it is', async () => {
    const page = await open({ viewport: { width: 320, height: 640 } });
    await show(page, '/ceremony/READY');
    await page.locator('[data-state="text"]').first().waitFor();
    const reached: string[] = [];
    for (let press = 0; press < 20; press++) {
      await page.keyboard.press('Tab');
      const [name, hidden] = await page.evaluate(() => {
        const element = document.activeElement!;
        const box = element.getBoundingClientRect();
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
        const covered = top !== null && !element.contains(top) && !top.contains(element);
        return [element.getAttribute('aria-label') ?? element.textContent, covered] as const;
      });
      expect(hidden, `${name} is covered`).toBe(false);
      reached.push(name);
    }
    for (const name of [
      'Hopp til innholdet',
      'Større',
      'Hva blir lagret?',
      'Signer',
      'Jeg vil ikke signere',
    ]) {
      expect(reached).toContain(name);
    }
  });

  test('enlarged twice, the page still fits and the bar lets go', async () => {
    // A window of 1280 × 800 enlarged to 400 %.
    const page = await open({ viewport: { width: 320, height: 200 } });
    await show(page, '/ceremony/READY-several');
    expect(await overflow(page)).toBe(0);
    const position = await page.locator('.segl-bar').evaluate((bar) => getComputedStyle(bar).position);
    expect(position).toBe('static');
  });

  test('a larger document scrolls in its own frame', async () => {
    const page = await open({ viewport: { width: 320, height: 640 } });
    await show(page, '/ceremony/READY');
    await page.locator('[data-state="text"]').first().waitFor();
    for (let press = 0; press < 4; press++) await page.getByRole('button', { name: 'Større' }).click();
    await expect.poll(() => page.locator('[data-page="1"]').evaluate((it) => it.clientWidth)).toBe(864);
    expect(await overflow(page)).toBe(0);
    await page.locator('[data-page="1"][data-state="text"]').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('the chosen language is remembered', async () => {
    const page = await open();
    await show(page, '/ceremony/EXPIRED');
    await page.getByLabel('Språk').selectOption('en');
    expect(await heading(page)).toBe('The deadline has passed');
    await page.reload();
    expect(await heading(page)).toBe('The deadline has passed');
    expect(await context.cookies()).toEqual([]);
  });
});
