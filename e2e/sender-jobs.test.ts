/** Following jobs in the sender portal: lists, search, one job and its acts, with a mouse and by keyboard. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath } from './support/browser.ts';
import { signAs } from './support/devmodesign.ts';
import { openPortalWorld, type PortalWorld } from './support/portal-world.ts';
import { enterSenderPortal, tabTo } from './support/sender.ts';
import { download, people } from './support/signer.ts';
import { becomes, expectSound } from './support/visits.ts';

const company = '310000027';

describe.skipIf(chromiumPath === undefined)('jobs in the sender portal', () => {
  let world: PortalWorld;
  let portal: string;
  beforeAll(async () => {
    world = await openPortalWorld();
    portal = `${world.sandbox.webUrl}/sender/${company}/jobs`;
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  const ask = (title: string, reference: string) =>
    world.write({
      title,
      reference,
      signers: [{ identifiedByContactInformation: { email: 'kari@example.com' } }],
    });

  test('show what happens while one looks, and lead to the signed document', async () => {
    const { id } = await world.ask({
      title: 'Leieavtale',
      signers: [
        {
          personalIdentificationNumber: people.thi.number,
          notificationsUsingLookup: { email: true, sms: true },
        },
      ],
    });
    const lists = portal.replace(company, '310000019');
    const page = await world.arrive(`${lists}/waiting`, { viewport: { width: 1280, height: 800 } });
    await enterSenderPortal(page, people.ase);
    await becomes(page, 'Venter');
    await page.getByRole('link', { name: 'Leieavtale' }).waitFor();
    await page.getByText('0 av 1 har signert').waitFor();
    await expectSound(page);
    await page.getByRole('link', { name: 'Leieavtale' }).click();
    await becomes(page, 'Venter på signering Leieavtale');
    await expectSound(page);
    await signAs(world.sandbox, id, people.thi);
    await becomes(page, 'Alle har signert Leieavtale');
    await page.getByText('Det signerte dokumentet er forseglet og kontrollert').waitFor();
    await expectSound(page);
    const { bytes } = await download(page, 'Last ned signert dokument');
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('are found by reference and email, moved, and cancelled with a word, by keyboard on a small screen', async () => {
    await ask('Fullmakt', 'sak-2');
    const page = await world.arrive(`${portal}/search`, {
      viewport: { width: 320, height: 640 },
      expected: [400],
    });
    await enterSenderPortal(page, people.ase);
    await becomes(page, 'Søk');
    await expectSound(page);
    for (const words of ['KARI@example.com', 'sak-2']) {
      await page.getByRole('textbox', { name: /Fødselsnummer/ }).fill(words);
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: 'Fullmakt' }).waitFor();
    }
    await page.getByText('Fant ett oppdrag').waitFor();
    await expectSound(page);
    await tabTo(page, 'Fullmakt');
    await page.keyboard.press('Enter');
    await becomes(page, 'Venter på signering Fullmakt');
    await expectSound(page);

    await tabTo(page, 'Flytt fristen');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Ny frist').fill('2020-01-01T12:00');
    await page.keyboard.press('Enter');
    await dialog.getByText('Fristen må være minst en time fram i tid.').waitFor();
    await expectSound(page);
    await page.keyboard.press('Escape');

    await tabTo(page, 'Avlys oppdraget');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: /Beskjed til dem/ }).fill('Feil dokument.');
    await expectSound(page);
    await tabTo(page, 'Avlys oppdraget');
    await page.keyboard.press('Enter');
    await becomes(page, 'Stoppet Fullmakt');
    await page.getByText('Feil dokument.').waitFor();
    await page.getByText('Oppdraget ble avlyst av Åse Østby-Ærfugl').waitFor();
  });

  test('of others are not there for a document processor', async () => {
    const { id } = await ask('Hemmelig', 'sak-3');
    const page = await world.arrive(`${portal}/waiting`, { expected: [404] });
    await enterSenderPortal(page, people.ola);
    await becomes(page, 'Venter');
    await page.getByText('Ingenting venter på signering.').waitFor();
    await page.goto(`${portal}/${id}`);
    await becomes(page, 'Vi finner ikke oppdraget');
    await expectSound(page);
  });
});
