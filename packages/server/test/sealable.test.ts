/** Whatever is accepted at creation can be composed when its signers have signed. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { composeSignedDocument, inspectPdf, inspectText } from '@segl/formats/pdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signingEvidence } from '../src/ceremony/evidence.ts';
import { ServiceError } from '../src/errors.ts';
import { createDirectJob, type DirectJobRequest } from '../src/jobs/create-direct-job.ts';
import type { SignatureJob } from '../src/jobs/model.ts';
import { documentInput, type SignedBy } from '../src/sealing/document-input.ts';
import { directRequest, directWorld, signerByNumber, type DirectWorld } from './direct.ts';
import { municipality, noon } from './jobs.ts';
import { createSqlite } from './stores.ts';

const pdf = readFileSync(new URL('./one-page.pdf', import.meta.url));
const refusals = new Set(['MANIFEST_INVALID', 'DOCUMENT_REFUSED', 'SIGNER_INVALID', 'MALFORMED_REQUEST']);

let world: DirectWorld;
beforeAll(async () => {
  world = await directWorld({ name: 'SQLite', create: createSqlite });
});
afterAll(() => world.remove());

const inspector = {
  inspect: (content: Uint8Array, mime: string) =>
    mime === 'text/plain' ? Promise.resolve(inspectText(content)) : inspectPdf(content),
};
const create = (changes: Partial<DirectJobRequest>) =>
  createDirectJob({ ...world.deps, inspector }, directRequest(changes));
/** The code of a refusal; anything else that was thrown is a fault and fails the test. */
function codeOfRefusal(error: unknown): string {
  if (error instanceof ServiceError) return error.code;
  throw error;
}
const document = (fileName: string, title = 'Søknad') => ({
  title,
  fileName,
  mime: 'application/pdf' as const,
  bytes: pdf,
});

/** The signed document as it is when everybody has signed. */
async function compose(job: SignatureJob): Promise<Uint8Array> {
  const evidence = signingEvidence(
    'BankID',
    {
      issuer: 'https://eid.example',
      acr: 'high',
      level: 4,
      amr: [],
      authTime: noon / 1000,
      personalIdentificationNumber: undefined,
      name: { full: 'Kari Nordmann', given: undefined, family: undefined },
      birthDate: '1984-05-17',
      sessionId: undefined,
      idToken: 'a.b.c',
      providerKeys: { keys: [] },
    },
    { name: { full: 'Kari Nordmann', given: undefined, family: undefined }, registered: undefined },
    { ipAddress: '192.0.2.7', userAgent: 'Test browser' },
    noon,
  );
  const proof: SignedBy = { evidence, language: 'nb', storedAt: 0, xades: Buffer.from('<proof/>') };
  return composeSignedDocument(
    documentInput({
      job,
      senderName: municipality.name,
      documents: await Promise.all(
        job.documents.map(async (stored) => ({
          document: stored,
          bytes: await world.deps.blobs.get(stored.sha256),
        })),
      ),
      signed: new Map(job.signers.map(({ number }) => [number, proof])),
      presentation: { sealName: 'Test Seal', serviceName: 'Segl' },
      createdAt: noon,
    }),
  );
}

