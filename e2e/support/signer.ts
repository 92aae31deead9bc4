/** A person in a browser: what they press and what they see on the way. */
import type { Page } from 'playwright-core';

export const people = {
  ase: { number: '14838522190', name: 'Åse Østby-Ærfugl' },
  ola: { number: '02919134561', name: 'Ola Nordmann' },
  nameless: { number: '01924920382', name: 'No name' },
} as const;

type Person = (typeof people)[keyof typeof people];

/** Reads the documents to their end, as the page understands it. */
export async function read(page: Page, words = 'Alt er lest'): Promise<void> {
  await page.locator('[data-state="text"]').first().waitFor();
  await page.getByRole('heading', { level: 2 }).last().scrollIntoViewIfNeeded();
  await page.getByText(words).waitFor();
}

/** From the reading page to the eID's. */
export async function chooseToSign(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Signer', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Har du lest alt?' });
  const eid = page.waitForURL('**/sandbox/eid/**');
  await Promise.race([
    eid,
    dialog
      .waitFor()
      .then(() => dialog.getByRole('button', { name: 'Jeg har lest det, signer' }).click())
      .then(() => eid),
  ]);
}

/** Logs in at the test eID; ends on the ceremony's page. */
export async function logIn(page: Page, person: Person, level: 3 | 4 = 4): Promise<void> {
  await page.locator(`input[name="level"][value="${level}"]`).check();
  await page.getByRole('button', { name: person.number }).click();
  await page.waitForURL('**/ceremony/**');
}

/** Ends the visit at the test eID without a log-in. */
export async function refuseLogin(
  page: Page,
  how: 'Cancel the log-in' | 'Let the log-in fail',
): Promise<void> {
  await page.getByRole('button', { name: how }).click();
  await page.waitForURL('**/ceremony/**');
}
