/**
 * Pictures of the ceremony as it is, taken from a real visit: `node e2e/screenshots.ts [folder]`.
 * Without a folder only `docs/ceremony.png`, which the README shows; with one, every view goes there too.
 */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { startBrowser } from './support/browser.ts';
import { samplePdf } from './support/sample-pdf.ts';
import { newPlace, removePlace, startSandbox } from './support/sandbox.ts';
import { startSenderSite } from './support/sender-site.ts';
import { logIn, people, read } from './support/signer.ts';
import { takePortalPictures } from './support/portal-pictures.ts';
import { takeViews } from './support/view-pictures.ts';

const picture = resolve(import.meta.dirname, '../docs/ceremony.png');
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
if (folder !== undefined) await mkdir(folder, { recursive: true });
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
  await page.screenshot({ path: picture });
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
  if (folder !== undefined) {
    await takeViews(browser, folder);
    await takePortalPictures(browser, sandbox, folder);
  }
} finally {
  await client.close();
  await browser.close();
  await sandbox.stop();
  await sender.close();
  await removePlace(sandbox);
}
