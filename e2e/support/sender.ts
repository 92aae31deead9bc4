/** People who use the sender portal. */
import type { Page } from 'playwright-core';
import { logIn, type people } from './signer.ts';

/** Logs in from the sender portal's start. */
export async function enterSenderPortal(
  page: Page,
  person: (typeof people)[keyof typeof people],
): Promise<void> {
  await page.getByRole('button', { name: /^Logg inn/ }).click();
  await logIn(page, person, 4, '**/sender');
}

/** Goes on with the Tab key until something of that name has the focus. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const role = page.getByRole('button', { name }).or(page.getByRole('link', { name }));
  const focused = role.and(page.locator(':focus'));
  for (let presses = 0; presses < 80; presses += 1) {
    if ((await focused.count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not lead to ${String(name)}`);
}
