import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { company, municipality, noon } from '../../test/jobs.ts';
import { addSenders, outcome, type SenderName, type Senders } from '../../test/senders.ts';
import { describeOnEachDatabase, type TestDatabase } from '../../test/stores.ts';
import { logoReader } from '../adapters/images/logos.ts';
import type { Store } from '../jobs/ports.ts';
import { sha256Hex } from '../jobs/secrets.ts';
import { changeLogo, removeLogo, type LogoDeps } from './logo.ts';
import { changeSettings, showSettings } from './settings.ts';

const logos = logoReader();
afterAll(() => logos.close());
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#0b5359' } });

describeOnEachDatabase('an organisation’s settings', (kind) => {
  let database: TestDatabase;
  let store: Store;
  let senders: Senders;
  let stored: Map<string, Uint8Array>;
  let deps: LogoDeps;
  let jpeg: Uint8Array;
  beforeAll(async () => {
    jpeg = await picture(800, 300)
      .jpeg()
      .withExif({ IFD0: { Artist: 'Kari Secret' } })
      .toBuffer();
  });
  beforeEach(async () => {
    database = await kind.create();
    store = await database.open();
    stored = new Map();
    const put = (content: Uint8Array) => {
      stored.set(sha256Hex(content), content);
      return Promise.resolve(sha256Hex(content));
    };
    deps = { store, clock: { now: () => noon, wall: () => noon }, blobs: { put }, logos };
    await store.transaction(async (tx) => {
      await tx.putOrganisation(municipality);
      await tx.putOrganisation(company);
    });
    senders = await addSenders(store);
  });
  afterEach(() => database.remove());

  const organisation = () => store.read((reading) => reading.organisation(company.number));
  const log = async () =>
    (await store.read((reading) => reading.organisationEvents(company.number, 10))).map(
      ({ kind: of, by, data }) => [of, by, data['what']],
    );

  describe('are for account managers:', () => {
    const acts: [string, (name: SenderName) => Promise<unknown>][] = [
      ['look', (name) => showSettings(deps, senders.as(name))],
      ['change', (name) => changeSettings(deps, senders.as(name), { keptDays: 7 })],
      ['change the logo', (name) => changeLogo(deps, senders.as(name), jpeg)],
      ['remove the logo', (name) => removeLogo(deps, senders.as(name))],
    ];
    it.each(acts)('%s', async (_, act) => {
      expect(await outcome(act('processor'))).toBe('NOT_PERMITTED');
      expect(await outcome(act('former'))).toBe('NOT_A_USER');
      expect(await outcome(act('elsewhere'))).toBe('NOT_A_USER');
      expect(stored.size).toBe(0);
      expect(await outcome(act('manager'))).toBe('done');
    });
  });

  it('change where they are given, and are logged', async () => {
    const manager = senders.as('manager');
    const before = await showSettings(deps, manager);
    expect(before).toMatchObject({ name: 'Eksempel AS', senderAddress: '', keptDays: 40 });
    const change = {
      name: ' Ny\u202e  Eksempel AS',
      senderAddress: 'post@example.com',
      longTermStorage: true,
    };
    const after = await changeSettings(deps, manager, change);
    expect(after).toEqual({ ...before, ...change, name: 'Ny Eksempel AS' });
    expect(await showSettings(deps, manager)).toEqual(after);
    await changeSettings(deps, manager, { name: 'Ny Eksempel AS' });
    await changeSettings(deps, manager, { senderAddress: '' });
    expect(await organisation()).not.toHaveProperty('senderAddress');
    expect(await log()).toEqual([
      ['SETTINGS_CHANGED', 'user-manager', 'senderAddress'],
      ['SETTINGS_CHANGED', 'user-manager', 'longTermStorage name senderAddress'],
    ]);
    expect(await organisation()).toMatchObject({ sector: 'private', apiAccess: true });
  });

  it('say of each field what is wrong', async () => {
    const wrong = { name: '', senderAddress: 'post@' };
    await expect(changeSettings(deps, senders.as('manager'), wrong)).rejects.toMatchObject({
      members: {
        problems: [
          { pointer: '/name', code: 'REQUIRED' },
          { pointer: '/senderAddress', code: 'EMAIL_INVALID' },
        ],
      },
    });
    const unprintable = changeSettings(deps, senders.as('manager'), { name: 'Firma \u{1F58A}' });
    await expect(unprintable).rejects.toMatchObject({ members: { problems: [{ code: 'NOT_PRINTABLE' }] } });
    expect(await organisation()).toEqual(company);
  });

  it('have a logo, which becomes a small PNG that tells of nothing else', async () => {
    await changeLogo(deps, senders.as('manager'), jpeg);
    const { logoSha256 = '' } = (await organisation()) ?? {};
    const png = stored.get(logoSha256)!;
    const { format, width, height, exif } = await sharp(png).metadata();
    expect({ format, width, height, exif }).toEqual({
      format: 'png',
      width: 512,
      height: 192,
      exif: undefined,
    });
    expect(Buffer.from(png).includes('Kari Secret')).toBe(false);
    await changeLogo(deps, senders.as('manager'), await picture(10, 10).png().toBuffer());
    await removeLogo(deps, senders.as('manager'));
    await removeLogo(deps, senders.as('manager'));
    expect(await organisation()).toEqual(company);
    expect((await log()).map(([of]) => of)).toEqual(['LOGO_REMOVED', 'LOGO_CHANGED', 'LOGO_CHANGED']);
  });

  it('keep a logo that another organisation has too', async () => {
    await changeLogo(deps, senders.as('manager'), jpeg);
    await changeLogo(deps, { ...senders.as('elsewhere'), organisation: municipality.number }, jpeg);
    await removeLogo(deps, senders.as('manager'));
    expect(await store.transaction((tx) => tx.takeReleasedBlob(noon))).toBeUndefined();
    await removeLogo(deps, { ...senders.as('elsewhere'), organisation: municipality.number });
    expect(await store.transaction((tx) => tx.takeReleasedBlob(noon))).toBe([...stored.keys()][0]);
  });
});

describe('a picture that is no logo is refused by name:', () => {
  const refused = async (bytes: Uint8Array) => {
    const read = await logos.read(bytes);
    return 'problem' in read ? read.problem : 'read';
  };
  it('another kind', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    for (const bytes of [Buffer.alloc(0), svg, Buffer.from('GIF89a'), await picture(9, 9).webp().toBuffer()])
      expect(await refused(bytes)).toBe('LOGO_TYPE');
  });
  it('damaged or cut off', async () => {
    const whole = await picture(300, 300).png().toBuffer();
    expect(await refused(whole)).toBe('read');
    expect(await refused(whole.subarray(0, whole.length / 2))).toBe('LOGO_DAMAGED');
    expect(await refused(whole.subarray(0, 20))).toBe('LOGO_DAMAGED');
    const jpeg = await picture(300, 300).jpeg().toBuffer();
    expect(await refused(jpeg.subarray(0, jpeg.length - 100))).toBe('LOGO_DAMAGED');
    const svg = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('<svg/>')]);
    expect(await refused(svg)).toBe('LOGO_DAMAGED');
  });
  it('few bytes that would become very many pixels', async () => {
    const bomb = await sharp({ create: { width: 16_000, height: 16_000, channels: 3, background: '#fff' } })
      .png({ compressionLevel: 9, palette: true, colours: 2 })
      .toBuffer();
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(await refused(bomb)).toBe('LOGO_TOO_MANY_PIXELS');
  });
});
