/** Pictures of the sender portal as its users meet it, in three looks. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { agreement } from './agreement.ts';
import { signAs } from './devmodesign.ts';
import { tellSandbox, type RunningSandbox } from './sandbox.ts';
import { enterSenderPortal } from './sender.ts';
import { people } from './signer.ts';

const looks = {
  wide: { viewport: { width: 1200, height: 800 }, colorScheme: 'light' },
  phone: { viewport: { width: 320, height: 640 }, colorScheme: 'light' },
  dark: { viewport: { width: 1200, height: 800 }, colorScheme: 'dark' },
} as const;
type Look = keyof typeof looks;

/** Each as `sender-{view}-{look}.png` in the folder. */
export async function takeSenderPictures(
  browser: Browser,
  sandbox: RunningSandbox,
  folder: string,
  wanted: readonly Look[],
): Promise<void> {
  const jobs = await someJobs(sandbox);
  for (const look of wanted) {
    const options = looks[look];
    const context = await browser.newContext({ locale: 'nb-NO', reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    const take = (name: string) =>
      page.screenshot({ path: join(folder, `sender-${name}-${look}.png`), fullPage: true });
    await page.goto(`${sandbox.webUrl}/sender`);
    await enterSenderPortal(page, people.ase);
    await page.getByRole('heading', { level: 1, name: 'Velg virksomhet' }).waitFor();
    await take('choose');
    await making(page, sandbox, take);
    for (const [name, path] of Object.entries(views(jobs))) {
      await page.goto(`${sandbox.webUrl}/sender/${path}`);
      await settled(page);
      await take(name);
    }
    await context.close();
  }
}

function views({ waiting, signed }: { readonly waiting: bigint; readonly signed: bigint }) {
  const jobs = '310000019/jobs';
  return {
    waiting: `${jobs}/waiting`,
    signed: `${jobs}/signed`,
    search: `${jobs}/search`,
    'job-waiting': `${jobs}/${waiting}`,
    'job-signed': `${jobs}/${signed}`,
    settings: '310000019/settings',
    users: '310000019/settings/users',
    'api-access': '310000019/settings/api-access',
    'api-errors': '310000019/settings/api-access/errors',
    templates: '310000027/templates',
    'add-user': '310000019/settings/users/new',
    organisations: 'operator/organisations',
    organisation: 'operator/organisations/310000027',
    tasks: 'operator/tasks',
    health: 'operator/health',
  };
}

async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
}

/** One that waits for the second of two, one for whom it is urgent, and one that is signed. */
async function someJobs(sandbox: RunningSandbox) {
  const client = await sandbox.portalClient('public');
  const lookedUp = (person: { readonly number: string }, order = 0) => ({
    personalIdentificationNumber: person.number,
    notificationsUsingLookup: { email: true, sms: true } as const,
    order,
  });
  const create = async (title: string, signers: readonly ReturnType<typeof lookedUp>[], days = 30) => {
    const created = await client.create({
      title,
      reference: `sak ${title.length}`,
      documents: [{ title, bytes: agreement }],
      signers,
      availableSeconds: days * 86_400,
    });
    return created.signatureJobId;
  };
  try {
    const waiting = await create('Avtale om barnehageplass', [lookedUp(people.ase), lookedUp(people.ola, 1)]);
    await create('Samtykke til skoletur', [lookedUp(people.thi)], 1);
    const signed = await create('Leieavtale for kulturhuset', [lookedUp(people.thi)]);
    await tellSandbox(sandbox, 'clock', { advance: 'PT2H' });
    await signAs(sandbox, waiting, people.ase);
    await signAs(sandbox, signed, people.thi);
    await tellSandbox(sandbox, 'clock', { advance: 'PT2H' });
    return { waiting, signed };
  } finally {
    await client.close();
  }
}

type Take = (name: string) => Promise<Buffer>;

/** The three steps, with a document and two signers. */
async function making(page: Page, { webUrl }: RunningSandbox, take: Take): Promise<void> {
  await page.goto(`${webUrl}/sender/310000027/drafts/new`);
  await page.locator('input[type=file]').setInputFiles({
    name: 'Leieavtale.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from(agreement),
  });
  await page.getByRole('textbox', { name: 'Tittel på dokumentet' }).waitFor();
  await settled(page);
  await take('making-documents');
  await page.getByRole('button', { name: 'Videre' }).click();
  await page.getByRole('button', { name: 'Legg til signerer' }).click();
  await page.getByRole('textbox', { name: 'E-post' }).fill('kari@example.com');
  await page.getByRole('button', { name: 'Jeg skal selv signere' }).click();
  await page.getByRole('checkbox', { name: 'De signerer i rekkefølge' }).check();
  await take('making-signers');
  await page.getByRole('button', { name: 'Videre' }).click();
  await page.getByText('ber deg signere').first().waitFor();
  await settled(page);
  await take('making-send');
}
