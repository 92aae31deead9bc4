/** Who is let in to the sender portal, and to which organisations. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath } from './support/browser.ts';
import { openPortalWorld, type PortalWorld } from './support/portal-world.ts';
import { enterSenderPortal } from './support/sender.ts';
import { people } from './support/signer.ts';
import { becomes, expectSound } from './support/visits.ts';

describe.skipIf(chromiumPath === undefined)('the sender portal lets in', () => {
  let world: PortalWorld;
  let portal: string;
  beforeAll(async () => {
    world = await openPortalWorld();
    portal = `${world.sandbox.webUrl}/sender`;
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  test('an account manager of two organisations, who chooses', async () => {
    const page = await world.arrive(portal, { viewport: { width: 320, height: 640 } });
    await becomes(page, 'Avsenderportalen');
    await expectSound(page);
    await enterSenderPortal(page, people.ase);
    await becomes(page, 'Velg virksomhet');
    await expectSound(page);
    await page.getByRole('link', { name: /^Eksempel AS/ }).click();
    await becomes(page, 'Venter');
    await expectSound(page);
    expect(new URL(page.url()).pathname).toBe('/sender/310000027/jobs/waiting');
  });

  test('a document processor, straight to the page they came for, with nothing of account managers', async () => {
    const page = await world.arrive(`${portal}/310000027/jobs/signed`);
    await enterSenderPortal(page, people.ola);
    await page.waitForURL('**/sender/310000027/jobs/signed');
    const navigation = page.getByRole('navigation', { name: 'Avsenderportalen' });
    await navigation.getByRole('link', { name: 'Maler' }).waitFor();
    expect(await navigation.getByRole('link', { name: 'Innstillinger' }).count()).toBe(0);
    await page.goto(`${portal}/310000019/jobs/waiting`);
    await becomes(page, 'Du har ikke tilgang til denne virksomheten');
  });

  test('nobody who is no user', async () => {
    const page = await world.arrive(portal);
    await enterSenderPortal(page, people.thi);
    await becomes(page, 'Du har ikke tilgang til noen virksomhet');
    await expectSound(page);
  });
});
