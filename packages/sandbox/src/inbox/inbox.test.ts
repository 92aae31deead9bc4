import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openInbox } from './inbox.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segl-inbox-'));
});
afterEach(() => rm(folder, { recursive: true }));

const email = {
  channel: 'email',
  from: 'Segl',
  reference: '<1@localhost>',
  subject: 'Hei',
  text: 'æøå\n',
  html: '<p>æøå</p>',
} as const;
const sms = { channel: 'sms', reference: '2', from: 'Segl', subject: null, text: 'Hei', html: null } as const;

test('messages stay after a restart, in order and with their times', async () => {
  let now = 1_000;
  const inbox = await openInbox(folder, () => now);
  await inbox.add({ ...email, to: 'kari@example.org' });
  now = 2_000;
  await inbox.add({ ...sms, to: '+4799999999' });
  const again = await openInbox(folder, () => now);
  expect(again.list()).toEqual(inbox.list());
  expect(again.list()).toMatchObject([
    { ...email, id: 1, to: 'kari@example.org', sentAt: 1_000 },
    { ...sms, id: 2, to: '+4799999999', sentAt: 2_000 },
  ]);
  expect(await again.add({ ...sms, to: '+4788888888' })).toBe(3);
});

test('what was acknowledged is on disk, though the process is killed in the middle of the next line', async () => {
  const inbox = await openInbox(folder, Date.now);
  await inbox.add({ ...email, to: 'kari@example.org' });
  await appendFile(join(folder, 'inbox.jsonl'), '{"id":2,"channel":"sms","to":"+47');
  const again = await openInbox(folder, Date.now);
  expect(again.list()).toHaveLength(1);
  await again.add({ ...sms, to: '+4799999999' });
  expect((await openInbox(folder, Date.now)).list().map(({ id }) => id)).toEqual([1, 2]);
});

test('the last thousand are kept, in memory and on disk', async () => {
  const inbox = await openInbox(folder, Date.now);
  for (let round = 0; round < 30; round += 1) {
    await Promise.all(Array.from({ length: 100 }, () => inbox.add({ ...sms, to: '+4799999999' })));
  }
  expect(inbox.list().map(({ id }) => id)).toEqual(Array.from({ length: 1000 }, (_, index) => 2001 + index));
  expect(inbox.get(2000)).toBeUndefined();
  const lines = (await readFile(join(folder, 'inbox.jsonl'), 'utf8')).trim().split('\n');
  expect(lines.length).toBeLessThanOrEqual(2000);
  expect((await openInbox(folder, Date.now)).list()).toEqual(inbox.list());
});

test('messages are found by address, whatever its case, and by number with or without its plus sign', async () => {
  const inbox = await openInbox(folder, Date.now);
  await inbox.add({ ...email, to: 'Kari@Example.org' });
  await inbox.add({ ...sms, to: '+4799999999' });
  for (const to of ['kari@example.org', ' KARI@example.org']) expect(inbox.list(to)).toHaveLength(1);
  for (const to of ['+4799999999', ' 4799999999', '4799999999']) expect(inbox.list(to)).toHaveLength(1);
  expect(inbox.list('99999999')).toEqual([]);
});

test('a disk that fails is told to whoever sends, and the next message is kept', async () => {
  const inbox = await openInbox(join(folder, 'later'), Date.now);
  await expect(inbox.add({ ...sms, to: '+4799999999' })).rejects.toThrow('ENOENT');
  const { mkdir } = await import('node:fs/promises');
  await mkdir(join(folder, 'later'));
  await inbox.add({ ...sms, to: '+4788888888' });
  expect(inbox.list().map(({ to }) => to)).toEqual(['+4788888888']);
});
