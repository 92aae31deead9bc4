import type { DraftContent, DraftSigner } from '@segl/protocol/json';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FormatError } from '@segl/formats/errors';
import { company, day } from '../../../test/jobs.ts';
import { ase, portalWorld, type PortalWorld } from '../../../test/portal.ts';
import { addSenders, outcome, type SenderName, type Senders } from '../../../test/senders.ts';
import { describeOnEachDatabase } from '../../../test/stores.ts';
import { deleteDocumentsInDueTime } from '../../jobs/delete-documents.ts';
import { checkDraft } from './check-draft.ts';
import { draftFile, removeDraftFile } from './draft-files.ts';
import {
  createDraft,
  deleteDraft,
  listDrafts,
  openDraft,
  restoreDraft,
  saveAsTemplate,
  saveDraft,
} from './drafts.ts';
import { previewMessage, type PreviewDeps } from './preview.ts';
import { sendDraft, type SendDraftDeps } from './send-draft.ts';
import { beginUpload, chunkSize, receiveChunk, uploadState, type UploadDeps } from './uploads.ts';

const contact: DraftSigner = {
  id: 'a',
  by: 'contact',
  email: 'kari@example.com',
  order: 0,
  onBehalfOf: 'SELF',
};

function content(changes: Partial<DraftContent> = {}): DraftContent {
  return {
    title: 'Leieavtale',
    nonSensitiveTitle: '',
    description: '',
    reference: 'sak 1',
    days: 14,
    signers: [contact],
    documents: [],
    ...changes,
  };
}

