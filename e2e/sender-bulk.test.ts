/** A template goes to fifty people: with a mouse and a file, and by keyboard alone with a pasted table. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { agreement } from './support/agreement.ts';
import { chromiumPath } from './support/browser.ts';
import { openPortalWorld, type PortalWorld } from './support/portal-world.ts';
import { enterSenderPortal, tabTo } from './support/sender.ts';
import { people } from './support/signer.ts';
import { becomes, expectSound } from './support/visits.ts';

const company = '310000027';

const fifty = (name: string) => Array.from({ length: 50 }, (_, index) => `${name}${index}@example.com`);

describe.skipIf(chromiumPath === undefined)('the sender portal sends to many', () => {
  let world: PortalWorld;
  let portal: string;
  beforeAll(async () => {
    world = await openPortalWorld();
    portal = `${world.sandbox.webUrl}/sender/${company}`;
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  /** A template with one document and a signer of whom nothing is known but the role. */
  async function makeTemplate(page: Page, name: string): Promise<void> {
    await page.goto(`${portal}/drafts/new`);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'Leieavtale.pdf', mimeType: 'application/pdf', buffer: Buffer.from(agreement) });
    await page.getByRole('textbox', { name: 'Tittel på dokumentet' }).waitFor();
    await page.getByRole('button', { name: 'Videre' }).click();
    await page.getByRole('button', { name: 'Legg til signerer' }).click();
    await page.getByRole('button', { name: 'Videre' }).click();
    await page.getByText('Lagre som mal').first().click();
    await page.getByRole('textbox', { name: 'Navn på malen' }).fill(name);
    await page.keyboard.press('Enter');
    await page.getByText(`Malen «${name}» er lagret.`).waitFor();
    await page.getByRole('link', { name: 'Maler' }).click();
    await page.getByRole('link', { name: `Endre malen ${name}` }).click();
    await page.getByRole('button', { name: /Signerere/ }).click();
    await page.getByRole('textbox', { name: 'Rolle i malen' }).fill('Leietaker');
    await page.getByText('Utkastet er lagret').waitFor();
    await page.getByRole('link', { name: 'Maler' }).click();
    await becomes(page, 'Maler');
  }

  const invitedOf = async (name: string): Promise<number> => {
    const told = new Set<string>();
    for (const address of fifty(name)) {
      const url = `${world.sandbox.webUrl}/sandbox/api/messages?to=${encodeURIComponent(address)}`;
      const messages = (await (await fetch(url)).json()) as unknown[];
      if (messages.length === 1) told.add(address);
    }
    return told.size;
  };

  test('fifty rows of a file, one put right and one left out', async () => {
    const page = await world.arrive(`${portal}/templates`, { viewport: { width: 1280, height: 900 } });
    await enterSenderPortal(page, people.ola);
    await makeTemplate(page, 'Leie');
    await page.getByRole('link', { name: 'Send til mange Leie' }).click();
    await becomes(page, 'Leie Send til mange');
    await page.getByText('Kolonner du kan bruke: Fødselsnummer, E-post, Mobil, Referanse.').waitFor();
    await expectSound(page);
    const choose = async (table: string) => {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Velg en CSV-fil' }).click();
      const file = { name: 'leie.csv', mimeType: 'text/csv', buffer: Buffer.from(table, 'latin1') };
      await (await chooser).setFiles(file);
    };
    // A part of it would be sent without anybody seeing what is missing.
    await choose(`E-post;Navn\n${`a@example.com;${'x'.repeat(1000)}\n`.repeat(300)}`);
    await page.getByText('Tabellen er for stor.').waitFor();
    await expectSound(page);
    const rows = fifty('per').map((address, index) => `${address};sak ${index}`);
    const table = ['E-post;Referanse', 'kari@;sak å', ...rows.slice(1), 'ola;sak 99'].join('\r\n');
    await choose(table);
    await page.getByText('Tabellen har 51 rader. 2 rader må rettes eller tas ut.').waitFor();
    await page.getByRole('cell', { name: 'sak å' }).waitFor();
    await expectSound(page);
    await page.setViewportSize({ width: 320, height: 640 });
    await expectSound(page);
    await page.setViewportSize({ width: 1280, height: 900 });

    await page.getByRole('button', { name: 'Send 51 oppdrag' }).click();
    await page.getByRole('heading', { name: 'Det er 2 feil på siden' }).waitFor();
    await page.getByRole('button', { name: 'Ta ut rad 52' }).click();
    await page.getByText('Rad 52 er tatt ut.').waitFor();
    await page.getByRole('link', { name: /^Rad 2: Skriv e-postadressen slik/ }).click();
    await page.locator('#cell-2-0:focus').waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('per0@example.com');
    await page.keyboard.press('Enter');
    await page.getByText('Tabellen har 50 rader.', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Send 50 oppdrag' }).dblclick();
    await becomes(page, '50 oppdrag er sendt');
    await expectSound(page);
    await page.getByRole('link', { name: 'Til oppdragene som venter' }).click();
    await becomes(page, 'Venter');
    await expect.poll(() => invitedOf('per'), { timeout: 30_000, interval: 500 }).toBe(50);
  });

  test('fifty pasted rows by keyboard alone, and the same table is not sent twice', async () => {
    const page = await world.arrive(`${portal}/templates`, { viewport: { width: 390, height: 780 } });
    await enterSenderPortal(page, people.ola);
    await makeTemplate(page, 'Lån');
    const table = ['E-post', ...fifty('kari')].join('\n');
    const give = async () => {
      await tabTo(page, /^Send til mange Lån/);
      await page.keyboard.press('Enter');
      await becomes(page, 'Lån Send til mange');
      await tabTo(page, 'Velg en CSV-fil');
      await page.keyboard.press('Tab');
      await page.keyboard.insertText(table);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByText('Tabellen har 50 rader.').waitFor();
      await tabTo(page, 'Send 50 oppdrag');
      await page.keyboard.press('Enter');
      await becomes(page, '50 oppdrag er sendt');
    };
    await give();
    await expectSound(page);
    await page.goto(`${portal}/templates`);
    await becomes(page, 'Maler');
    await give();
    await page.getByText('Den er ikke sendt på nytt.').waitFor();
    await expect.poll(() => invitedOf('kari'), { timeout: 30_000, interval: 500 }).toBe(50);
  });
});
