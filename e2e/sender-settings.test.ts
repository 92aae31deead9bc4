/** An account manager manages their organisation; a document processor cannot. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { chromiumPath } from './support/browser.ts';
import { received } from './support/inbox.ts';
import { openPortalWorld, type PortalWorld } from './support/portal-world.ts';
import { enterSenderPortal } from './support/sender.ts';
import { people } from './support/signer.ts';
import { becomes, expectSound } from './support/visits.ts';

const company = '310000027';

describe.skipIf(chromiumPath === undefined)('an organisation’s settings', () => {
  let world: PortalWorld;
  let portal: string;
  beforeAll(async () => {
    world = await openPortalWorld();
    portal = `${world.sandbox.webUrl}/sender`;
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  async function arriveAs(
    person: (typeof people)[keyof typeof people],
    part: string,
    options: Parameters<PortalWorld['arrive']>[1] = {},
  ): Promise<Page> {
    const page = await world.arrive(`${portal}/${company}/${part}`, options);
    await enterSenderPortal(page, person);
    await page.waitForURL(`**/${part}`);
    return page;
  }
  /** Tabs on until the element of that name has the focus, as somebody without a mouse does. */
  async function tabTo(page: Page, role: 'link' | 'button' | 'textbox' | 'radio', name: string | RegExp) {
    const wanted = page.getByRole(role, { name, exact: true });
    await wanted.waitFor();
    for (let presses = 0; presses < 80; presses += 1) {
      if (await wanted.evaluate((element) => element === document.activeElement)) return wanted;
      await page.keyboard.press('Tab');
    }
    throw new Error(`the keyboard does not reach ${String(name)}`);
  }

  test('users are added by keyboard alone, told by email, and let in', async () => {
    const page = await arriveAs(people.ase, 'settings/users', { expected: [400] });
    await becomes(page, 'Brukere');
    await tabTo(page, 'link', 'Legg til bruker');
    await page.keyboard.press('Enter');
    await becomes(page, 'Legg til bruker');
    await expectSound(page);
    await tabTo(page, 'button', 'Legg til og inviter');
    await page.keyboard.press('Enter');
    const problems = page.getByRole('heading', { name: 'Det er 3 feil på siden' });
    await problems.waitFor();
    await expectSound(page);
    // The summary has the focus; its first link leads to the first field.
    await tabTo(page, 'link', 'Navn: Fyll ut dette feltet');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Thi Hong Anh');
    await tabTo(page, 'textbox', /^Fødselsnummer/);
    await page.keyboard.type(people.thi.number);
    await tabTo(page, 'textbox', /^E-post/);
    await page.keyboard.type('anh@example.com');
    await page.keyboard.press('Enter');
    await becomes(page, 'Brukere');
    await page.getByText('Thi Hong Anh er lagt til, og får en e-post med lenke hit.').waitFor();
    await page.getByText('238758 *****').waitFor();
    await expectSound(page);
    const mail = await received(world.sandbox, 'anh@example.com', /kan nå sende dokumenter/);
    expect(mail.text).toContain(`${portal}/${company}`);

    const invited = await arriveAs(people.thi, 'jobs/waiting');
    await becomes(invited, 'Venter');
    await page.reload();
    expect(await page.getByRole('button', { name: /^Send invitasjon på nytt: Thi/ }).count()).toBe(0);
  });

  test('a user is deactivated, which can be undone, and the last account manager stays', async () => {
    const page = await arriveAs(people.ase, 'settings/users', { expected: [409] });
    const ola = await arriveAs(people.ola, 'jobs/waiting', { expected: [403] });
    await becomes(ola, 'Venter');
    await page.getByRole('button', { name: 'Deaktiver Ola Nordmann' }).click();
    await page.getByText('Ola Nordmann har ikke lenger tilgang.').waitFor();
    await expectSound(page);
    await ola.reload();
    await becomes(ola, 'Du har ikke tilgang til denne virksomheten');
    await page.getByRole('button', { name: 'Angre' }).click();
    await page.getByText('Ola Nordmann har tilgang igjen.').waitFor();
    await ola.reload();
    await becomes(ola, 'Venter');
    await page.getByRole('button', { name: 'Deaktiver Åse Østby-Ærfugl' }).click();
    await page.getByText('Virksomheten må ha minst én kontoansvarlig uten sluttdato.').waitFor();
  });

  test('a user is changed, on a narrow page and at twice the size', async () => {
    const page = await arriveAs(people.ase, 'settings/users', { viewport: { width: 320, height: 640 } });
    await becomes(page, 'Brukere');
    await expectSound(page);
    await page.getByRole('link', { name: 'Endre Ola Nordmann' }).click();
    await becomes(page, 'Ola Nordmann Endre bruker');
    await expectSound(page);
    await page.setViewportSize({ width: 640, height: 640 });
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    await expectSound(page);
    await page.evaluate(() => (document.documentElement.style.fontSize = ''));
    await page.getByLabel(/^E-post/).fill('ola.nordmann@example.com');
    await page.getByRole('button', { name: 'Lagre' }).click();
    await page.getByText('Endringene for Ola Nordmann er lagret.').waitFor();
    await page.getByText('Ola Nordmann ble endret (e-post)').waitFor();
  });

  test('name, logo and storage are changed, and what cannot be is said beside the field', async () => {
    const page = await arriveAs(people.ase, 'settings', { expected: [400] });
    await becomes(page, 'Virksomheten');
    await expectSound(page);
    const choose = async (name: string, mimeType: string, buffer: Buffer) => {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Velg bilde' }).click();
      await (await chooser).setFiles({ name, mimeType, buffer });
    };
    await choose('logo.png', 'image/png', Buffer.from('not a picture'));
    await page.getByText('Bildet må være PNG eller JPEG').waitFor();
    await choose('large.png', 'image/png', Buffer.alloc(1024 * 1024 + 1));
    await page.getByText('Bildet kan være høyst 1 MB').waitFor();
    await choose('logo.png', 'image/png', await page.screenshot({ type: 'png' }));
    await page.getByText('Logoen er byttet.').waitFor();
    await page.getByRole('img', { name: 'Logoen til Eksempel AS' }).waitFor();

    await page.getByLabel(/^Dager uten langtidslagring/).fill('41');
    await page.getByRole('button', { name: 'Lagre' }).click();
    await page.getByRole('link', { name: /Skriv et helt tall fra 1 til 40$/ }).click();
    await expectSound(page);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('7');
    await page.getByLabel(/^Navn/).fill('Nye Eksempel AS');
    await page.getByLabel('Langtidslagring', { exact: true }).check();
    await page.getByLabel(/^E-postadresse for svar/).fill('post@');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Det er én feil på siden' }).waitFor();
    await page.getByLabel(/^E-postadresse for svar/).fill('post@example.com');
    await page.keyboard.press('Enter');
    await page.getByText('Innstillingene er lagret.').waitFor();
    await page.getByRole('banner').getByText('Nye Eksempel AS').waitFor();
    await page.setViewportSize({ width: 320, height: 640 });
    await expectSound(page);
    await page.setViewportSize({ width: 640, height: 640 });
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    await expectSound(page);
  });

  test('a document processor reaches none of it', async () => {
    const page = await arriveAs(people.ola, 'jobs/waiting', { expected: [403] });
    for (const part of ['settings', 'settings/users', 'settings/users/new']) {
      await page.goto(`${portal}/${company}/${part}`);
      await becomes(page, 'Denne siden finnes ikke');
    }
    const answers = await page.evaluate(async (base) => {
      const ask = async (method: string, path: string) =>
        (await fetch(`${base}/${path}`, { method, headers: { 'x-segl-portal': '1' } })).status;
      return [
        await ask('GET', 'settings'),
        await ask('DELETE', 'settings/logo'),
        await ask('GET', 'users'),
        await ask('GET', 'log'),
        await ask('POST', 'users/a/deactivate'),
      ];
    }, `/sender/api/organisations/${company}`);
    expect(answers).toEqual([403, 403, 403, 403, 403]);
  });
});
