/** Whoever runs the service manages organisations, sees what is stuck and what is down: on pages and by command. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { chromiumPath } from './support/browser.ts';
import { received } from './support/inbox.ts';
import { openPortalWorld, type PortalWorld } from './support/portal-world.ts';
import { tellSandbox } from './support/sandbox.ts';
import { enterSenderPortal, tabTo } from './support/sender.ts';
import { people } from './support/signer.ts';
import { becomes, expectSound } from './support/visits.ts';

const command = join(import.meta.dirname, '../packages/cli/src/main.ts');

describe.skipIf(chromiumPath === undefined)('the operator', () => {
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
    const page = await world.arrive(`${portal}/operator/${part}`, options);
    await enterSenderPortal(page, person);
    await page.waitForURL(`**/operator/${part}`);
    return page;
  }

  async function segl(
    parameters: readonly string[],
    { input = '', data = world.sandbox.data } = {},
  ): Promise<{ status: number | null; output: string; errors: string }> {
    const child = spawn(process.execPath, [command, ...parameters], {
      env: { PATH: process.env['PATH'], SEGL_DATA: data },
    });
    child.stdin.end(input);
    const status = new Promise<number | null>((resolve) => child.on('close', resolve));
    const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { status: await status, output, errors };
  }

  test('adds an organisation and its account manager by keyboard alone', async () => {
    const page = await arriveAs(people.ase, 'organisations', { expected: [400] });
    await becomes(page, 'Virksomheter');
    await expectSound(page);
    await tabTo(page, 'Legg til virksomhet');
    await page.keyboard.press('Enter');
    await becomes(page, 'Legg til virksomhet');
    await page.getByLabel(/^Organisasjonsnummer/).focus();
    await page.keyboard.type('310000052');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Bakeriet AS');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Det er én feil på siden' }).waitFor();
    await expectSound(page);
    await tabTo(page, 'Organisasjonsnummer: Nummeret er ikke riktig. Sjekk sifrene.');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('310 000 051');
    await page.keyboard.press('Enter');
    await becomes(page, 'Bakeriet AS');
    await page.getByText('Bakeriet AS er lagt til.').waitFor();
    await expectSound(page);

    await page.getByLabel('Navn', { exact: true }).focus();
    await page.keyboard.type('Ola Nordmann');
    await page.keyboard.press('Tab');
    await page.keyboard.type(people.ola.number);
    await page.keyboard.press('Tab');
    await page.keyboard.type('ola@example.com');
    await page.keyboard.press('Enter');
    await page.getByText('Ola Nordmann har fått tilgang').waitFor();
    await page.getByText('310000051 · 1 kontoansvarlig').waitFor();
    await received(world.sandbox, 'ola@example.com', /kan nå sende dokumenter/);

    const manager = await world.arrive(`${portal}/310000051/jobs/waiting`, { expected: [403] });
    await enterSenderPortal(manager, people.ola);
    await becomes(manager, 'Venter');
    await page.getByRole('button', { name: 'Deaktiver Bakeriet AS' }).click();
    await page.getByText('Bakeriet AS er deaktivert.').waitFor();
    await manager.reload();
    await becomes(manager, 'Du har ikke tilgang til denne virksomheten');
    await page.getByRole('button', { name: 'Åpne Bakeriet AS igjen' }).click();
    await page.getByText('Bakeriet AS er åpnet igjen.').waitFor();
    await page.setViewportSize({ width: 320, height: 640 });
    await expectSound(page);
  });

  test('sees why work is stuck and what is down, and has it tried again', async () => {
    const { sandbox } = world;
    await tellSandbox(sandbox, 'faults', { mail: 'down' });
    const input = people.thi.number;
    const manager = ['add-manager', '310000035', '--name', 'Anh', '--email', 'anh@example.com'];
    expect(await segl(['org', ...manager], { input })).toMatchObject({ status: 0 });
    const page = await arriveAs(people.ase, 'health', { viewport: { width: 320, height: 640 } });
    await becomes(page, 'Tilstand');
    await page.getByRole('listitem').filter({ hasText: 'E-post' }).getByText('Svarer ikke').waitFor();
    await expectSound(page);
    expect(await segl(['health'])).toMatchObject({
      status: 1,
      output: expect.stringMatching(/^mail +down/m) as string,
    });

    await page.getByRole('link', { name: 'Oppgaver som står fast' }).click();
    await becomes(page, 'Oppgaver som står fast');
    const stuck = page.getByRole('listitem').filter({ hasText: 'Invitere bruker' });
    await stuck.waitFor();
    await expectSound(page);
    expect((await segl(['tasks', 'list'])).output).toContain('invite-user');
    await tellSandbox(sandbox, 'faults', { mail: 'up' });
    await stuck.getByRole('button', { name: 'Prøv nå: Invitere bruker' }).click();
    await page.getByText('1 oppgave prøves nå.').waitFor();
    await page.getByText('Ingenting står fast.').waitFor();
    await received(sandbox, 'anh@example.com', /kan nå sende dokumenter/);
    expect(await segl(['health', '--json'])).toMatchObject({ status: 0 });
  });

  test('does the same by command, and is told what was typed wrong', async () => {
    expect((await segl(['org', 'create', '310000086', 'Verftet AS', '--sector', 'private'])).output).toBe(
      '310000086  Verftet AS  (private, 0 account managers)\n',
    );
    await segl(['org', 'rights', '310000086', '--api-access', 'yes', '--sector', 'public']);
    await segl(['org', 'deactivate', '310000086']);
    const shown = JSON.parse((await segl(['org', 'show', '310000086', '--json'])).output) as unknown;
    expect(shown).toMatchObject([
      { sector: 'public', apiAccess: true, deactivatedAt: expect.any(String) as string },
    ]);
    expect((await segl(['org', 'list'])).output).toContain('310000027  Eksempel AS');
    expect(await segl(['org', 'create', '310000086', 'Verftet AS', '--sector', 'private'])).toMatchObject({
      status: 1,
      errors: 'number: There is such an organisation already\n',
    });
    expect(await segl(['org', 'rights', '310000086', '--api-access', 'maybe'])).toMatchObject({ status: 3 });
    expect(await segl(['org', 'list', '--everything'])).toMatchObject({ status: 3 });
    const nowhere = await segl(['org', 'list'], { data: '/nowhere' });
    expect(nowhere).toMatchObject({
      status: 1,
      errors: expect.stringContaining('Start Segl first') as string,
    });
  });

  test('is nobody else', async () => {
    const page = await world.arrive(`${portal}/operator/organisations`, { expected: [403] });
    await enterSenderPortal(page, people.ola);
    await becomes(page, 'Du har ikke tilgang til denne virksomheten');
    const status = await page.evaluate(
      async () => (await fetch('/sender/api/operator/organisations')).status,
    );
    expect(status).toBe(403);
  });
});
