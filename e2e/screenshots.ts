/**
 * Pictures of the pages as they are, taken from real visits: `npm run screenshots [folder]`.
 * Without a folder only those that README and docs show (`docs/pictures`); with one, every view goes there too.
 */
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { startBrowser } from './support/browser.ts';
import { samplePdf } from './support/sample-pdf.ts';
import { newPlace, removePlace, startSandbox } from './support/sandbox.ts';
import { startSenderSite } from './support/sender-site.ts';
import { logIn, people, read } from './support/signer.ts';
import { takePortalPictures } from './support/portal-pictures.ts';
import { takeSenderPictures } from './support/sender-pictures.ts';
import { takeViews } from './support/view-pictures.ts';

const pictures = resolve(import.meta.dirname, '../docs/pictures');
/** Of the sender portal's, those that the docs show. */
const shown = ['waiting', 'making-documents', 'making-signers', 'making-send', 'job-signed', 'organisations'];
const folder = process.argv[2] === undefined ? undefined : resolve(process.argv[2]);

const paragraphs = [
  'Denne avtalen gjelder plass i Solbakken barnehage fra 4. januar 2027. Partene er Testkommunen og den som har foreldreansvaret for barnet.',
  'Foreldrebetalingen følger satsene som kommunestyret vedtar hvert år. Betalingen gjelder elleve måneder i året, og juli er betalingsfri.',
  'Plassen kan sies opp skriftlig med én måneds frist. Kommunen kan endre plassen bare når loven gir adgang til det, og skal varsle i god tid.',
  'Opplysninger om barnet behandles etter personopplysningsloven. Bare ansatte som trenger opplysningene i arbeidet sitt, har tilgang.',
];

async function take(page: Page, name: string): Promise<void> {
  if (folder === undefined) return;
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

const [browser, sandbox, sender] = await Promise.all([
  startBrowser(),
  newPlace().then((place) => startSandbox(place)),
  startSenderSite(),
]);
await Promise.all(
  [pictures, ...(folder === undefined ? [] : [folder])].map((to) => mkdir(to, { recursive: true })),
);
const client = await sandbox.client();
try {
  const job = await client.create({
    title: 'Avtale om barnehageplass',
    description: 'Hei! Her er avtalen vi snakket om på mandag. Si fra om noe ikke stemmer.',
    documents: [
      {
        title: 'Avtale om barnehageplass',
        bytes: samplePdf({ title: 'Avtale om barnehageplass', pages: [paragraphs] }),
      },
    ],
    signers: [{ personalIdentificationNumber: people.ase.number }],
    exitUrls: sender.exitUrls,
  });
  const page = await browser.newPage({ locale: 'nb-NO', viewport: { width: 960, height: 1040 } });
  await page.goto(`${sandbox.webUrl}/`);
  await take(page, '1-start');
  await page.goto(job.signers[0]?.redirectUrl ?? '');
  await page.locator('[data-state="text"]').first().waitFor();
  await page.screenshot({ path: join(pictures, 'ceremony.png') });
  await page.setViewportSize({ width: 390, height: 780 });
  await take(page, '2-reading-phone');
  await read(page);
  await take(page, '3-read-phone');
  await page.getByRole('button', { name: 'Signer', exact: true }).click();
  await page.waitForURL('**/sandbox/eid/**');
  await take(page, '4-eid-phone');
  await logIn(page, people.ase);
  await take(page, '5-progress-phone');
  await page.getByRole('heading', { name: 'Takk, du har signert' }).waitFor();
  await take(page, '6-signed-phone');
  await takeShown();
  if (folder !== undefined) {
    await takeViews(browser, folder);
    await takeSenderPictures(browser, sandbox, folder, ['wide', 'phone', 'dark']);
    await takePortalPictures(browser, sandbox, folder);
  }
} finally {
  await client.close();
  await browser.close();
  await sandbox.stop();
  await sender.close();
  await removePlace(sandbox);
}

async function takeShown(): Promise<void> {
  const temporary = await mkdtemp(join(tmpdir(), 'segl-pictures-'));
  await takeSenderPictures(browser, sandbox, temporary, ['wide']);
  for (const name of shown)
    await copyFile(join(temporary, `sender-${name}-wide.png`), join(pictures, `sender-${name}.png`));
  await rm(temporary, { recursive: true });
}
