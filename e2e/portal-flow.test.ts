/** The portal flow by number, whole: from the sender's call through the message, log-in and ceremony to the sealed PDF. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { validateFile } from '@segl/formats/validation';
import { chromiumPath } from './support/browser.ts';
import { messages, received } from './support/inbox.ts';
import { expectSealed, fetchSealed, statusesOf } from './support/portal-sender.ts';
import { openPortalWorld, type PortalWorld } from './support/portal-world.ts';
import { sandboxTime } from './support/sandbox.ts';
import { chooseToSign, download, enterPortal, logIn, people, pressUntil, read } from './support/signer.ts';
import { becomes, expectSound } from './support/visits.ts';

const { ase, ola } = people;
const asesMail = 'ase@example.com';
const olasMail = 'ola@example.com';

describe.skipIf(chromiumPath === undefined)('the portal flow by number', () => {
  let world: PortalWorld;
  beforeAll(async () => {
    world = await openPortalWorld();
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  test('two signers, one after the other; each is told, logs in, signs, downloads and logs out', async () => {
    const { sandbox } = world;
    const job = await world.ask({
      nonsensitiveTitle: 'Avtale med Testkommunen',
      signers: [
        {
          personalIdentificationNumber: ase.number,
          notificationsUsingLookup: { email: true, sms: true },
          order: 1,
        },
        {
          personalIdentificationNumber: ola.number,
          notificationsUsingLookup: { email: true },
          order: 2,
        },
      ],
    });

    // Åse: Bokmål, a narrow phone, the keyboard alone.
    const mail = await received(sandbox, asesMail);
    expect(mail.subject).toBe('[TEST] Testkommunen ber deg signere «Avtale med Testkommunen»');
    expect(mail.text).not.toContain('barnehageplass');
    const first = await world.arrive(`${sandbox.webUrl}/sandbox/inbox?to=${asesMail}`, {
      viewport: { width: 320, height: 640 },
    });
    await expectSound(first);
    await pressUntil(first, `${sandbox.webUrl}/portal`);
    await first.keyboard.press('Enter');
    await becomes(first, 'Logg inn for å signere');
    await expectSound(first);
    await pressUntil(first, 'Logg inn med Test-ID');
    await first.keyboard.press('Enter');
    await first.waitForURL('**/sandbox/eid/**');
    await expectSound(first);
    await pressUntil(first, ase.name);
    await first.keyboard.press('Enter');
    await becomes(first, `Hei, ${ase.name} Dette venter på deg`);
    await expectSound(first);
    await pressUntil(first, 'Les og signer');
    await first.keyboard.press('Enter');
    await becomes(first, 'Testkommunen ber deg signere Avtale om barnehageplass');
    await read(first);
    await expectSound(first);
    expect(await messages(sandbox, olasMail), 'it is not his turn').toEqual([]);
    await pressUntil(first, 'Signer');
    await first.keyboard.press('Enter');
    await first.waitForURL('**/sandbox/eid/**');
    await pressUntil(first, ase.name);
    await first.keyboard.press('Enter');
    await becomes(first, 'Takk, du har signert');
    await first.getByText('1 av 2 har signert.').waitFor();
    await expectSound(first);
    await pressUntil(first, 'Til innboksen');
    await first.keyboard.press('Enter');
    await becomes(first, `Hei, ${ase.name} Ingenting venter på deg`);
    await first.getByText('Venter på at andre skal signere.').waitFor();
    await expectSound(first);
    await pressUntil(first, 'Logg ut');
    await first.keyboard.press('Enter');
    await becomes(first, 'Du er logget ut');
    await expectSound(first);
    // At the eID, too: it knows nobody any more.
    await first.getByRole('link', { name: 'Logg inn igjen' }).click();
    await first.getByRole('button', { name: 'Logg inn med Test-ID' }).click();
    await first.getByRole('button', { name: ase.number }).waitFor();

    const half = await job.next();
    expect(statusesOf(half)).toEqual({ [ase.number]: 'SIGNED', [ola.number]: 'WAITING' });
    expect(half.status).toBe('IN_PROGRESS');

    // Ola: English, wide, with the mouse.
    await received(sandbox, olasMail);
    const second = await world.arrive(`${sandbox.webUrl}/sandbox/inbox?to=${olasMail}`, {
      locale: 'en-GB',
      viewport: { width: 1280, height: 800 },
    });
    await second.getByRole('link', { name: `${sandbox.webUrl}/portal` }).click();
    await becomes(second, 'Log in to sign');
    await expectSound(second);
    await second.getByRole('button', { name: 'Log in with Test-ID' }).click();
    await second.waitForURL('**/sandbox/eid/**');
    await logIn(second, ola, 4, '**/portal');
    await becomes(second, `Hello, ${ola.name} Waiting for you`);
    await expectSound(second);
    await second.getByRole('button', { name: /^Read and sign/ }).click();
    await read(second, 'Everything read');
    await chooseToSign(second, 'en');
    await logIn(second, ola);
    await becomes(second, 'Thank you, you have signed');
    await expectSound(second);
    const pades = await download(second, 'Download the signed document');
    expect(pades.name).toBe('Avtale om barnehageplass.pdf');
    await expectSealed(sandbox, pades.bytes);
    await second.getByRole('button', { name: 'Log out' }).last().click();
    await becomes(second, 'You are logged out');

    const end = await job.end();
    expect(end.status).toBe('COMPLETED_SUCCESSFULLY');
    expect(statusesOf(end)).toEqual({ [ase.number]: 'SIGNED', [ola.number]: 'SIGNED' });
    expect(await fetchSealed(sandbox, world.municipality, end)).toEqual(pades.bytes);

    // Åse again: what was waiting for Ola is there now.
    await logIn(first, ase, 4, '**/portal');
    await first.getByText('Alle har signert.').waitFor();
    await expectSound(first);
    expect(await download(first, /^Last ned/)).toEqual(pades);
    const evidence = await download(first, /^Bevispakke/);
    const at = await sandboxTime(world.sandbox);
    const report = await validateFile(evidence.bytes, { trust: await world.sandbox.trust(), at });
    expect(report).toMatchObject({ kind: 'ASiC-E', conclusion: 'PASSED', signatures: [{}, {}] });
    // The first message, one to each, and none to those who have signed.
    expect((await messages(sandbox)).map(({ channel, to }) => `${channel} ${to}`)).toEqual([
      `email ${asesMail}`,
      `email ${olasMail}`,
    ]);
  });

  test('on behalf of somebody else, told where the sender said', async () => {
    const job = await world.ask({
      signers: [
        {
          personalIdentificationNumber: people.thi.number,
          notifications: { email: 'firma@example.org', mobile: '+4799999977' },
          onBehalfOf: 'OTHER',
        },
      ],
    });
    await received(world.sandbox, 'firma@example.org');
    const page = await world.arrive(`${world.sandbox.webUrl}/portal`);
    await enterPortal(page, people.thi);
    await page.getByText('På vegne av noen andre').waitFor();
    await page.getByRole('button', { name: /^Les og signer/ }).click();
    await page.getByRole('heading', { name: 'Du signerer på vegne av noen andre' }).waitFor();
    await chooseToSign(page);
    await logIn(page, people.thi);
    await becomes(page, 'Takk, du har signert');
    expect((await job.end()).status).toBe('COMPLETED_SUCCESSFULLY');
  });
});
