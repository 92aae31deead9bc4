/** Pictures of the portal flow as its signers meet it: messages, ways in, ceremony and endings, in three looks. */
import { join } from 'node:path';
import type { PortalClient } from '@segl/client';
import type { Browser, Page } from 'playwright-core';
import { agreement } from './agreement.ts';
import { invited, notThe, received } from './inbox.ts';
import { tellSandbox, type RunningSandbox } from './sandbox.ts';
import { chooseToSign, enterCode, enterPortal, logIn, people, read } from './signer.ts';

const looks = {
  wide: { viewport: { width: 1100, height: 800 }, colorScheme: 'light' },
  phone: { viewport: { width: 320, height: 640 }, colorScheme: 'light' },
  dark: { viewport: { width: 1100, height: 800 }, colorScheme: 'dark' },
} as const;

const day = 86_400;
const document = { title: 'Avtale', bytes: agreement };

/** Each as `portal-flow-{view}-{look}.png` in the folder. */
export async function takePortalPictures(
  browser: Browser,
  sandbox: RunningSandbox,
  folder: string,
): Promise<void> {
  const [municipality, company] = await Promise.all([
    sandbox.portalClient('public'),
    sandbox.portalClient('private'),
  ]);
  // Text messages wait for the morning.
  const tomorrow = new Date(Date.now() + day * 1000).toISOString().slice(0, 10);
  await tellSandbox(sandbox, 'clock', { now: `${tomorrow}T10:00:00+01:00` });
  try {
    for (const [look, options] of Object.entries(looks)) {
      const context = await browser.newContext({ locale: 'nb-NO', reducedMotion: 'reduce', ...options });
      const page = await context.newPage();
      const take = async (name: string): Promise<void> => {
        await page.waitForLoadState('networkidle');
        // The bar at the bottom belongs to the window, not to the page.
        const fullPage = (await page.locator('.segl-bar').count()) === 0;
        await page.screenshot({ path: join(folder, `portal-flow-${name}-${look}.png`), fullPage });
      };
      await byNumber(page, take, sandbox, municipality);
      await byLink(page, take, sandbox, company, look);
      await context.close();
    }
  } finally {
    await Promise.all([municipality.close(), company.close()]);
  }
}

type Take = (name: string) => Promise<void>;

async function byNumber(
  page: Page,
  take: Take,
  sandbox: RunningSandbox,
  client: PortalClient,
): Promise<void> {
  const lookUp = { email: true, sms: true } as const;
  const signers = [
    { personalIdentificationNumber: people.ase.number, notificationsUsingLookup: lookUp },
    { personalIdentificationNumber: people.ola.number, notificationsUsingLookup: lookUp },
  ];
  const description = 'Hei! Her er avtalen vi snakket om på mandag. Si fra om noe ikke stemmer.';
  await client.create({
    title: 'Avtale om barnehageplass',
    nonsensitiveTitle: 'Avtale med Testkommunen',
    description,
    documents: [document],
    signers,
  });
  await client.create({
    title: 'Vedtak om støtte',
    requiredAuthentication: 3,
    documents: [document, { ...document, title: 'Vedlegg' }],
    availableSeconds: day,
    signers: signers.slice(0, 1),
  });
  await received(sandbox, 'ase@example.com');
  await page.goto(`${sandbox.webUrl}/sandbox/inbox?to=ase@example.com`);
  await take('messages');
  await page.goto(`${sandbox.webUrl}/portal`);
  await page.waitForSelector('h1');
  await take('landing');
  await enterPortal(page, people.ase, 3);
  await page.getByRole('article').first().waitFor();
  await take('inbox-level-3');
  await page.getByRole('button', { name: 'Logg ut' }).click();
  await page.waitForURL('**/portal/logged-out*');
  await page.waitForSelector('h1');
  await take('logged-out');
  await page.getByRole('link', { name: 'Logg inn igjen' }).click();
  await enterPortal(page, people.ase);
  await page.getByRole('article').first().waitFor();
  await take('inbox');
  await page.getByRole('button', { name: 'Les og signer Avtale om barnehageplass' }).first().click();
  await read(page);
  await take('reading');
  await chooseToSign(page);
  await take('eid');
  await logIn(page, people.ase);
  await page.getByRole('heading', { name: 'Takk, du har signert' }).waitFor();
  await take('signed');
  await page.getByRole('link', { name: 'Til innboksen' }).click();
  await page.getByRole('article').first().waitFor();
  await take('inbox-after');
  await page.getByRole('button', { name: 'Logg ut' }).click();
  await page.waitForURL('**/portal/logged-out*');
}

async function byLink(
  page: Page,
  take: Take,
  sandbox: RunningSandbox,
  client: PortalClient,
  look: string,
): Promise<void> {
  const to = `kari-${look}@example.org`;
  const mobile = `+47999998${look.length}${look.charCodeAt(0) % 10}`;
  await client.create({
    title: 'Leieavtale for Storgata 1',
    nonsensitiveTitle: 'Leieavtale',
    documents: [document],
    availableSeconds: day,
    signers: [{ identifiedByContactInformation: { email: to, mobile } }],
  });
  const { url, code } = await invited(sandbox, to);
  await received(sandbox, mobile);
  await page.goto(`${sandbox.webUrl}/sandbox/inbox?to=${encodeURIComponent(mobile)}`);
  await take('sms');
  await page.goto(`${sandbox.webUrl}/sandbox/inbox?to=${to}`);
  await page.getByText('As the mail reader shows it').click();
  await page.frameLocator('iframe').getByRole('heading').first().waitFor();
  await take('mail');
  await page.goto(url);
  await page.getByRole('textbox').waitFor();
  await take('code');
  await enterCode(page, notThe(code));
  await page.locator('[aria-invalid]').waitFor();
  await take('code-wrong');
  await enterCode(page, code);
  await read(page);
  await take('link-reading');
  await chooseToSign(page);
  await logIn(page, people.ola);
  await page.getByRole('heading', { name: 'Takk, du har signert' }).waitFor();
  await take('link-signed');
}
