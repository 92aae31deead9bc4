/** The portal flow by email and SMS: link, code, ceremony, and the signed document. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath } from './support/browser.ts';
import { invited, messages, notThe, received } from './support/inbox.ts';
import { expectSealed, fetchSealed, statusesOf } from './support/portal-sender.ts';
import { openPortalWorld, type PortalWorld } from './support/portal-world.ts';
import { chooseToSign, download, enterCode, logIn, people, pressUntil, read } from './support/signer.ts';
import { becomes, expectSound, noticed } from './support/visits.ts';

const arrived = 'Eksempel AS ber deg signere Avtale om barnehageplass';
const wrong = 'Koden er feil. Du har 4 forsøk igjen.';

describe.skipIf(chromiumPath === undefined)('the portal flow by link and code', () => {
  let world: PortalWorld;
  beforeAll(async () => {
    world = await openPortalWorld();
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  test('two signers, one by email and then one by SMS; each has the signed document at the end', async () => {
    const { sandbox } = world;
    const kari = 'kari@example.org';
    const per = '+4799999978';
    const job = await world.write({
      nonsensitiveTitle: 'Avtale',
      signers: [
        { identifiedByContactInformation: { email: kari }, order: 1 },
        { identifiedByContactInformation: { mobile: per }, order: 2 },
      ],
    });

    // Kari: Bokmål, a narrow phone, the keyboard alone.
    const first = await invited(sandbox, kari);
    const page = await world.arrive(`${sandbox.webUrl}/sandbox/inbox?to=${kari}`, {
      viewport: { width: 320, height: 640 },
    });
    await expectSound(page);
    await pressUntil(page, first.url);
    await page.keyboard.press('Enter');
    await becomes(page, 'Skriv inn koden din');
    await expectSound(page);
    await pressUntil(page, 'Kode');
    await page.keyboard.type(first.code);
    await page.keyboard.press('Enter');
    await becomes(page, arrived);
    expect(page.url()).not.toContain(first.token);
    await read(page);
    await expectSound(page);
    await pressUntil(page, 'Signer');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/sandbox/eid/**');
    await pressUntil(page, people.ase.name);
    expect(await messages(sandbox, per), 'it is not his turn').toEqual([]);
    await page.keyboard.press('Enter');
    await becomes(page, 'Takk, du har signert');
    await page.getByText('1 av 2 har signert.').waitFor();
    await expectSound(page);
    expect(await page.getByRole('button', { name: 'Logg ut' }).count()).toBe(0);
    expect(statusesOf(await job.next())).toEqual({ [kari]: 'SIGNED', [per]: 'WAITING' });

    // Per: English, wide; he pastes the whole message.
    const second = await invited(sandbox, per);
    const other = await world.arrive(second.url, { locale: 'en-GB', viewport: { width: 1280, height: 800 } });
    await becomes(other, 'Enter your code');
    await expectSound(other);
    await other.getByRole('textbox', { name: 'Code' }).fill(`Koden er ${second.code}.`);
    await other.getByRole('button', { name: 'Continue' }).click();
    await becomes(other, 'Eksempel AS asks you to sign Avtale om barnehageplass');
    await read(other, 'Everything read');
    await chooseToSign(other, 'en');
    await logIn(other, people.ola);
    await becomes(other, 'Thank you, you have signed');
    await expectSound(other);
    const pades = await download(other, 'Download the signed document');
    expect(pades.name).toBe('Avtale om barnehageplass.pdf');
    await expectSealed(sandbox, pades.bytes);

    const end = await job.end();
    expect(end.status).toBe('COMPLETED_SUCCESSFULLY');
    expect(statusesOf(end)).toEqual({ [kari]: 'SIGNED', [per]: 'SIGNED' });
    expect(await fetchSealed(sandbox, world.company, end)).toEqual(pades.bytes);

    // Kari has no inbox with us: she is told, and comes back by the link.
    const told = await received(sandbox, kari, /Alle har signert «Avtale»/);
    expect(told.text).toContain(first.url);
    const again = await world.arrive(first.url);
    await enterCode(again, first.code);
    await becomes(again, 'Takk, du har signert');
    expect((await download(again, 'Last ned signert dokument')).bytes).toEqual(pades.bytes);
  });

  test('five wrong codes close the link and end the job', async () => {
    const [guessed, waits] = ['gjett@example.org', 'vent@example.org'];
    const job = await world.write({
      signers: [
        { identifiedByContactInformation: { email: guessed } },
        { identifiedByContactInformation: { email: waits } },
      ],
    });
    const { url, code } = await invited(world.sandbox, guessed);
    const page = await world.arrive(url, { expected: [403], viewport: { width: 320, height: 640 } });
    for (const left of ['4 forsøk', '3 forsøk', '2 forsøk', 'ett forsøk']) {
      await enterCode(page, notThe(code));
      await page.getByText(`Du har ${left} igjen.`).first().waitFor();
    }
    await expectSound(page);
    await enterCode(page, notThe(code));
    await becomes(page, 'Lenken er stengt');
    await expectSound(page);
    const end = await job.end();
    expect(end.status).toBe('FAILED');
    expect(statusesOf(end)).toEqual({ [guessed]: 'BLOCKED', [waits]: 'NOT_APPLICABLE' });

    await page.reload();
    await enterCode(page, code);
    await becomes(page, 'Lenken er stengt');
    const other = await invited(world.sandbox, waits);
    const late = await world.arrive(other.url, { expected: [409] });
    await enterCode(late, other.code);
    await becomes(late, 'Det er ikke lenger noe å signere');
    await expectSound(late);
  });

  test('a scanner that opens the link changes nothing', async () => {
    const to = 'skann@example.org';
    const job = await world.write({ signers: [{ identifiedByContactInformation: { email: to } }] });
    const { url, code } = await invited(world.sandbox, to);
    const before = await messages(world.sandbox, to);
    const unknown = new URL('nobody-made-this-link-nobody-made-this-link', url).href;
    for (const method of ['GET', 'HEAD', 'GET']) {
      const [real, none] = await Promise.all([fetch(url, { method }), fetch(unknown, { method })]);
      expect([real.status, await real.text()]).toEqual([none.status, await none.text()]);
      expect(real.headers.getSetCookie()).toEqual([]);
      expect(real.headers.get('cache-control')).toBe('no-store');
      expect(real.headers.get('referrer-policy')).toBe('no-referrer');
    }
    expect(await messages(world.sandbox, to)).toEqual(before);
    const page = await world.arrive(url);
    await enterCode(page, code);
    await becomes(page, arrived);
    await page.getByRole('button', { name: 'Jeg vil ikke signere' }).click();
    await page.getByLabel('Hvorfor? (valgfritt)').fill('Jeg skal ikke flytte likevel');
    await page.getByRole('button', { name: 'Ja, jeg vil ikke signere' }).click();
    await becomes(page, 'Du har sagt nei');
    await expectSound(page);
    const end = await job.end();
    expect(end.status).toBe('FAILED');
    expect(statusesOf(end)).toEqual({ [to]: 'REJECTED' });
    expect(world.sandbox.log()).not.toContain('flytte');
  });

  test('a new code takes the place of the one that was lost', async () => {
    const to = 'mistet@example.org';
    await world.write({ signers: [{ identifiedByContactInformation: { email: to } }] });
    const lost = await invited(world.sandbox, to);
    const page = await world.arrive(lost.url, { expected: [403] });
    await page.getByRole('button', { name: 'Send meg en ny kode' }).click();
    await page.getByText('Hvis lenken er gyldig, er en ny kode på vei.').waitFor();
    await expectSound(page);
    const message = await received(world.sandbox, to, /Engangskoden din/);
    const fresh = /\b\d{6}\b/.exec(message.text)![0];
    expect(fresh).not.toBe(lost.code);
    // Who sees this message alone cannot get in with it.
    expect(message.text).not.toContain('/sign/');
    await enterCode(page, lost.code);
    await page.getByText(wrong).first().waitFor();
    await enterCode(page, fresh);
    await becomes(page, arrived);
  });

  test('a ceremony belongs to the browser that entered the code', async () => {
    const to = 'eier@example.org';
    await world.write({ signers: [{ identifiedByContactInformation: { email: to } }] });
    const { url, code } = await invited(world.sandbox, to);
    const page = await world.arrive(url);
    await enterCode(page, code);
    await becomes(page, arrived);
    const elsewhere = await world.arrive(page.url(), { expected: [401] });
    await becomes(elsewhere, 'Vi kjenner ikke igjen denne nettleseren');
    await expectSound(elsewhere);
    // The eID's refusal leaves everything as it was.
    await chooseToSign(page);
    await page.getByRole('button', { name: 'Cancel the log-in' }).click();
    await noticed(page, 'Du avbrøt innloggingen');
  });
});