describeOnEachDatabase('drafts', (kind) => {
  let world: PortalWorld;
  let deps: PreviewDeps & SendDraftDeps & UploadDeps;
  let senders: Senders;
  let refuse: FormatError | undefined;
  beforeEach(async () => {
    world = await portalWorld(kind);
    senders = await addSenders(world.store);
    refuse = undefined;
    deps = {
      ...world.deps,
      inspector: {
        inspect: () => (refuse === undefined ? Promise.resolve({ pages: 2 }) : Promise.reject(refuse)),
      },
      webUrl: 'https://segl.example',
      test: true,
    };
  });
  afterEach(() => world.remove());

  const as = (name: SenderName) => senders.as(name);
  const begin = (name: SenderName = 'processor') => createDraft(deps, as(name), { key: undefined });
  const of = (id: string, name: SenderName = 'processor') => ({ caller: as(name), id });
  const add = async (id: string, bytes = Buffer.from('%PDF-1.7 one'), fileName = 'avtale.pdf') => {
    const upload = await beginUpload(deps, of(id), { fileName, size: bytes.length });
    return (await receiveChunk(deps, { ...of(id), upload: upload.id }, 0, bytes)).document!;
  };
  const ready = async (changes: Partial<DraftContent> = {}) => {
    const { id } = await begin();
    const document = await add(id);
    const documents = [{ id: document.id, title: 'Leieavtale' }];
    const { version } = await saveDraft(deps, of(id), {
      version: 1,
      content: content({ documents, ...changes }),
    });
    return { id, version, document };
  };

  describe('rights: each act on a draft of the processor’s', () => {
    const acts: [string, (name: SenderName, id: string) => Promise<unknown>][] = [
      ['open', (name, id) => openDraft(deps, of(id, name))],
      ['save', (name, id) => saveDraft(deps, of(id, name), { version: 1, content: content() })],
      ['upload', (name, id) => beginUpload(deps, of(id, name), { fileName: 'a.pdf', size: 1 })],
      ['preview', (name, id) => previewMessage(deps, of(id, name))],
      ['keep as a template', (name, id) => saveAsTemplate(deps, of(id, name), 'Leie')],
      ['copy', (name, id) => createDraft(deps, as(name), { from: id, key: undefined })],
      ['delete', (name, id) => deleteDraft(deps, of(id, name))],
      ['restore', (name, id) => restoreDraft(deps, of(id, name))],
    ];
    it.each(acts)('%s', async (_, act) => {
      const { id } = await begin();
      for (const name of ['manager', 'colleague'] as const)
        expect(await outcome(act(name, id)), name).toBe('DRAFT_NOT_FOUND');
      for (const name of ['elsewhere', 'former'] as const)
        expect(await outcome(act(name, id)), name).toBe('NOT_A_USER');
      expect(await outcome(act('processor', id))).toBe('done');
    });

    it('send', async () => {
      const { id, version } = await ready();
      expect(await outcome(sendDraft(deps, { ...of(id, 'manager'), version }))).toBe('DRAFT_NOT_FOUND');
      expect(await outcome(sendDraft(deps, { ...of(id, 'former'), version }))).toBe('NOT_A_USER');
    });
  });

  it('are kept as they are, however incomplete, and see what another window did', async () => {
    const { id } = await begin();
    const half = content({ title: '', signers: [{ ...contact, email: 'kari@' }] });
    expect(await saveDraft(deps, of(id), { version: 1, content: half })).toEqual({ version: 2 });
    expect((await openDraft(deps, of(id))).content).toEqual(half);
    await expect(saveDraft(deps, of(id), { version: 1, content: half })).rejects.toMatchObject({
      code: 'CHANGED_MEANWHILE',
    });
  });

  it('can be restored for a day, then are gone with their documents', async () => {
    const { id, document } = await ready();
    await deleteDraft(deps, of(id));
    await expect(openDraft(deps, of(id))).rejects.toMatchObject({ code: 'DRAFT_NOT_FOUND' });
    await restoreDraft(deps, of(id));
    expect((await listDrafts(deps, as('processor'), 'draft')).items).toHaveLength(1);
    const { sha256 } = await draftFile(deps, { ...of(id), document: document.id });
    await deleteDraft(deps, of(id));
    world.time += day + 1;
    await begin();
    expect(await outcome(restoreDraft(deps, of(id)))).toBe('DRAFT_NOT_FOUND');
    expect(await world.store.transaction((tx) => tx.takeReleasedBlob(world.time))).toBe(sha256);
  });

  it('are begun once for each idempotency key', async () => {
    const first = await createDraft(deps, as('processor'), { key: 'k' });
    expect(await createDraft(deps, as('processor'), { key: 'k' })).toEqual(first);
    expect((await createDraft(deps, as('colleague'), { key: 'k' })).id).not.toBe(first.id);
    await expect(createDraft(deps, as('processor'), { key: 'k', from: first.id })).rejects.toMatchObject({
      code: 'KEY_REUSED',
    });
  });

  describe('documents', () => {
    const large = Buffer.concat([Buffer.from('%PDF-1.7 '), Buffer.alloc(chunkSize + 1000, 'x')]);

    it('arrive in parts, each of which may come again, in order', async () => {
      const { id } = await begin();
      const { id: upload } = await beginUpload(deps, of(id), { fileName: 'stor.pdf', size: large.length });
      const send = (offset: number, end: number) =>
        receiveChunk(deps, { ...of(id), upload }, offset, large.subarray(offset, end));
      await expect(send(chunkSize, large.length)).rejects.toMatchObject({
        code: 'UPLOAD_OFFSET',
        members: { offset: 0 },
      });
      await send(0, chunkSize);
      expect(await send(0, chunkSize)).toMatchObject({ offset: chunkSize });
      expect(await uploadState(deps, { ...of(id), upload })).toMatchObject({ offset: chunkSize });
      const { document } = await send(chunkSize, large.length);
      expect(document).toMatchObject({ fileName: 'stor.pdf', pages: 2, size: large.length });
      const { sha256 } = await draftFile(deps, { ...of(id), document: document!.id });
      expect(Buffer.from(await deps.blobs.get(sha256)).equals(large)).toBe(true);
      expect((await openDraft(deps, of(id))).content.documents).toEqual([
        { id: document!.id, title: 'stor' },
      ]);
    });

    it('that cannot be signed are refused by name, and the others stay', async () => {
      const { id } = await begin();
      await add(id);
      refuse = new FormatError('PDF_ENCRYPTED', 'The PDF is encrypted');
      await expect(add(id)).rejects.toMatchObject({
        code: 'DOCUMENT_REFUSED',
        members: { reason: 'PDF_ENCRYPTED' },
      });
      expect((await openDraft(deps, of(id))).documents).toHaveLength(1);
    });

    it('are 10 MiB together at most', async () => {
      const { id } = await begin();
      await add(id);
      await expect(beginUpload(deps, of(id), { fileName: 'a.pdf', size: 10_485_760 })).rejects.toMatchObject({
        code: 'DOCUMENTS_TOO_LARGE',
      });
    });

    it('have names that can be files’ anywhere', async () => {
      const { id } = await begin();
      const names = ['../../etc/pass\u0000wd.PDF', 'C:\\mappe\\avtale.pdf', '\u202Efdp.pdf'];
      for (const name of names) await add(id, Buffer.from(`%PDF-1.7 ${name}`), name);
      const { documents } = await openDraft(deps, of(id));
      expect(documents.map(({ fileName }) => fileName)).toEqual(['passwd.pdf', 'avtale.pdf', 'fdp.pdf']);
    });

    it('are taken away, and their content with the last use', async () => {
      const { id, document } = await ready();
      await removeDraftFile(deps, { ...of(id), document: document.id });
      await removeDraftFile(deps, { ...of(id), document: document.id });
      expect(await openDraft(deps, of(id))).toMatchObject({ documents: [], content: { documents: [] } });
      expect(await world.store.transaction((tx) => tx.takeReleasedBlob(world.time))).toBeDefined();
    });
  });

  describe('sending', () => {
    it('makes one job, however often it is asked for', async () => {
      const { id, version } = await ready({ nonSensitiveTitle: ' Avtale ', description: 'Hei!' });
      const [first, second] = await Promise.all([
        sendDraft(deps, { ...of(id), version }),
        sendDraft(deps, { ...of(id), version }),
      ]);
      expect(second).toEqual(first);
      const job = await world.store.transaction((tx) => tx.job(BigInt(first.job)));
      expect(job).toMatchObject({
        flow: 'portal',
        sender: company.number,
        createdByUser: 'user-processor',
        title: 'Leieavtale',
        nonSensitiveTitle: 'Avtale',
        description: 'Hei!',
        reference: 'sak 1',
        available: 14 * day,
        documents: [{ title: 'Leieavtale', fileName: 'avtale.pdf', pages: 2 }],
        signers: [{ address: { kind: 'contact', email: 'kari@example.com' }, status: 'WAITING' }],
      });
      expect((await listDrafts(deps, as('processor'), 'draft')).items).toEqual([]);
    });

    it('leaves no copy of the documents behind', async () => {
      const { id, version } = await ready();
      const { job } = await sendDraft(deps, { ...of(id), version });
      await world.database.execute(`update job set status = 'FAILED', ended_at = 1 where id = ${job}`);
      const stored = await world.store.transaction((tx) => tx.job(BigInt(job)));
      await deleteDocumentsInDueTime(deps, BigInt(job));
      await expect(deps.blobs.get(stored!.documents[0]!.sha256)).rejects.toThrow();
    });

    it('says everything that is wrong at once, and where', async () => {
      const { id } = await begin();
      const bad = content({
        title: ' ',
        days: 91,
        description: 'x'.repeat(221),
        signers: [
          contact,
          { ...contact, id: 'b' },
          { ...contact, id: 'c', by: 'number', number: '123', email: '' },
        ],
      });
      const { version } = await saveDraft(deps, of(id), { version: 1, content: bad });
      const refused = await sendDraft(deps, { ...of(id), version }).catch((error: unknown) => error);
      const { problems } = (refused as { members: { problems: { pointer: string; code: string }[] } })
        .members;
      expect(problems.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
        '/documents NO_DOCUMENTS',
        '/days DAYS',
        '/title MISSING',
        '/description TOO_LONG',
        '/signers/1/email TWICE',
        '/signers/2/number NUMBER',
        '/signers/2/email CONTACT_MISSING',
      ]);
      expect(String(refused)).not.toContain('kari');
    });

    it('puts the user among the signers, by the number that only the service knows', async () => {
      const { id, version } = await ready({
        signers: [{ id: 'me', by: 'me', order: 0, onBehalfOf: 'SELF' }],
      });
      const { job } = await sendDraft(deps, { ...of(id), version });
      const stored = await world.store.transaction((tx) => tx.job(BigInt(job)));
      expect(stored?.signers[0]).toMatchObject({
        address: { kind: 'personal-identification-number', value: '01810112346' },
        notifications: { kind: 'addresses', email: 'processor@example.com' },
      });
    });

    it('waits for the time that was chosen', async () => {
      const activation = new Date(world.time + 5 * day).toISOString();
      const { id, version } = await ready({ activation });
      const { job } = await sendDraft(deps, { ...of(id), version });
      expect(await world.store.transaction((tx) => tx.job(BigInt(job)))).toMatchObject({
        activatesAt: world.time + 5 * day,
        expiresAt: world.time + 19 * day,
      });
    });
  });

  it('show the very email that signers get', async () => {
    const { id } = await ready({ nonSensitiveTitle: 'Leie', title: 'Hemmelig' });
    const preview = await previewMessage(deps, of(id));
    expect(preview.subject).toContain('Leie');
    expect(preview.text).toContain('Eksempel AS');
    expect(JSON.stringify(preview)).not.toContain('Hemmelig');
  });

  it('become templates that everybody in the organisation copies, and who made them changes', async () => {
    const { id } = await ready();
    const template = await saveAsTemplate(deps, of(id), 'Leie');
    expect((await listDrafts(deps, as('colleague'), 'template')).items).toMatchObject([
      { name: 'Leie', documents: 1 },
    ]);
    const copy = await createDraft(deps, as('colleague'), { from: template.id, key: undefined });
    expect(copy.documents).toHaveLength(1);
    expect(copy.content.documents).toEqual([{ id: copy.documents[0]!.id, title: 'Leieavtale' }]);
    expect(await outcome(deleteDraft(deps, of(template.id, 'colleague')))).toBe('NOT_PERMITTED');
    expect(
      await outcome(saveDraft(deps, of(template.id, 'manager'), { version: 1, content: content() })),
    ).toBe('done');
    expect(await outcome(openDraft(deps, of(template.id, 'elsewhere')))).toBe('NOT_A_USER');
  });
});

