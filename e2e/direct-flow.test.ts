/** The direct flow whole: a sender's program, a person in a browser, the test eID, and what comes out. */
import { buffer } from 'node:stream/consumers';
import { validatePades, validateXades } from '@segl/formats/validation';
import type { Page } from 'playwright-core';
import type { CreatedDirectJob, DirectClient, NewDirectJob } from '@segl/client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { agreement } from './support/agreement.ts';
import { chromiumPath } from './support/browser.ts';
import { overflow, violations } from './support/page-checks.ts';
import { samplePdf } from './support/sample-pdf.ts';
import { tellSandbox } from './support/sandbox.ts';
import { chooseToSign, logIn, passTime, people, pressUntil, read } from './support/signer.ts';
import { becomes, noticed } from './support/visits.ts';
import { arrived, openWorld, type World } from './support/world.ts';

describe.skipIf(chromiumPath === undefined)('the direct flow', () => {
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

  test('read, sign, come back by oneself; the sender gets proof that stands', async () => {
    const job = await create();
    const page = await arrive(job.signers[0]?.redirectUrl);
    await page.clock.install();
    await becomes(page, arrived);
    await read(page);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Signer', exact: true }).click();
    await page.waitForURL('**/sandbox/eid/**');
    expect(await violations(page)).toEqual([]);
    await logIn(page, people.ase);
    await becomes(page, 'Takk, du har signert');
    expect(await violations(page)).toEqual([]);
    await passTime(page, /\/completed\?/);
    expect(new URL(page.url()).searchParams.get('case')).toBe('7');

    const status = await statusFrom(page, job);
    expect(status.status).toBe('COMPLETED_SUCCESSFULLY');
    expect(status.signers).toMatchObject([{ signer: people.ase.number, status: 'SIGNED' }]);
    const trust = await world.sandbox.trust();
    const pades = await buffer(await client.pades(status.padesUrl!));
    expect(pades.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await validatePades(pades, trust)).toMatchObject({
      conclusion: 'PASSED',
      level: 'PAdES-BASELINE-LTA',
    });
    const xades = await buffer(await client.xades(status.xadesUrls[0]!.url));
    expect(validateXades(xades, [{ name: 'document-1.pdf', bytes: agreement }], trust)).toMatchObject({
      conclusion: 'PASSED',
      level: 'XAdES-BASELINE-LT',
    });
    await client.confirm(status);
    await client.confirm(status);
  });

  test('in English on a narrow phone, back with the button', async () => {
    const job = await create();
    const page = await arrive(job.signers[0]?.redirectUrl, {
      locale: 'en-GB',
      viewport: { width: 320, height: 640 },
    });
    await page.getByText('Testkommunen asks you to sign').waitFor();
    await read(page, 'Everything read');
    expect(await overflow(page)).toBe(0);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.waitForURL('**/sandbox/eid/**');
    expect(await overflow(page)).toBe(0);
    await logIn(page, people.ase);
    await becomes(page, 'Thank you, you have signed');
    expect(await overflow(page)).toBe(0);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download the signed document' }).click();
    expect((await download).suggestedFilename()).toBe('Avtale om barnehageplass.pdf');
    await page.getByRole('link', { name: 'Back to Testkommunen' }).click();
    await page.waitForURL('**/completed?*');
    expect((await statusFrom(page, job)).status).toBe('COMPLETED_SUCCESSFULLY');
  });

  test('with the keyboard alone', async () => {
    const pages = Array.from({ length: 6 }, () => ['Avtalen gjelder plass i Solbakken barnehage.']);
    const long = samplePdf({ title: 'Avtale om barnehageplass', pages });
    const job = await create({ documents: [{ title: 'Avtale', bytes: long }] });
    const page = await arrive(job.signers[0]?.redirectUrl);
    await page.locator('[data-state="text"]').first().waitFor();
    await pressUntil(page, 'Signer');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Har du lest alt?' }).waitFor();
    await pressUntil(page, 'Jeg har lest det, signer');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/sandbox/eid/**');
    await pressUntil(page, people.ase.name);
    await page.keyboard.press('Enter');
    await becomes(page, 'Takk, du har signert');
    await pressUntil(page, 'Tilbake til Testkommunen');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/completed?*');
    expect((await statusFrom(page, job)).status).toBe('COMPLETED_SUCCESSFULLY');
  });

  test('saying no, with a reason', async () => {
    const job = await create();
    const page = await arrive(job.signers[0]?.redirectUrl);
    await page.getByRole('button', { name: 'Jeg vil ikke signere' }).click();
    await page.getByLabel('Hvorfor? (valgfritt)').fill('Feil dato');
    await page.getByRole('button', { name: 'Ja, jeg vil ikke signere' }).click();
    await becomes(page, 'Du har sagt nei');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Tilbake til Testkommunen' }).click();
    await page.waitForURL('**/rejected?*');
    const status = await statusFrom(page, job);
    expect(status).toMatchObject({ status: 'FAILED', signers: [{ status: 'REJECTED' }] });
    expect(status.padesUrl).toBeUndefined();
  });

  test('two signers, each in their own time', async () => {
    const job = await create({
      signers: [
        { personalIdentificationNumber: people.ase.number },
        { personalIdentificationNumber: people.ola.number, onBehalfOf: 'OTHER' },
      ],
    });
    const urlOf = ({ number }: { number: string }) =>
      job.signers.find(({ name }) => name.value === number)?.redirectUrl;
    const first = await arrive(urlOf(people.ase));
    await chooseToSign(first);
    await logIn(first, people.ase);
    await becomes(first, 'Takk, du har signert');
    expect(await first.getByText('1 av 2 har signert.').count()).toBe(1);
    expect(await violations(first)).toEqual([]);
    await first.getByRole('link', { name: 'Tilbake til Testkommunen' }).click();
    await first.waitForURL('**/completed?*');
    const half = await statusFrom(first, job);
    expect(half.status).toBe('IN_PROGRESS');
    expect(Object.fromEntries(half.signers.map(({ signer, status }) => [signer, status]))).toEqual({
      [people.ase.number]: 'SIGNED',
      [people.ola.number]: 'WAITING',
    });

    const second = await arrive(urlOf(people.ola));
    await noticed(second, 'Du signerer på vegne av noen andre');
    await chooseToSign(second);
    await logIn(second, people.ola);
    await becomes(second, 'Takk, du har signert');
    await second.getByRole('link', { name: 'Tilbake til Testkommunen' }).click();
    await second.waitForURL('**/completed?*');
    const whole = await statusFrom(second, job);
    expect(whole.status).toBe('COMPLETED_SUCCESSFULLY');
    expect(whole.xadesUrls).toHaveLength(2);
    // The first signer's token still opens the door.
    expect((await statusFrom(first, job)).status).toBe('COMPLETED_SUCCESSFULLY');
  });

  test('with the time-stamps away the signature is safe, and finishes by itself', async () => {
    const job = await create();
    const page = await arrive(job.signers[0]?.redirectUrl);
    await page.clock.install();
    await tellSandbox(world.sandbox, 'faults', { timestamps: 'down' });
    await chooseToSign(page);
    await logIn(page, people.ase);
    await becomes(page, 'Signaturen din er trygg');
    expect(await page.getByText('Du trenger ikke signere på nytt.').count()).toBe(1);
    expect(await violations(page)).toEqual([]);
    await tellSandbox(world.sandbox, 'faults', { timestamps: 'up' });
    await passTime(page, /\/completed\?/);
    expect((await statusFrom(page, job)).status).toBe('COMPLETED_SUCCESSFULLY');
  });

  test('what is looked at for personal numbers after each test is really there', async () => {
    await expect(
      create({
        signers: [
          { personalIdentificationNumber: people.ase.number },
          { personalIdentificationNumber: people.ase.number },
        ],
      }),
    ).rejects.toSatisfy((error: Error) => {
      world.seen.push(error.message);
      return 'code' in error;
    });
    expect(world.sandbox.log()).toContain('"step":"job-completed"');
    expect(world.seen.some((url) => url.includes('/eid/callback'))).toBe(true);
  });
});
