/** How a portal job ends without a signature: what the signer is told, by message and on the page, and the sender. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath } from './support/browser.ts';
import { invited, messages, received } from './support/inbox.ts';
import { comeBack } from './support/page-checks.ts';
import { statusesOf } from './support/portal-sender.ts';
import { openPortalWorld, type PortalWorld } from './support/portal-world.ts';
import { sandboxTime, tellSandbox } from './support/sandbox.ts';
import { enterCode, enterPortal, people, read } from './support/signer.ts';
import { becomes, expectSound, noticed } from './support/visits.ts';

const { ase, ola } = people;
const arrived = 'Testkommunen ber deg signere Avtale om barnehageplass';
const day = 86_400_000;

describe.skipIf(chromiumPath === undefined)('a portal job ends', () => {
  let world: PortalWorld;
  let portal: string;
  beforeAll(async () => {
    world = await openPortalWorld();
    portal = `${world.sandbox.webUrl}/portal`;
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());
  const byRegister = ({ number }: { number: string }) => ({
    personalIdentificationNumber: number,
    notificationsUsingLookup: { email: true as const },
  });

  test('when a signer says no, with a reason that only the sender sees', async () => {
    const job = await world.ask({ signers: [byRegister(ase), byRegister(ola)] });
    const reader = await world.arrive(portal);
    await enterPortal(reader, ola);
    await reader.getByRole('button', { name: /^Les og signer/ }).click();
    await becomes(reader, arrived);

    const page = await world.arrive(portal, { viewport: { width: 320, height: 640 } });
    await enterPortal(page, ase);
    await page.getByRole('button', { name: /^Les og signer/ }).click();
    await page.getByRole('button', { name: 'Jeg vil ikke signere' }).click();
    await page.getByText('Da stopper signeringen også for de andre.').waitFor();
    await expectSound(page);
    await page.getByLabel('Hvorfor? (valgfritt)').fill('Datoen er feil');
    await page.getByRole('button', { name: 'Ja, jeg vil ikke signere' }).click();
    await becomes(page, 'Du har sagt nei');
    await expectSound(page);
    await page.getByRole('link', { name: 'Til innboksen' }).click();
    await becomes(page, `Hei, ${ase.name} Ingenting venter på deg`);

    await comeBack(reader);
    await becomes(reader, 'Det er ikke lenger noe å signere');
    await expectSound(reader);
    expect(await reader.content()).not.toContain('Datoen er feil');
    const end = await job.end();
    expect(end.status).toBe('FAILED');
    expect(statusesOf(end)).toEqual({ [ase.number]: 'REJECTED', [ola.number]: 'NOT_APPLICABLE' });
    expect(world.sandbox.log()).not.toContain('Datoen er feil');
  });

  test('when the sender takes it back while the signer reads', async () => {
    const job = await world.ask({ signers: [byRegister(ase)] });
    await received(world.sandbox, 'ase@example.com');
    const [page, list] = [await world.arrive(portal), await world.arrive(portal, { expected: [409] })];
    await enterPortal(page, ase);
    await page.getByRole('button', { name: /^Les og signer/ }).click();
    await read(page);
    await enterPortal(list, ase);
    await becomes(list, `Hei, ${ase.name} Dette venter på deg`);
    await job.cancel();
    await comeBack(page);
    await becomes(page, 'Forespørselen er trukket tilbake');
    await expectSound(page);
    await list.getByRole('button', { name: /^Les og signer/ }).click();
    await noticed(list, 'Dette kan ikke signeres lenger');
    await expectSound(list);
    expect(statusesOf(await job.end())).toEqual({ [ase.number]: 'CANCELLED' });
    await received(world.sandbox, 'ase@example.com', /Testkommunen har avlyst signeringen/);
    await expect(job.cancel()).rejects.toMatchObject({ name: 'JobEndedError' });
  });

  // Last: time does not run backwards.
  test('when the period runs out, after a reminder to those who have not acted', async () => {
    const { sandbox } = world;
    const begun = (await sandboxTime(sandbox)).getTime();
    const job = await world.ask({ signers: [byRegister(ola)], availableSeconds: (3 * day) / 1000 });
    const linked = await world.write({
      signers: [{ identifiedByContactInformation: { email: 'sen@example.org' } }],
      availableSeconds: (3 * day) / 1000,
    });
    const { url, code } = await invited(sandbox, 'sen@example.org');
    const before = (await messages(sandbox, 'ola@example.com')).length;
    const page = await world.arrive(portal, { expected: [409] });
    await enterPortal(page, ola);
    await page.getByText('2 dager igjen').waitFor();
    await tellSandbox(sandbox, 'clock', { advance: 'P2DT1H' });
    const reminder = await received(sandbox, 'ola@example.com', /Påminnelse/);
    expect(await messages(sandbox, 'ola@example.com')).toHaveLength(before + 1);
    // A day before the end, as the calendar counts.
    const sent = Date.parse(reminder.sentAt) - begun;
    expect(Math.round(sent / 60_000)).toBe((2 * day) / 60_000);
    await comeBack(page);
    await page.getByText('22 timer igjen').waitFor();
    await page.getByRole('button', { name: /^Les og signer/ }).click();
    await becomes(page, arrived);

    await tellSandbox(sandbox, 'clock', { advance: 'P1D' });
    await comeBack(page);
    await becomes(page, 'Fristen er ute');
    await expectSound(page);
    await page.getByRole('link', { name: 'Til innboksen' }).click();
    await becomes(page, `Hei, ${ola.name} Ingenting venter på deg`);
    const end = await job.end();
    expect(end.status).toBe('FAILED');
    expect(statusesOf(end)).toEqual({ [ola.number]: 'EXPIRED' });
    expect(await messages(sandbox, 'ola@example.com'), 'nobody is told of it').toHaveLength(before + 1);

    expect(statusesOf(await linked.end())).toEqual({ 'sen@example.org': 'EXPIRED' });
    const late = await world.arrive(url, { expected: [409] });
    await enterCode(late, code);
    await becomes(late, 'Fristen er ute');
    await expectSound(late);
  });
});
