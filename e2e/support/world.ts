/** A sandbox, a sender and a browser for one test file, and the visits that signers make. */
import type { CreatedDirectJob, DirectClient, NewDirectJob } from '@segl/client';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { startBrowser } from './browser.ts';
import { listen } from './page-checks.ts';
import { samplePdf } from './sample-pdf.ts';
import { dataFiles, newPlace, removePlace, startSandbox, type RunningSandbox } from './sandbox.ts';
import { startSenderSite, type SenderSite } from './sender-site.ts';
import { people } from './signer.ts';

export const agreement = samplePdf({
  title: 'Avtale om barnehageplass',
  pages: [
    ['Avtalen gjelder plass i Solbakken barnehage fra 4. januar 2027.', 'Foreldrebetaling: 11 måneder.'],
  ],
});

/** The heading of the reading page. */
export const arrived = 'Testkommunen ber deg signere Avtale om barnehageplass';

export interface World {
  readonly sandbox: RunningSandbox;
  readonly sender: SenderSite;
  readonly client: DirectClient;
  /** Every address a browser asked for, and every body it was refused with, over all visits. */
  readonly seen: string[];
  /** A job for Åse, unless `change` says otherwise. */
  create(change?: Partial<NewDirectJob>): Promise<CreatedDirectJob>;
  /** A browser of one's own at `url`; `expected` are statuses that the page may meet. */
  arrive(url: string | undefined, options?: BrowserContextOptions & { expected?: number[] }): Promise<Page>;
  /** The status with the token that the browser brought back to the sender. */
  statusFrom(page: Page, job: CreatedDirectJob): ReturnType<DirectClient['status']>;
  /** Closes the browsers, and expects that no page complained and that no person's number got out. */
  endVisits(): Promise<void>;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const [browser, sandbox, sender] = await Promise.all([
    startBrowser(),
    newPlace().then((place) => startSandbox(place)),
    startSenderSite(),
  ]);
  const client = await sandbox.client();
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];
  const seen: string[] = [];
  return {
    sandbox,
    sender,
    client,
    seen,
    create: (change = {}) =>
      client.create({
        title: 'Avtale om barnehageplass',
        description: 'Hei! Her er avtalen vi snakket om på mandag.',
        documents: [{ title: 'Avtale', bytes: agreement }],
        signers: [{ personalIdentificationNumber: people.ase.number }],
        exitUrls: sender.exitUrls,
        ...change,
      }),
    arrive: async (url, { expected = [], ...options } = {}) => {
      const phone = { locale: 'nb-NO', viewport: { width: 390, height: 780 } };
      const context = await browser.newContext({ ...phone, ...options });
      context.setDefaultTimeout(15_000);
      contexts.push(context);
      const page = await context.newPage();
      listen(page, complaints, expected);
      record(page, seen);
      await page.goto(url ?? '');
      return page;
    },
    statusFrom: (page, job) => {
      const token = new URL(page.url()).searchParams.get('status_query_token');
      return client.status(job.statusUrl ?? '', token ?? '');
    },
    endVisits: async () => {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
      expect(complaints.splice(0)).toEqual([]);
      await expectNoNumber(sandbox, seen);
    },
    close: async () => {
      await client.close();
      await browser.close();
      await sandbox.stop();
      await sender.close();
      await removePlace(sandbox);
    },
  };
}

/** Log, addresses, error bodies and file names; the database and the documents may know it. */
async function expectNoNumber(sandbox: RunningSandbox, seen: readonly string[]): Promise<void> {
  const places = [sandbox.log(), ...seen, ...(await dataFiles(sandbox))];
  for (const { number } of Object.values(people)) {
    expect(places.filter((text) => text.includes(number))).toEqual([]);
  }
}

function record(page: Page, seen: string[]): void {
  page.on('request', (request) => seen.push(request.url()));
  page.on('response', (response) => {
    if (response.status() < 400) return;
    response.text().then(
      (body) => seen.push(body),
      () => undefined,
    );
  });
}

/** Waits for the page's heading to become `title`. */
export async function becomes(page: Page, title: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
}

/** Waits for a part of the page with this heading. */
export async function noticed(page: Page, title: string): Promise<void> {
  await page.getByRole('heading', { name: title, exact: true }).waitFor();
}
