/** Following jobs in the sender portal: lists, search, one job and its acts, with a mouse and by keyboard. */
import { validateFile } from '@segl/formats/validation';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath } from './support/browser.ts';
import { signAs } from './support/devmodesign.ts';
import { openPortalWorld, type PortalWorld } from './support/portal-world.ts';
import { sandboxTime, tellSandbox } from './support/sandbox.ts';
import { enterSenderPortal, tabTo } from './support/sender.ts';
import { download, people } from './support/signer.ts';
import { becomes, expectSound } from './support/visits.ts';

const company = '310000027';
const municipality = '310000019';

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
      signers: [{ identifiedByContactInformation: { email: 'kari@example.com', mobile: '+4799112233' } }],
    });

  const lookedUp = (person: { readonly number: string }) => ({
    personalIdentificationNumber: person.number,
    notificationsUsingLookup: { email: true, sms: true } as const,
  });

  test('show what happens while one looks, and lead to the signed document', async () => {
    const { id } = await world.ask({
      title: 'Leieavtale',
      signers: [lookedUp(people.thi)],
    });
    const lists = portal.replace(company, municipality);
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
    const { bytes: evidence } = await download(page, 'Bevispakke (ASiC-E)');
    const at = await sandboxTime(world.sandbox);
    expect(await validateFile(evidence, { trust: await world.sandbox.trust(), at })).toMatchObject({
      kind: 'ASiC-E',
      conclusion: 'PASSED',
    });
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('are found by reference, email and mobile, moved, and cancelled with a word, by keyboard on a small screen', async () => {
    await ask('Fullmakt', 'sak-2');
    const page = await world.arrive(`${portal}/search`, {
      viewport: { width: 320, height: 640 },
      expected: [400],
    });
    await enterSenderPortal(page, people.ase);
    await becomes(page, 'Søk');
    await expectSound(page);
    for (const words of ['KARI@example.com', '99 11 22 33', 'sak-2']) {
      await page.getByRole('textbox', { name: /Fødselsnummer/ }).fill('sak-0');
      await page.keyboard.press('Enter');
      await page.getByText('Vi fant ingen oppdrag som passer.').waitFor();
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

  test('leave the list of those that wait while one looks; another’s log-out ends what one sees', async () => {
    const { id } = await world.ask({ title: 'Samtykke', signers: [lookedUp(people.thi)] });
    const lists = portal.replace(company, municipality);
    const page = await world.arrive(`${lists}/waiting`, { expected: [401] });
    await enterSenderPortal(page, people.ase);
    await becomes(page, 'Venter');
    const row = page.getByRole('row').filter({ hasText: 'Samtykke' });
    await row.waitFor();
    await signAs(world.sandbox, id, people.thi);
    await row.waitFor({ state: 'detached' });
    await page.getByRole('status').filter({ hasText: 'Listen er oppdatert' }).waitFor();
    const other = await page.context().newPage();
    await other.goto(`${lists}/signed`);
    await other.getByRole('link', { name: 'Samtykke' }).waitFor();
    await other.getByRole('button', { name: 'Logg ut', exact: true }).click();
    await becomes(page, 'Du er logget ut');
    expect(await page.getByRole('table').count()).toBe(0);
  });

  test('are found by number and period, reminded, moved and moved back, with a mouse at 200 %', async () => {
    await world.ask({
      title: 'Vedtak',
      reference: 'sak-4',
      signers: [lookedUp(people.thi)],
    });
    await tellSandbox(world.sandbox, 'clock', { advance: 'PT2H' });
    const page = await world.arrive(`${portal.replace(company, municipality)}/search`, {
      viewport: { width: 640, height: 400 },
    });
    await enterSenderPortal(page, people.ase);
    await becomes(page, 'Søk');
    const field = page.getByRole('textbox', { name: /Fødselsnummer/ });
    const found = page.getByRole('link', { name: 'Vedtak' });
    const look = async (words: string) => {
      await field.fill(words);
      await page.getByRole('button', { name: 'Søk', exact: true }).click();
    };
    await look('sak-5');
    await page.getByText('Vi fant ingen oppdrag som passer.').waitFor();
    await look(people.thi.number);
    await found.waitFor();
    await page.getByLabel('Sendt til og med').fill('2020-01-01');
    await look('');
    await found.waitFor({ state: 'detached' });
    await page.getByLabel('Sendt til og med').fill('2099-01-01');
    await look('');
    await found.waitFor();
    await expectSound(page);
    await found.click();
    await becomes(page, 'Venter på signering Vedtak');
    await expectSound(page);

    await page.getByRole('button', { name: 'Påminn nå' }).click();
    await page.getByText(/påminnelse(r)? er på vei/).waitFor();
    await page.getByRole('button', { name: 'Påminn nå' }).waitFor({ state: 'detached' });
    await page.getByText('Ble påminnet av Åse Østby-Ærfugl').waitFor();

    await page.getByRole('button', { name: 'Flytt fristen' }).click();
    const dialog = page.getByRole('dialog');
    const deadline = dialog.getByLabel('Ny frist');
    const before = await deadline.inputValue();
    await deadline.fill(`${before.slice(0, 10)}T23:45`);
    await expectSound(page);
    await dialog.getByRole('button', { name: 'Flytt fristen' }).click();
    await page.getByText(/^Fristen er flyttet til .*23[.:]45/).waitFor();
    await page.getByRole('button', { name: 'Angre' }).click();
    await page.getByText('Fristen er den samme som før.').waitFor();
    await page.getByRole('button', { name: 'Flytt fristen' }).click();
    expect(await deadline.inputValue()).toBe(before);
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
