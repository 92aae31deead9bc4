/** What must hold on every page: no axe violations, no sideways scrolling, no complaints in the console. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResults {
  violations: { id: string; help: string; nodes: { html: string }[] }[];
}

/** axe is injected through the debugging protocol, so the page keeps its policy. */
export async function violations(page: Page): Promise<string[]> {
  // What is fading in has no contrast yet.
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((it) => it.effect?.getTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map((it) => it.finished));
  });
  await page.evaluate(axe);
  const results = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
  return results.violations.map(({ id, help, nodes }) => `${id}: ${help} ${nodes[0]?.html ?? ''}`);
}

/** How many pixels the page scrolls sideways. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

export const heading = (page: Page): Promise<string> => page.locator('h1').innerText();

/** The text of what has the focus; empty when nothing has. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement, body } = document;
    return activeElement === null || activeElement === body ? '' : activeElement.textContent;
  });
}

/** Waits for another view to take this one's place: its heading gets the focus. */
export async function showsInstead(page: Page, title: string): Promise<void> {
  const shown = page.getByRole('heading', { level: 1, name: title, exact: true });
  await shown.and(page.locator(':focus')).waitFor();
}

/** The reader has been in another window and comes back to this one. */
export async function comeBack(page: Page): Promise<void> {
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
}

/** Gathers errors and warnings, but for answers with a status that `expected` holds. */
export function listen(page: Page, complaints: string[], expected: readonly number[]): void {
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const status = /status of (\d{3})/.exec(message.text())?.[1];
    const fine = status !== undefined && expected.includes(Number(status));
    if (['error', 'warning'].includes(message.type()) && !fine) {
      complaints.push(`${message.text()} ${message.location().url}`);
    }
  });
}
