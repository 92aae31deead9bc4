/** Mail server, SMS gateway and contact register away for a day, and the power going in the middle of it. */
import { once } from 'node:events';
import type { PortalClient } from '@segl/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signWithCode } from '../packages/sandbox/src/robot-recipient.ts';
import { describeOnEachDatabase, type TestDatabase } from '../packages/server/test/stores.ts';
import { signAs } from './support/devmodesign.ts';
import { received, taken } from './support/inbox.ts';
import { send, statusesOf } from './support/portal-sender.ts';
import { nextMorning } from './support/portal-world.ts';
import {
  kill,
  mortal,
  placeOn,
  removePlace,
  sentence,
  startSandbox,
  tellSandbox,
  type Place,
  type RunningSandbox,
} from './support/sandbox.ts';
import { people } from './support/signer.ts';
import { expectNoNumber } from './support/visits.ts';

const day = 86_400;
const { ase, ola, thi } = people;
const down = { mail: 'down', sms: 'down', register: 'down' };
const up = { mail: 'up', sms: 'up', register: 'up' };

describeOnEachDatabase('while messages cannot be sent', (kind) => {
  let database: TestDatabase;
  let place: Place;
  let service: RunningSandbox;
  let municipality: PortalClient;
  let company: PortalClient;

  const start = async () => {
    service = await startSandbox(place, mortal);
    [municipality, company] = await Promise.all([
      service.portalClient('public'),
      service.portalClient('private'),
    ]);
  };
  const leave = async () => {
    await Promise.all([municipality.close(), company.close()]);
  };
  const restart = async () => {
    await leave();
    await database.endLeases();
    await start();
  };
  const advance = (duration: string) => tellSandbox(service, 'clock', { advance: duration });
  /** Who was told what how, in the order it was taken. */
  const told = async (...whom: string[]) =>
    (await taken(service))
      .filter(({ to }) => whom.includes(to))
      .map(({ channel, to, text }) => `${channel} ${to} ${/Påminnelse/.test(text) ? 'reminder' : 'first'}`);
  const lookedUp = (person: { number: string }, sms = false) => ({
    personalIdentificationNumber: person.number,
    notificationsUsingLookup: { email: true as const, sms },
  });
  const contact = (addresses: { email: string } | { mobile: string }, order = 0) => ({
    identifiedByContactInformation: addresses,
    order,
  });

  beforeAll(async () => {
    database = await kind.create();
    place = await placeOn(database.location);
    await start();
    await tellSandbox(service, 'clock', { now: nextMorning() });
  });
  afterAll(async () => {
    await leave();
    await service.stop();
    await removePlace(place);
    await database.remove();
  });

  test('for a day, the API goes on; then comes what still makes sense, in order and once', async () => {
    const early = await send(service, company, {
      signers: [contact({ email: 'before@example.org' })],
      availableSeconds: 3 * day,
    });
    await received(service, 'before@example.org');
    await advance('P1DT4H');

    await tellSandbox(service, 'faults', down);
    const three = { availableSeconds: 3 * day };
    const byRegister = await send(service, municipality, { signers: [lookedUp(ase, true)], ...three });
    const byMail = await send(service, company, { signers: [contact({ email: 'a@example.org' })], ...three });
    const bySms = await send(service, company, { signers: [contact({ mobile: '+4799999981' })], ...three });
    const short = await send(service, company, {
      signers: [contact({ email: 'short@example.org' })],
      availableSeconds: 20 * 3600,
    });
    // Addressed by number, he finds it in his inbox without having been told.
    const signed = await send(service, municipality, { signers: [lookedUp(ola)], ...three });
    await signAs(service, signed.id, ola);
    expect((await signed.end()).status).toBe('COMPLETED_SUCCESSFULLY');
    const cancelled = await send(service, company, { signers: [contact({ email: 'gone@example.org' })] });
    await cancelled.cancel();
    await advance('P1D');
    expect(statusesOf(await short.end())).toEqual({ 'short@example.org': 'EXPIRED' });
    expect(await told('ase@example.com', 'a@example.org', '+4799999981')).toEqual([]);

    await tellSandbox(service, 'faults', up);
    await advance('PT10M');
    const [asesMail, asesMobile] = ['ase@example.com', '+4799999901'];
    expect((await told(asesMail, 'a@example.org', '+4799999981')).toSorted()).toEqual([
      'email a@example.org first',
      `email ${asesMail} first`,
      'sms +4799999981 first',
    ]);
    // The reminder that was due meanwhile.
    expect(await told('before@example.org')).toEqual([
      'email before@example.org first',
      'email before@example.org reminder',
    ]);
    expect(await told('short@example.org', 'gone@example.org', 'ola@example.com')).toEqual([]);

    await signWithCode({ webUrl: service.webUrl, to: 'a@example.org' });
    expect((await byMail.end()).status).toBe('COMPLETED_SUCCESSFULLY');
    await advance('P1D');
    expect(await told(asesMail, asesMobile)).toEqual([
      `email ${asesMail} first`,
      `sms ${asesMobile} reminder`,
      `email ${asesMail} reminder`,
    ]);
    expect(await told('+4799999981')).toEqual(['sms +4799999981 first', 'sms +4799999981 reminder']);
    expect(await told('a@example.org')).not.toContain('email a@example.org reminder');
    await advance('P2D');
    for (const job of [early, byRegister, bySms]) {
      expect(Object.values(statusesOf(await job.end()))).toEqual(['EXPIRED']);
    }
    await expectEachOnce();
  });

  test('the power goes too: nothing is lost, nothing comes twice', async () => {
    await tellSandbox(service, 'faults', down);
    const addresses = ['x@example.org', 'y@example.org', '+4799999982', '+4799999983'];
    for (const to of addresses) {
      const how = to.startsWith('+') ? { mobile: to } : { email: to };
      await send(service, company, { signers: [contact(how)], availableSeconds: 3 * day });
    }
    await send(service, municipality, { signers: [lookedUp(thi)], availableSeconds: 3 * day });
    await advance('PT3H');
    await kill(service);
    await restart();
    await advance('PT10M');
    const all = [...addresses, '+4799999903'];
    for (const to of all) await received(service, to);
    expect((await told(...all)).toSorted()).toEqual(
      all.map((to) => `${to.startsWith('+') ? 'sms' : 'email'} ${to} first`).toSorted(),
    );
    await kill(service);
    await restart();
    await advance('PT10M');
    expect(await told(...all)).toHaveLength(all.length);
    await expectEachOnce();
  });

  test('between hand-over and record a message may come twice, then under the same reference', async () => {
    const to = '+4799999984';
    await sentence(service, { step: 'sms-taken' });
    const death = once(service.process, 'exit');
    const job = await send(service, company, {
      signers: [contact({ mobile: to }, 1), contact({ email: 'z@example.org' }, 2)],
    }).catch(() => undefined);
    expect(await death).toEqual([null, 'SIGKILL']);
    expect(await told(to)).toHaveLength(1);
    await restart();
    // Its clock is as far as it was; the lease of the dead has run out.
    await expect.poll(() => told(to)).toHaveLength(2);
    await advance('P1D');
    const copies = (await taken(service)).filter((message) => message.to === to);
    expect(copies).toHaveLength(2);
    expect(new Set(copies.map(({ reference, text }) => reference + text)).size).toBe(1);
    expect(job).toBeDefined();
    // And the chain goes on from there.
    await signWithCode({ webUrl: service.webUrl, to });
    await received(service, 'z@example.org');
    await expectNoNumber(service, []);
  });

  /** No reference stands twice in what was taken so far. */
  async function expectEachOnce(): Promise<void> {
    const references = (await taken(service)).map(({ reference }) => reference);
    expect(references.length).toBe(new Set(references).size);
  }
});
