/** A person in a browser: what they press and what they see on the way. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { pause } from './sandbox.ts';

export const people = {
  ase: { number: '14838522190', name: 'Åse Østby-Ærfugl' },
  ola: { number: '02919134561', name: 'Ola Nordmann' },
  thi: { number: '23875840266', name: 'Nguyễn Thị Hồng Ánh' },
  bare: { number: '17856630870', name: 'Bare Nivåtre' },
  nameless: { number: '01924920382', name: 'No name' },
} as const;

export type Person = (typeof people)[keyof typeof people];

/** Reads the documents to their end, as the page understands it. */
export async function read(page: Page, words = 'Alt er lest'): Promise<void> {
  await page.locator('[data-state="text"]').first().waitFor();
  await page.getByRole('heading', { level: 2 }).last().scrollIntoViewIfNeeded();
  await page.getByText(words).waitFor();
}

const words = {
  nb: { sign: 'Signer', unread: 'Har du lest alt?', haveRead: 'Jeg har lest det, signer' },
  en: { sign: 'Sign', unread: 'Have you read everything?', haveRead: 'I have read it, sign' },
};

/** From the reading page to the eID's. */
export async function chooseToSign(page: Page, language: keyof typeof words = 'nb'): Promise<void> {
  const { sign, unread, haveRead } = words[language];
  await page.getByRole('button', { name: sign, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: unread });
  const eid = page.waitForURL('**/sandbox/eid/**');
  await Promise.race([
    eid,
    dialog
      .waitFor()
      .then(() => dialog.getByRole('button', { name: haveRead }).click())
      .then(() => eid),
  ]);
}

/** Logs in at the test eID; ends on the ceremony's page, or where `goal` says. */
export async function logIn(
  page: Page,
  person: Person,
  level: 3 | 4 = 4,
  goal = '**/ceremony/**',
): Promise<void> {
  await page.locator(`input[name="level"][value="${level}"]`).check();
  await page.getByRole('button', { name: person.number }).click();
  await page.waitForURL(goal);
}

/** From the portal's way in to the inbox, in Bokmål. */
export async function enterPortal(page: Page, person: Person, level: 3 | 4 = 4): Promise<void> {
  const way = level === 4 ? 'Logg inn med Test-ID' : 'Logg inn på nivå 3';
  await page.getByRole('button', { name: way, exact: true }).click();
  await page.waitForURL('**/sandbox/eid/**');
  await logIn(page, person, level, '**/portal');
}

/** From a link's page to the ceremony, in Bokmål. */
export async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Kode' }).fill(code);
  await page.getByRole('button', { name: 'Gå videre' }).click();
}

/** The bytes and the name of what a link on the page downloads. */
export async function download(page: Page, link: string | RegExp): Promise<{ name: string; bytes: Buffer }> {
  const begun = page.waitForEvent('download');
  await page.getByRole('link', { name: link }).click();
  const file = await begun;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** Ends the visit at the test eID without a log-in. */
export async function refuseLogin(
  page: Page,
  how: 'Cancel the log-in' | 'Let the log-in fail',
  goal = '**/ceremony/**',
): Promise<void> {
  await page.getByRole('button', { name: how }).click();
  await page.waitForURL(goal);
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
    const called = await page.evaluate(() => {
      const { activeElement, body } = document;
      if (activeElement === null || activeElement === body) return 'nothing';
      const label = activeElement instanceof HTMLInputElement ? activeElement.labels?.[0]?.textContent : null;
      return label ?? activeElement.getAttribute('aria-label') ?? activeElement.textContent.trim();
    });
    if (called === name || (called.startsWith(name) && called.length < name.length + 100)) return;
    reached.push(called);
  }
  throw new Error(`The keyboard does not reach "${name}", only ${reached.join(', ')}`);
}
