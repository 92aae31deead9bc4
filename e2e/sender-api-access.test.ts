/** An account manager decides which certificates and brokers use the API, and sees what it refused. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { Agent, request } from 'undici';
import { chromiumPath } from './support/browser.ts';
import { openPortalWorld, type PortalWorld } from './support/portal-world.ts';
import { enterSenderPortal, tabTo } from './support/sender.ts';
import { people } from './support/signer.ts';
import { becomes, expectSound } from './support/visits.ts';

const company = '310000027';

describe.skipIf(chromiumPath === undefined)('API access', () => {
  let world: PortalWorld;
  beforeAll(async () => (world = await openPortalWorld()));
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  const file = (name: string) => readFile(join(world.sandbox.data, 'sandbox', name));
  async function arrive(options: Parameters<PortalWorld['arrive']>[1] = {}): Promise<Page> {
    const url = `${world.sandbox.webUrl}/sender/${company}/settings/api-access`;
    const page = await world.arrive(url, options);
    await enterSenderPortal(page, people.ase);
    await becomes(page, 'API-tilgang');
    return page;
  }
  const caller = async (name: string) =>
    new Agent({
      connect: {
        ca: await file('ca.pem'),
        cert: await file(`${name}.pem`),
        key: await file(`${name}-key.pem`),
      },
    });
  const call = async (dispatcher: Agent, path = '') => {
    const answer = await request(`${world.sandbox.apiUrl}/api/${company}${path}`, { dispatcher });
    return { status: answer.statusCode, text: await answer.body.text() };
  };

  test('a certificate is revoked on the connection it holds open, and the refusal is explained', async () => {
    const connection = await caller('private');
    expect(await call(connection)).toMatchObject({ status: 200 });
    const page = await arrive({ viewport: { width: 1280, height: 900 } });
    await expectSound(page);
    await page.getByText('Brukt, ikke registrert').waitFor();
    await page.getByRole('button', { name: /^Trekk tilbake/ }).click();
    await page.getByText('Sertifikatet er trukket tilbake').waitFor();
    expect(await call(connection)).toMatchObject({ status: 403 });
    expect((await call(connection)).text).toContain('has revoked this certificate');
    await page.getByRole('link', { name: 'Feil fra API-et' }).click();
    await becomes(page, 'Feil fra API-et');
    await page.getByText('NOT_AUTHORIZED (403)').first().waitFor();
    await page.getByText('Sertifikatet slipper ikke inn.').first().waitFor();
    await expectSound(page);
    await page.goBack();
    await page.getByRole('button', { name: /^Ta i bruk igjen/ }).click();
    await page.getByText('Sertifikatet kan brukes igjen.').waitFor();
    expect(await call(connection)).toMatchObject({ status: 200 });
    await connection.close();
  });

  test('a key made in the sandbox calls the API as it is downloaded', async () => {
    const page = await arrive({ viewport: { width: 320, height: 640 } });
    await expectSound(page);
    await tabTo(page, 'Lag nøkkel og sertifikat for test');
    await page.keyboard.press('Enter');
    await page.getByText('Passordet vises bare denne gangen').waitFor();
    await expectSound(page);
    const passphrase = await page.locator('code').innerText();
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: /^Last ned 310000027-/ }).click();
    const pfx = await readFile(await (await downloading).path());
    const made = new Agent({ connect: { ca: await file('ca.pem'), pfx, passphrase } });
    expect(await call(made)).toMatchObject({ status: 200, text: `You are ${company}` });
    await page.getByRole('checkbox', { name: /^Slipp bare inn registrerte/ }).check();
    await page.getByText('Valget er lagret og gjelder fra nå.').waitFor();
    const other = await caller('private');
    expect(await call(other)).toMatchObject({ status: 403 });
    expect(await call(made)).toMatchObject({ status: 200 });
    await page.getByRole('checkbox', { name: /^Slipp bare inn registrerte/ }).uncheck();
    await expect.poll(async () => (await call(other)).status).toBe(200);
    await Promise.all([made.close(), other.close()]);
  });

  test('what is no certificate of the organisation is refused in words; a broker comes and goes', async () => {
    const page = await arrive({ expected: [400] });
    const field = page.getByLabel(/^Sertifikatet \(PEM\)/);
    await field.fill((await file('private-key.pem')).toString());
    await page.getByRole('button', { name: 'Registrer', exact: true }).click();
    await page.getByText('Teksten har en privat nøkkel.').waitFor();
    await expectSound(page);
    await field.fill((await file('public.pem')).toString());
    await page.getByRole('button', { name: 'Registrer', exact: true }).click();
    await page.getByText('Sertifikatet har ikke virksomhetens organisasjonsnummer.').waitFor();
    await field.fill((await file('private.pem')).toString());
    await page.getByRole('button', { name: 'Registrer', exact: true }).click();
    await page.getByText('Sertifikatet er registrert.').waitFor();

    const broker = await caller('broker');
    expect(await call(broker)).toMatchObject({ status: 200 });
    await page.getByRole('button', { name: 'Fjern Megler AS' }).click();
    await page.getByText('Megler AS kan ikke lenger sende for dere.').waitFor();
    expect(await call(broker)).toMatchObject({ status: 403 });
    await page.getByLabel('Organisasjonsnummer').fill('310000043');
    await page.keyboard.press('Enter');
    await page.getByText('Ingen virksomhet her med det nummeret bruker API-et.').waitFor();
    await page.getByLabel('Organisasjonsnummer').fill('310 000 035');
    await page.keyboard.press('Enter');
    await page.getByText('Virksomheten kan nå sende for dere.').waitFor();
    expect(await call(broker)).toMatchObject({ status: 200 });
    await broker.close();
  });
});
