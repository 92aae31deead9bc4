/** Browsers at a running sandbox, and what must hold of every visit. */
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { startBrowser } from './browser.ts';
import { listen, overflow, violations } from './page-checks.ts';
import { dataFiles, type RunningSandbox } from './sandbox.ts';
import { people } from './signer.ts';

export interface Visits {
  /** Every address a browser asked for, and every body it was refused with, over all visits. */
  readonly seen: string[];
  /** A browser of one's own at `url`; `expected` are statuses that the page may meet. */
  readonly arrive: (
    url: string | undefined,
    options?: BrowserContextOptions & { expected?: number[] },
  ) => Promise<Page>;
  /** Closes the browsers, and expects that no page complained and that no person's number got out. */
  readonly end: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openVisits(sandbox: RunningSandbox): Promise<Visits> {
  const browser = await startBrowser();
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];
  const seen: string[] = [];
  return {
    seen,
    arrive: async (url, { expected = [], ...options } = {}) => {
      const phone = { locale: 'nb-NO', viewport: { width: 390, height: 780 } };
      const context = await browser.newContext({ ...phone, ...options });
      context.setDefaultTimeout(15_000);
      contexts.push(context);
      context.on('page', (page) => {
        listen(page, complaints, expected);
        record(page, seen);
      });
      const page = await context.newPage();
      await page.goto(url ?? '');
      return page;
    },
    end: async () => {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
      expect(complaints.splice(0)).toEqual([]);
      await expectNoNumber(sandbox, seen);
    },
    close: () => browser.close(),
  };
}

/** Log, addresses, error bodies and file names; the database and the documents may know it. */
export async function expectNoNumber(sandbox: RunningSandbox, seen: readonly string[]): Promise<void> {
  const places = [sandbox.log(), ...seen, ...(await dataFiles(sandbox))];
  for (const { number } of Object.values(people)) {
    expect(places.filter((text) => text.includes(number))).toEqual([]);
  }
}

function record(page: Page, seen: string[]): void {
  page.on('request', (request) => seen.push(request.url()));
  page.on('response', (response) => {
    if (response.status() < 400) return;
    response.text().then(
      (body) => seen.push(body),
      () => undefined,
    );
  });
}

/** Waits for the page's heading to become `title`. */
export async function becomes(page: Page, title: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
}

/** Waits for a part of the page with this heading. */
export async function noticed(page: Page, title: string): Promise<void> {
  await page.getByRole('heading', { name: title, exact: true }).waitFor();
}

/** The page is one that axe finds nothing wrong with, and does not scroll sideways. */
export async function expectSound(page: Page): Promise<void> {
  expect(await violations(page), page.url()).toEqual([]);
  expect(await overflow(page), page.url()).toBe(0);
}
