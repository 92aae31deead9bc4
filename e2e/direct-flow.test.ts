/** The direct flow whole: a sender's program, a person in a browser, the test eID, and what comes out. */
import { buffer } from 'node:stream/consumers';
import { validatePades, validateXades } from '@segl/formats/validation';
import type { CreatedDirectJob, DirectClient, NewDirectJob } from '@segl/client';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, startBrowser } from './support/browser.ts';
import { listen, overflow, violations } from './support/page-checks.ts';
import { samplePdf } from './support/sample-pdf.ts';
import {
  dataFiles,
  newPlace,
  pause,
  removePlace,
  startSandbox,
  tellSandbox,
  type RunningSandbox,
} from './support/sandbox.ts';
import { startSenderSite, type SenderSite } from './support/sender-site.ts';
import { chooseToSign, logIn, people, read, refuseLogin } from './support/signer.ts';

const agreement = samplePdf({
  title: 'Avtale om barnehageplass',
  pages: [
    ['Avtalen gjelder plass i Solbakken barnehage fra 4. januar 2027.', 'Foreldrebetaling: 11 måneder.'],
  ],
});

/** The heading of the reading page. */
const arrived = 'Testkommunen ber deg signere Avtale om barnehageplass';

describe.skipIf(chromiumPath === undefined)('the direct flow', () => {
  let browser: Browser;
  let sandbox: RunningSandbox;
  let sender: SenderSite;
  let client: DirectClient;
  const contexts: BrowserContext[] = [];
  let complaints: string[] = [];
  /** Everything a browser asked for or was refused with, over all tests. */
  const seen: string[] = [];

  beforeAll(async () => {
    [browser, sandbox, sender] = await Promise.all([
      startBrowser(),
      newPlace().then((place) => startSandbox(place)),
      startSenderSite(),
    ]);
    client = await sandbox.client();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    expect(complaints).toEqual([]);
    complaints = [];
  });
  afterAll(async () => {
    await client.close();
    await browser.close();
    await sandbox.stop();
    await sender.close();
    await removePlace(sandbox);
  });

  /** A job for Åse, unless `change` says otherwise. */
  function create(change: Partial<NewDirectJob> = {}): Promise<CreatedDirectJob> {
    return client.create({
      title: 'Avtale om barnehageplass',
      description: 'Hei! Her er avtalen vi snakket om på mandag.',
      documents: [{ title: 'Avtale', bytes: agreement }],
      signers: [{ personalIdentificationNumber: people.ase.number }],
      exitUrls: sender.exitUrls,
      ...change,
    });
  }

  /** A browser of one's own at `url`; `expected` are statuses that the page may meet. */
  async function arrive(
    url: string | undefined,
    { expected = [], ...options }: Parameters<Browser['newContext']>[0] & { expected?: number[] } = {},
  ): Promise<Page> {
    const context = await browser.newContext({
      locale: 'nb-NO',
      viewport: { width: 390, height: 780 },
      ...options,
    });
    context.setDefaultTimeout(15_000);
    contexts.push(context);
    const page = await context.newPage();
    listen(page, complaints, expected);
    page.on('request', (request) => seen.push(request.url()));
    page.on('response', (response) => {
      if (response.status() < 400) return;
      response.text().then(
        (body) => seen.push(body),
        () => undefined,
      );
    });
    await page.goto(url ?? '');
    return page;
  }

  /** The status with the token that the browser brought back to the sender. */
  function statusFrom(page: Page, job: CreatedDirectJob) {
    const token = new URL(page.url()).searchParams.get('status_query_token');
    return client.status(job.statusUrl!, token!);
  }

  const noticed = (page: Page, title: string) =>
    page.getByRole('heading', { name: title, exact: true }).waitFor();

  /** Waits for the page's heading to become `title`. */
  async function becomes(page: Page, title: string): Promise<void> {
    await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
  }

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
    const trust = await sandbox.trust();
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
    expect(await way.getAttribute('href')).toBe(sender.exitUrls.error);
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
    const unknown = await arrive(`${sandbox.webUrl}/redirect/nobody-made-this`, { expected: [404] });
    await becomes(unknown, 'Vi kjenner ikke denne lenken');
  });

  test('whatever goes wrong at the eID leaves the job as it was, until the right person signs', async () => {
    const job = await create();
    const page = await arrive(job.signers[0]?.redirectUrl, { expected: [503] });
    await read(page);

    await tellSandbox(sandbox, 'faults', { eid: 'down' });
    await page.getByRole('button', { name: 'Signer', exact: true }).click();
    await page.getByText('Ingenting er signert. Prøv igjen om litt.').waitFor();
    await tellSandbox(sandbox, 'faults', { eid: 'up' });

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

  test('with the time-stamps away the signature is safe, and finishes by itself', async () => {
    const job = await create();
    const page = await arrive(job.signers[0]?.redirectUrl);
    await page.clock.install();
    await tellSandbox(sandbox, 'faults', { timestamps: 'down' });
    await chooseToSign(page);
    await logIn(page, people.ase);
    await becomes(page, 'Signaturen din er trygg');
    expect(await page.getByText('Du trenger ikke signere på nytt.').count()).toBe(1);
    expect(await violations(page)).toEqual([]);
    await tellSandbox(sandbox, 'faults', { timestamps: 'up' });
    await passTime(page, /\/completed\?/);
    expect((await statusFrom(page, job)).status).toBe('COMPLETED_SUCCESSFULLY');
  });

  test('the start page', async () => {
    for (const width of [320, 1280]) {
      const page = await arrive(`${sandbox.webUrl}/`, { viewport: { width, height: 720 } });
      await becomes(page, 'Segl sandbox');
      expect(await violations(page)).toEqual([]);
      expect(await overflow(page)).toBe(0);
    }
  });

  test('nothing but documents and database holds the signer’s number', async () => {
    await expect(
      create({
        signers: [
          { personalIdentificationNumber: people.ase.number },
          { personalIdentificationNumber: people.ase.number },
        ],
      }),
    ).rejects.toSatisfy((error: Error) => {
      seen.push(error.message);
      return 'code' in error;
    });
    expect(sandbox.log()).toContain('"step":"job-completed"');
    expect(seen.some((url) => url.includes('/eid/callback'))).toBe(true);
    for (const { number } of Object.values(people)) {
      expect(sandbox.log()).not.toContain(number);
      expect(seen.filter((text) => text.includes(number))).toEqual([]);
      expect((await dataFiles(sandbox)).filter((name) => name.includes(number))).toEqual([]);
    }
  });

  // Last: time does not run backwards.
  test('after the deadline', async () => {
    const [read, unread] = [await create(), await create()];
    const page = await arrive(read.signers[0]?.redirectUrl, { expected: [409] });
    await becomes(page, arrived);
    await tellSandbox(sandbox, 'clock', { advance: 'P31D' });
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

/** Lets the page's time pass quickly until it has left for an address like `goal`. */
async function passTime(page: Page, goal: RegExp): Promise<void> {
  for (let step = 0; step < 200 && !goal.test(page.url()); step++) {
    await page.clock.runFor(1000);
    await pause(20);
  }
  await page.waitForURL(goal);
}

/** Presses Tab until what has the focus is called `name`, and fails when that does not come. */
async function pressUntil(page: Page, name: string): Promise<void> {
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
