/** A picture of every view from plain data: wide, on a narrow phone, and wide in the dark. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { codeLinks, portals, rightCode } from './portal-scenarios.ts';
import { ceremonies, links } from './scenarios.ts';
import { startStateServer } from './state-server.ts';

const looks = {
  wide: { viewport: { width: 1100, height: 800 }, colorScheme: 'light' },
  phone: { viewport: { width: 320, height: 640 }, colorScheme: 'light' },
  dark: { viewport: { width: 1100, height: 800 }, colorScheme: 'dark' },
} as const;

interface View {
  name: string;
  path: string;
  /** Value of the portal's cookie. */
  portal?: string;
  /** What is done before the picture is taken. */
  act?: (page: Page) => Promise<void>;
}

const enter = (code: string) => async (page: Page) => {
  await page.getByRole('textbox').fill(code);
  await page.keyboard.press('Enter');
  await page.locator('[aria-invalid], .segl-end').first().waitFor();
};

const views: View[] = [
  ...[...portals().keys()].map((portal) => ({ name: `portal-${portal}`, path: '/portal', portal })),
  { name: 'logged-out', path: '/portal/logged-out' },
  { name: 'code', path: '/sign/first-try' },
  ...[...codeLinks].map(([token, { right }]) => ({
    name: `code-${token}`,
    path: `/sign/${token}`,
    act: enter(right === undefined ? '123456' : rightCode),
  })),
  ...[...ceremonies().keys()].map((id) => ({ name: `ceremony-${id}`, path: `/ceremony/${id}` })),
  ...[...links.keys()].map((token) => ({ name: `link-${token}`, path: `/redirect/${token}` })),
];

/** Takes the pictures of all views whose name matches, as `{view}-{look}.png` in the folder. */
export async function takeViews(browser: Browser, folder: string, which = /./): Promise<void> {
  const server = await startStateServer();
  for (const [look, options] of Object.entries(looks)) {
    for (const { name, path, portal, act } of views.filter((view) => which.test(view.name))) {
      const context = await browser.newContext({ locale: 'nb-NO', reducedMotion: 'reduce', ...options });
      if (portal !== undefined) {
        await context.addCookies([{ name: 'segl_portal', value: portal, url: server.url }]);
      }
      const page = await context.newPage();
      await page.goto(server.url + path);
      await page.waitForSelector('h1');
      await page.evaluate(async () => {
        await document.fonts.ready;
        await Promise.allSettled([...document.images].map((image) => image.decode()));
      });
      await act?.(page);
      // The bar at the bottom belongs to the window, not to the page.
      const fullPage = (await page.locator('.segl-bar').count()) === 0;
      await page.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage });
      await context.close();
    }
  }
  await server.close();
}