describe('checkDraft', () => {
  const against = { organisation: company, documents: 1, canLookUp: true };
  const codes = (signer: Partial<DraftSigner>, other: Partial<typeof against> = {}) =>
    checkDraft(content({ signers: [{ ...contact, ...signer }] }), { ...against, ...other }).map(
      ({ code }) => code,
    );

  it.each<[string, Partial<DraftSigner>, Partial<typeof against>, string[]]>([
    [
      'a private organisation without contact details',
      { by: 'number', number: ase, email: '' },
      {},
      ['CONTACT_MISSING'],
    ],
    ['a number with spaces', { by: 'number', number: '148385 22190' }, {}, []],
    [
      'a public one, which looks people up',
      { by: 'number', number: ase, email: '' },
      { organisation: { ...company, sector: 'public' } },
      [],
    ],
    [
      'nobody to look up with',
      { by: 'number', number: ase, email: '' },
      { organisation: { ...company, sector: 'public' }, canLookUp: false },
      ['CONTACT_MISSING'],
    ],
    [
      'on behalf of another, who is not looked up',
      { by: 'number', number: ase, email: '', onBehalfOf: 'OTHER' },
      { organisation: { ...company, sector: 'public' } },
      ['CONTACT_MISSING'],
    ],
    [
      'an organisation that may not address by contact',
      {},
      { organisation: { ...company, contactAddressing: false } },
      ['CONTACT_NOT_ALLOWED'],
    ],
    ['a mobile number of another kind', { email: '', mobile: '12' }, {}, ['MOBILE']],
  ])('%s', (_, signer, other, expected) => {
    expect(codes(signer, other)).toEqual(expected);
  });
});