const oddName = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...['signature-1.xml', 'SIGNATURE-1.xml', 'signature-1_.xml', 'signature-2.xml', 'ſignature-1.xml'],
      ...['a/b.pdf', '%2e.pdf', '#?&<>".pdf', 'a.pdf', 'A.PDF', 'é.pdf', 'e\u0301.pdf', 'a.pdf\u200b', ' '],
      ...['\ufeff', '(\\)', '\u0301\u0338', '⸻'.repeat(80), '\t\n', '\u00ad', '=\u0338'],
    ),
  },
  { weight: 6, arbitrary: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 80 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('\u202egnp.pdf', '\u0000', '\ud800', '契約.pdf', '😀', 'ø'.repeat(600)),
  },
);
const oddJob = fc.record({
  title: oddName,
  description: fc.option(oddName, { nil: undefined }),
  documents: fc.array(
    fc.record({
      title: oddName,
      fileName: oddName,
      mime: fc.constant<'text/plain'>('text/plain'),
      bytes: fc
        .oneof({ weight: 4, arbitrary: fc.constant('Hei') }, oddName)
        .map((text) => new TextEncoder().encode(text)),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  signers: fc.uniqueArray(oddName, { minLength: 1, maxLength: 3 }).map((values) =>
    values.map((value) => ({
      ...signerByNumber(''),
      address: { kind: 'signer-identifier' as const, value },
    })),
  ),
});

describe('a job that was accepted', () => {
  it('can be composed, whatever its texts and names are', async () => {
    const outcomes = { accepted: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(oddJob, async (changes) => {
        const created = await create(changes).catch(codeOfRefusal);
        if (typeof created === 'string') {
          expect(refusals).toContain(created);
          outcomes.refused += 1;
          return;
        }
        await compose(created.job);
        outcomes.accepted += 1;
      }),
      { numRuns: 250 },
    );
    expect(outcomes.accepted).toBeGreaterThan(30);
    expect(outcomes.refused).toBeGreaterThan(30);
  });

  it('keeps documents whose names are those the service gives its own files', async () => {
    const names = ['signature-1.xml', 'Signature-1_.XML', 'signature-2.xml'];
    const { job } = await create({
      documents: names.map((name) => document(name)),
      signers: [signerByNumber('12345678910'), signerByNumber('12345678911')],
    });
    const composed = Buffer.from(await compose(job)).toString('latin1');
    for (const name of [...names, 'signature-1__.xml', 'signature-2_.xml'])
      expect(composed).toContain(`(${name})`);
  });
});

describe('refused at once, with the place', () => {
  it.each<[string, Partial<DirectJobRequest>, string, RegExp]>([
    ['a title nobody can read', { title: 'Avtale 😀' }, 'MANIFEST_INVALID', /title of the job.*U\+1F600/],
    [
      'a document title',
      { documents: [document('a.pdf'), document('b.pdf', 'Avtale 😀')] },
      'MANIFEST_INVALID',
      /title of document 2.*U\+1F600/,
    ],
    [
      'a file name that reads backwards',
      { documents: [document('\u202egnp.pdf')] },
      'DOCUMENT_REFUSED',
      /file name of document 1.*U\+202E/,
    ],
    [
      'file names that differ in case only',
      { documents: [document('a.pdf'), document('A.PDF')] },
      'DOCUMENT_REFUSED',
      /file name of document 2 is that of document 1 too/,
    ],
    ['an empty file name', { documents: [document('')] }, 'DOCUMENT_REFUSED', /file name of document 1/],
  ])('%s', async (_, changes, code, words) => {
    const refused = create(changes);
    await expect(refused).rejects.toMatchObject({ name: 'ServiceError', code });
    await expect(refused).rejects.toThrow(words);
  });

  it('too many pages together', async () => {
    const many = { inspect: () => Promise.resolve({ pages: 2251 }) };
    const documents = [document('a.pdf'), document('b.pdf')];
    const refused = createDirectJob({ ...world.deps, inspector: many }, directRequest({ documents }));
    await expect(refused).rejects.toMatchObject({ code: 'DOCUMENT_REFUSED' });
    await expect(refused).rejects.toThrow(/4502 pages.*4500/);
    const most = { inspect: () => Promise.resolve({ pages: 2250 }) };
    await createDirectJob({ ...world.deps, inspector: most }, directRequest({ documents }));
  });

  it('and a personal number in a file name is not repeated', async () => {
    const documents = [{ ...document('02013299997.pdf'), bytes: Buffer.from('no pdf') }];
    const error: unknown = await create({ documents }).catch((reason: unknown) => reason);
    expect((error as Error).message).toMatch(/^The document \*+\.pdf cannot be signed/);
  });
});
