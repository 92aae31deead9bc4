/** A person in a browser: what they press and what they see on the way. */
import type { Page } from 'playwright-core';
import { pause } from './sandbox.ts';

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

/** Lets the page's time pass quickly until it has left for an address like `goal`. */
export async function passTime(page: Page, goal: RegExp): Promise<void> {
  for (let step = 0; step < 200 && !goal.test(page.url()); step++) {
    await page.clock.runFor(1000);
    await pause(20);
  }
  await page.waitForURL(goal);
}

/** Presses Tab until what has the focus is called `name`, and fails when that does not come. */
export async function pressUntil(page: Page, name: string): Promise<void> {
  const reached: string[] = [];
  for (let press = 0; press < 60; press++) {
    await page.keyboard.press('Tab');
    const called = await page.evaluate(
      () =>
        document.activeElement?.getAttribute('aria-label') ??
        document.activeElement?.textContent.trim() ??
        '',
    );
    if (called === name || (called.startsWith(name) && called.length < name.length + 100)) return;
    reached.push(called);
  }
  throw new Error(`The keyboard does not reach "${name}", only ${reached.join(', ')}`);
}
