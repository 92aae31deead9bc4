/** A browser and the state server for one test file, and the visits to its views. */
import type { Browser, BrowserContext, BrowserContextOptions, Page, Request } from 'playwright-core';
import { expect } from 'vitest';
import { startBrowser } from './browser.ts';
import { listen } from './page-checks.ts';
import { portals } from './portal-scenarios.ts';
import { ceremonies } from './scenarios.ts';
import { startStateServer, type StateServer } from './state-server.ts';

export interface ViewVisits {
  readonly server: StateServer;
  /** A browser of one's own: a phone set to Bokmål, unless `options` says otherwise. */
  open(options?: BrowserContextOptions): Promise<Page>;
  /** Goes to a path of ours, as somebody of whom the portal knows the scenario `portal`. */
  show(page: Page, path: string, portal?: string): Promise<void>;
  /** What the page has sent to change something, in order. */
  posts(): readonly Request[];
  /** The paths the page has asked for since it was opened, in order. */
  paths(): string[];
  /** Closes the browser, brings the server back to its scenarios, and expects that the page did not complain. */
  endVisit(): Promise<void>;
  close(): Promise<void>;
}

export async function openViews(): Promise<ViewVisits> {
  const [browser, server]: [Browser, StateServer] = await Promise.all([startBrowser(), startStateServer()]);
  const complaints: string[] = [];
  const sent: Request[] = [];
  let context: BrowserContext | undefined;
  return {
    server,
    open: async (options = {}) => {
      context = await browser.newContext({
        locale: 'nb-NO',
        viewport: { width: 390, height: 780 },
        // Somebody abroad: moments are told in Norwegian time all the same.
        timezoneId: 'America/New_York',
        ...options,
      });
      context.setDefaultTimeout(10_000);
      const page = await context.newPage();
      listen(page, complaints, [401, 403, 404, 409, 410, 429, 503]);
      page.on('request', (request) => sent.push(request));
      return page;
    },
    show: async (page, path, portal = 'out') => {
      await page.context().addCookies([{ name: 'segl_portal', value: portal, url: server.url }]);
      await page.goto(server.url + path);
      await page.waitForSelector('h1');
    },
    posts: () => sent.filter((request) => request.method() === 'POST'),
    paths: () => sent.map((request) => new URL(request.url()).pathname),
    endVisit: async () => {
      await context?.close();
      server.refusals.clear();
      for (const [id, state] of ceremonies()) server.states.set(id, state);
      for (const [name, scenario] of portals()) server.portals.set(name, scenario);
      sent.splice(0);
      expect(complaints.splice(0)).toEqual([]);
    },
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}
