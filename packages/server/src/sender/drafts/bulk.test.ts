import type { DraftContent, DraftSigner } from '@segl/protocol/json';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { company, day } from '../../../test/jobs.ts';
import { portalWorld, type PortalWorld } from '../../../test/portal.ts';
import { addSenders, outcome, type SenderName, type Senders } from '../../../test/senders.ts';
import { describeOnEachDatabase } from '../../../test/stores.ts';
import { ServiceError } from '../../errors.ts';
import { checkBulk } from './check-bulk.ts';
import { createDraft, openDraft, saveAsTemplate, saveDraft } from './drafts.ts';
import { sendBulk } from './send-bulk.ts';
import type { SendDraftDeps } from './send-draft.ts';
import { beginUpload, receiveChunk, type UploadDeps } from './uploads.ts';

const open: DraftSigner = { id: 'a', by: 'contact', order: 0, onBehalfOf: 'SELF' };
const csv = 'E-post;Referanse\nkari@example.com;sak 1\nola@example.com;\n';

describeOnEachDatabase('sending to many', (kind) => {
  let world: PortalWorld;
  let senders: Senders;
  let deps: SendDraftDeps & UploadDeps;
  beforeEach(async () => {
    world = await portalWorld(kind);
    senders = await addSenders(world.store);
    deps = world.deps;
  });
  afterEach(() => world.remove());

  const of = (id: string, name: SenderName = 'processor') => ({ caller: senders.as(name), id });
  const template = async (changes: Partial<DraftContent> = {}): Promise<string> => {
    const { id, content, version } = await createDraft(deps, senders.as('processor'), { key: undefined });
    const bytes = Buffer.from('%PDF-1.7 one');
    const upload = await beginUpload(deps, of(id), { fileName: 'avtale.pdf', size: bytes.length });
    const { document } = await receiveChunk(deps, { ...of(id), upload: upload.id }, 0, bytes);
    const documents = [{ id: document!.id, title: 'Leieavtale' }];
    const filled = {
      ...content,
      title: 'Leieavtale',
      reference: 'mal',
      signers: [open],
      documents,
      ...changes,
    };
    await saveDraft(deps, of(id), { version, content: filled });
    return (await saveAsTemplate(deps, of(id), 'Leie')).id;
  };
  const check = (id: string, table: string) => checkBulk(deps, of(id), table);
  const problems = async (id: string, table: string) => {
    const { rows, problems: ofAll } = await check(id, table);
    return [...ofAll, ...rows.flatMap((row) => row.problems.map((one) => ({ line: row.line, ...one })))];
  };
  const jobOf = (id: string) => world.store.read((tx) => tx.job(BigInt(id)));

  it('makes a job of each row, and the template stays', async () => {
    const id = await template();
    const { jobs } = await sendBulk(deps, of(id), { csv, key: 'k' });
    expect(await Promise.all(jobs.map(jobOf))).toMatchObject([
      {
        title: 'Leieavtale',
        reference: 'sak 1',
        createdByUser: senders.users.processor.id,
        signers: [{ address: { kind: 'contact', email: 'kari@example.com' } }],
        documents: [{ title: 'Leieavtale', fileName: 'avtale.pdf' }],
      },
      { reference: 'mal', signers: [{ address: { kind: 'contact', email: 'ola@example.com' } }] },
    ]);
    expect((await openDraft(deps, of(id))).documents).toHaveLength(1);
  });

  it('is done once for the same table and key, and not for another', async () => {
    const id = await template();
    const first = await sendBulk(deps, of(id), { csv, key: 'k' });
    world.time += 1000;
    expect(first.repeated).toBe(false);
    expect(await sendBulk(deps, of(id), { csv, key: 'k' })).toEqual({ ...first, repeated: true });
    expect(await outcome(sendBulk(deps, of(id), { csv: `${csv}per@example.com;`, key: 'k' }))).toBe(
      'KEY_REUSED',
    );
    const [a, b] = await Promise.all([
      sendBulk(deps, of(id), { csv, key: 'at once' }),
      sendBulk(deps, of(id), { csv, key: 'at once' }),
    ]);
    expect(a).toEqual(b);
    expect(a.jobs).not.toEqual(first.jobs);
    world.time += day + 1000;
    expect((await sendBulk(deps, of(id), { csv, key: 'k' })).jobs).not.toEqual(first.jobs);
  });

  it('sends none when one cannot be sent, or when it breaks on the way', async () => {
    const id = await template();
    await expect(sendBulk(deps, of(id), { csv: `${csv}per@;\n`, key: 'k' })).rejects.toMatchObject({
      code: 'FIELDS_INVALID',
      members: { problems: [{ pointer: '/rows/4/E-post', code: 'EMAIL' }] },
    });
    let inserted = 0;
    const breaking: SendDraftDeps = {
      ...deps,
      store: {
        ...deps.store,
        transaction: (work) =>
          deps.store.transaction((tx) =>
            work({
              ...tx,
              insertJob: (job) => {
                inserted += 1;
                if (inserted === 2) throw new ServiceError('INTERNAL_ERROR', 'the power went');
                return tx.insertJob(job);
              },
            }),
          ),
      },
    };
    expect(await outcome(sendBulk(breaking, of(id), { csv, key: 'k' }))).toBe('INTERNAL_ERROR');
    const key = { kind: 'email', value: 'kari@example.com' } as const;
    const found = await world.store.read((tx) =>
      tx.searchJobs({ sender: company.number }, { key }, { limit: 10 }),
    );
    expect(found).toEqual([]);
    expect((await sendBulk(deps, of(id), { csv, key: 'k' })).jobs).toHaveLength(2);
  });

  it('says of each row what is wrong, in which column, and what repeats', async () => {
    const id = await template();
    const table =
      'E-post;Mobil;Tittel\nkari@;12;\n;;\na@example.com;;x\nb@example.com;;\n A@example.com ;;\n';
    const { rows } = await check(id, table);
    expect(rows.map(({ line, problems: found, repeats }) => [line, found, repeats])).toEqual([
      [
        2,
        [
          { code: 'EMAIL', column: 0 },
          { code: 'MOBILE', column: 1 },
        ],
        undefined,
      ],
      [3, [], undefined],
      [4, [], undefined],
      [5, [], 3],
    ]);
    expect(await problems(id, `Tittel;E-post\n${'x'.repeat(81)};c@example.com\nKort;\n`)).toEqual([
      { line: 2, code: 'TOO_LONG', column: 0 },
      { line: 3, code: 'CONTACT_MISSING', column: 1 },
    ]);
  });

  it('says what is wrong with the table or the template as a whole, once', async () => {
    const id = await template({ days: 0 });
    expect(await problems(id, 'E-post;Skonummer;Epost\na@example.com;42;\nb@example.com;42;\n')).toEqual([
      { code: 'COLUMN_UNKNOWN', column: 1 },
      { code: 'COLUMN_TWICE', column: 2 },
      { code: 'DAYS' },
    ]);
    expect(await check(id, '')).toMatchObject({
      columns: ['Fødselsnummer', 'E-post', 'Mobil', 'Referanse'].map((heading) => ({ heading })),
      problems: [{ code: 'TABLE_EMPTY' }],
    });
    expect(await problems(await template(), 'Referanse\nsak 1\n')).toContainEqual({
      code: 'COLUMNS_MISSING',
    });
  });

  it('fills in each open signer by role, and leaves the others as they are', async () => {
    const signers: DraftSigner[] = [
      { ...open, id: 'a', label: 'Leietaker' },
      { ...open, id: 'b', label: 'Utleier', email: 'utleier@example.com' },
      { ...open, id: 'c', order: 1 },
    ];
    const id = await template({ signers });
    const table =
      'Leietaker: E-post;3: Fødselsnummer;3: e-post\nkari@example.com;018101 12345;ola@example.com\n';
    const { jobs } = await sendBulk(deps, of(id), { csv: table, key: undefined });
    expect((await jobOf(jobs[0]!))!.signers.map(({ address }) => address)).toEqual([
      { kind: 'contact', email: 'kari@example.com' },
      { kind: 'contact', email: 'utleier@example.com' },
      { kind: 'personal-identification-number', value: '01810112345' },
    ]);
    const { columns } = await check(id, '');
    expect(columns.map(({ heading }) => heading)).toEqual([
      ...['Leietaker: Fødselsnummer', 'Leietaker: E-post', 'Leietaker: Mobil'],
      ...['3: Fødselsnummer', '3: E-post', '3: Mobil', 'Referanse'],
    ]);
    // Not clear whose address it is.
    expect(await problems(id, 'E-post\nkari@example.com\n')).toContainEqual({
      code: 'COLUMN_UNKNOWN',
      column: 0,
    });
  });

  it('is for users who may use the template', async () => {
    const id = await template();
    const { id: draft } = await createDraft(deps, senders.as('processor'), { key: undefined });
    for (const act of [
      (name: SenderName) => checkBulk(deps, of(id, name), csv),
      (name: SenderName) => sendBulk(deps, of(id, name), { csv, key: undefined }),
    ]) {
      for (const name of ['processor', 'colleague', 'manager'] as const)
        expect(await outcome(act(name)), name).toBe('done');
      for (const name of ['former', 'elsewhere'] as const)
        expect(await outcome(act(name)), name).toBe('NOT_A_USER');
    }
    expect(await outcome(checkBulk(deps, of(draft), csv))).toBe('DRAFT_NOT_FOUND');
    expect(await outcome(sendBulk(deps, of(draft), { csv, key: undefined }))).toBe('DRAFT_NOT_FOUND');
  });
});
