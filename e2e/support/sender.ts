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
