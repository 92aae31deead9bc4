/** Where a visit can end without a signature: what the signer is told, and what the sender learns. */
import type { Page } from 'playwright-core';
import type { CreatedDirectJob, DirectClient, NewDirectJob } from '@segl/client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath } from './support/browser.ts';
import { overflow, violations } from './support/page-checks.ts';
import { tellSandbox } from './support/sandbox.ts';
import { chooseToSign, logIn, people, read, refuseLogin } from './support/signer.ts';
import { becomes, noticed } from './support/visits.ts';
import { arrived, openWorld, type World } from './support/world.ts';

describe.skipIf(chromiumPath === undefined)('dead ends', () => {
  let world: World;
  let client: DirectClient;
  beforeAll(async () => {
    world = await openWorld();
    client = world.client;
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());
  const create = (change?: Partial<NewDirectJob>) => world.create(change);
  const arrive = (...visit: Parameters<World['arrive']>) => world.arrive(...visit);
  const statusFrom = (page: Page, job: CreatedDirectJob) => world.statusFrom(page, job);

  test('a link works once; a reload carries on', async () => {
    const job = await create();
    const page = await arrive(job.signers[0]?.redirectUrl);
    await becomes(page, arrived);
    await page.reload();
    await becomes(page, arrived);

    const again = await arrive(job.signers[0]?.redirectUrl, { expected: [410] });
    await becomes(again, 'Lenken er brukt');
    expect(await violations(again)).toEqual([]);
    const way = again.getByRole('link', { name: 'Tilbake til Testkommunen' });
    expect(await way.getAttribute('href')).toBe(world.sender.exitUrls.error);
    expect((await again.reload())?.status()).toBe(410);
  });

  test('a renewed link takes the place of the old one', async () => {
    const job = await create();
    const renewed = await client.renewRedirectUrl(job.signers[0]!);
    const old = await arrive(job.signers[0]?.redirectUrl, { expected: [410] });
    await becomes(old, 'Lenken er byttet ut');
    const fresh = await arrive(renewed);
    await becomes(fresh, arrived);
  });

  test('without a session, and with a link nobody made', async () => {
    const job = await create();
    const page = await arrive(job.signers[0]?.redirectUrl);
    await becomes(page, arrived);
    const elsewhere = await arrive(page.url(), { expected: [401] });
    await becomes(elsewhere, 'Vi kjenner ikke igjen denne nettleseren');
    const unknown = await arrive(`${world.sandbox.webUrl}/redirect/nobody-made-this`, { expected: [404] });
    await becomes(unknown, 'Vi kjenner ikke denne lenken');
  });

  test('whatever goes wrong at the eID leaves the job as it was, until the right person signs', async () => {
    const job = await create();
    const page = await arrive(job.signers[0]?.redirectUrl, { expected: [503] });
    await read(page);

    await tellSandbox(world.sandbox, 'faults', { eid: 'down' });
    await page.getByRole('button', { name: 'Signer', exact: true }).click();
    await page.getByText('Ingenting er signert. Prøv igjen om litt.').waitFor();
    await tellSandbox(world.sandbox, 'faults', { eid: 'up' });

    await chooseToSign(page);
    await refuseLogin(page, 'Cancel the log-in');
    await noticed(page, 'Du avbrøt innloggingen');
    expect(await violations(page)).toEqual([]);

    await chooseToSign(page);
    await refuseLogin(page, 'Let the log-in fail');
    await noticed(page, 'Innloggingen virket ikke');

    await chooseToSign(page);
    await logIn(page, people.ase, 3);
    await noticed(page, 'Innloggingen må være sikrere');

    await chooseToSign(page);
    await logIn(page, people.ola);
    await noticed(page, 'Du er logget inn som en annen');
    expect(await violations(page)).toEqual([]);
    // Nobody has come out of the ceremony, so there is nothing to ask the status with.
    await expect(client.status(job.statusUrl!, 'none')).rejects.toMatchObject({
      status: 404,
      code: 'SIGNING_CEREMONY_NOT_COMPLETED',
    });

    await chooseToSign(page);
    await logIn(page, people.ase);
    await becomes(page, 'Takk, du har signert');
  });

  test('when another says no, whoever is reading is told', async () => {
    const job = await create({
      signers: [
        { personalIdentificationNumber: people.ase.number },
        { personalIdentificationNumber: people.ola.number },
      ],
    });
    const reader = await arrive(job.signers[0]?.redirectUrl, { expected: [409] });
    await read(reader);
    const other = await arrive(job.signers[1]?.redirectUrl);
    await other.getByRole('button', { name: 'Jeg vil ikke signere' }).click();
    await other.getByRole('button', { name: 'Ja, jeg vil ikke signere' }).click();
    await becomes(other, 'Du har sagt nei');
    await reader.getByRole('button', { name: 'Signer', exact: true }).click();
    await becomes(reader, 'Det er ikke lenger noe å signere');
    await reader.getByRole('link', { name: 'Tilbake til Testkommunen' }).click();
    await reader.waitForURL('**/error?*');
    expect((await statusFrom(reader, job)).status).toBe('FAILED');
  });

  test('somebody without a name cannot sign, and the sender learns why', async () => {
    const job = await create({ signers: [{ personalIdentificationNumber: people.nameless.number }] });
    const page = await arrive(job.signers[0]?.redirectUrl);
    await chooseToSign(page);
    await logIn(page, people.nameless);
    await becomes(page, 'Vi fant ikke navnet ditt');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Tilbake til Testkommunen' }).click();
    await page.waitForURL('**/error?*');
    expect(await statusFrom(page, job)).toMatchObject({
      status: 'FAILED',
      signers: [{ status: 'SIGNERS_NAME_NOT_AVAILABLE' }],
    });
  });

  test('the start page', async () => {
    for (const width of [320, 1280]) {
      const page = await arrive(`${world.sandbox.webUrl}/`, { viewport: { width, height: 720 } });
      await becomes(page, 'Segl sandbox');
      expect(await violations(page)).toEqual([]);
      expect(await overflow(page)).toBe(0);
    }
  });

  // Last: time does not run backwards.
  test('after the deadline', async () => {
    const [read, unread] = [await create(), await create()];
    const page = await arrive(read.signers[0]?.redirectUrl, { expected: [409] });
    await becomes(page, arrived);
    await tellSandbox(world.sandbox, 'clock', { advance: 'P31D' });
    await page.reload();
    await becomes(page, 'Fristen er ute');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Tilbake til Testkommunen' }).click();
    await page.waitForURL('**/error?*');
    expect(await statusFrom(page, read)).toMatchObject({
      status: 'FAILED',
      signers: [{ status: 'EXPIRED' }],
    });
    const late = await arrive(unread.signers[0]?.redirectUrl, { expected: [410] });
    await becomes(late, 'Lenken er gått ut');
  });
});
