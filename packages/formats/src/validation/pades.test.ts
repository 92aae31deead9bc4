import { describe, expect, it } from 'vitest';
import { samplePdf, sealSample } from '../../test/signed-samples.ts';
import { createWorld } from '../../test/signing-world.ts';
import { openForSealing } from '../pades/open.ts';
import { serialize } from '../pades/serialize.ts';
import { appendUpdate, streamObject, valueObject, type UpdateObject } from '../pades/update.ts';
import { PdfRef, asDict, dict, isArray, name } from '../pdf/objects.ts';
import type { PdfDict, PdfValue } from '../pdf/objects.ts';
import { readPages } from '../pdf/page-tree.ts';
import { openPdf } from '../pdf/reader.ts';
import { validateFile, validatePades, type ValidationReport } from './index.ts';

const world = createWorld();
const sealed = await sealSample(world);

async function validate(pdf: Uint8Array, trust = world.trust, at = world.at): Promise<ValidationReport> {
  const report = await validatePades(pdf, trust, at);
  // Nobody is told better of the file elsewhere.
  const { conclusion } = await validateFile(pdf, { trust, at });
  expect(conclusion === 'PASSED').toBe(report.conclusion === 'PASSED');
  return report;
}

const codesOf = (report: ValidationReport): string[] =>
  [...report.reasons, ...report.signatures.flatMap(({ reasons }) => reasons)].map(({ code }) => code);

/** Byte offsets of the parts of the sealed file. */
const text = sealed.toString('latin1');
const ends = [...text.matchAll(/%%EOF\n/g)].map(({ index, 0: marker }) => index + marker.length);
const contents = [...text.matchAll(/\/Contents </g)].map(({ index, 0: marker }) => index + marker.length);
const [composedEnd = 0, sealEnd = 0, storeEnd = 0] = ends;
const [sealContents = 0, stampContents = 0] = contents.slice(-2);

function flipped(at: number): Buffer {
  const copy = Buffer.from(sealed);
  copy[at]! ^= 1;
  return copy;
}

describe('a sealed PDF', () => {
  it.each([
    ['rsa', {}],
    ['ec', {}],
    ['ec', { signerByCrl: true }],
  ] as const)('passes with level LTA (%s %j)', async (signer, options) => {
    const own = createWorld({ signer, ...options });
    const pdf = await sealSample(own);
    const report = await validate(pdf, own.trust);
    expect(codesOf(report)).toEqual([]);
    expect(report).toMatchObject({ conclusion: 'PASSED', level: 'PAdES-BASELINE-LTA' });
    expect(report.signatures).toMatchObject([
      {
        signer: { commonName: 'Kari Nordmann', trustAnchor: 'CN=Test root,O=Segl test,C=NO' },
        signingTime: own.at,
        bestSignatureTime: own.at,
        coverage: { total: pdf.length, revision: 2, revisions: 4 },
        revocation: 'NOT_REVOKED',
        timestamps: [
          { kind: 'signature', state: 'PROVEN', time: own.at, authority: 'Test TSA' },
          { kind: 'document', state: 'PROVEN', time: own.at, authority: 'Test TSA' },
        ],
      },
    ]);
  });

  it('passes after the signer’s certificate has expired, until that of the last time-stamp has', async () => {
    const expiry = world.at.getTime() + 100 * 86_400_000;
    const [before, after] = [
      await validate(sealed, world.trust, new Date(expiry - 1000)),
      await validate(sealed, world.trust, new Date(expiry + 1000)),
    ];
    expect(before).toMatchObject({ conclusion: 'PASSED', level: 'PAdES-BASELINE-LTA' });
    expect(after).toMatchObject({ conclusion: 'INDETERMINATE', level: 'PAdES-BASELINE-T' });
    expect(new Set(codesOf(after))).toEqual(new Set(['VALIDATION_TIMESTAMP_EXPIRED']));
    expect(after.signatures[0]?.timestamps?.map(({ state }) => state)).toEqual(['NOT_PROVEN', 'NOT_PROVEN']);
  });

  it('without document time-stamp is LT, without validation data T', async () => {
    expect(await validate(sealed.subarray(0, storeEnd))).toMatchObject({
      conclusion: 'PASSED',
      level: 'PAdES-BASELINE-LT',
    });
    expect(await validate(sealed.subarray(0, sealEnd))).toMatchObject({
      conclusion: 'INDETERMINATE',
      level: 'PAdES-BASELINE-T',
    });
  });

  it('is not signed before it is sealed', async () => {
    const report = await validate(sealed.subarray(0, composedEnd));
    expect(report).toMatchObject({ conclusion: 'INDETERMINATE', level: undefined });
    expect(codesOf(report)).toEqual(['VALIDATION_NO_SIGNATURE']);
  });
});

describe('one changed bit', () => {
  it('of page content fails', async () => {
    const report = await validate(flipped(text.indexOf('stream') + 40));
    expect(report).toMatchObject({ conclusion: 'FAILED', level: undefined });
    expect(codesOf(report)).toContain('CMS_DIGEST_MISMATCH');
  });

  it.each([
    [
      'a signed attribute of the CMS',
      () => sealContents + 2 * (text.slice(sealContents).indexOf('2a864886f70d010904') / 2 + 30),
    ],
    ['the padding of the CMS', () => text.indexOf('>', sealContents) - 2],
    ['the structure of the CMS', () => sealContents + 9],
    ['the padding of the document time-stamp', () => text.indexOf('>', stampContents) - 2],
    ['the document time-stamp', () => stampContents + 300],
    ['the type of the time-stamp’s field', () => text.lastIndexOf('/FT /Sig') + 5],
    ['the byte range', () => text.lastIndexOf('/ByteRange [0 ') + 15],
    ['a cross-reference table', () => text.lastIndexOf('00000 n') - 3],
  ])('of %s fails', async (_, at) => {
    const report = await validate(flipped(at()));
    expect(report).toMatchObject({ conclusion: 'FAILED' });
  });

  it('here and there is noticed', async () => {
    const stampEnd = text.indexOf('>', stampContents);
    for (let at = 7; at < sealed.length; at += 997) {
      // A time-stamp token holds its certificates unsigned; intact ones stand in the validation data, too.
      if (at > stampContents && at < stampEnd) continue;
      const copy = Buffer.from(sealed);
      copy[at]! ^= 1;
      const report = await validate(copy);
      expect(report.conclusion, `byte ${at}`).not.toBe('PASSED');
    }
  });

  it('of the validation data is noticed by the document time-stamp', async () => {
    const report = await validate(flipped(text.indexOf('stream', sealEnd) + 200));
    expect(report.conclusion).toBe('FAILED');
    expect(codesOf(report)).toContain('TSP_IMPRINT_MISMATCH');
  });
});

describe('anything after the end fails', () => {
  it.each([
    ['a space', ' '],
    ['a line', '\n'],
    ['a comment', '% hello\n'],
    ['an end marker', '%%EOF\n'],
    ['a bare object', '99 0 obj null endobj\n'],
  ])('%s', async (_, tail) => {
    const report = await validate(Buffer.concat([sealed, Buffer.from(tail)]));
    expect(report.conclusion).toBe('FAILED');
  });
});

/** Appends an update to `pdf`, made with what is in it. */
function updated(
  pdf: Uint8Array,
  make: (parts: {
    size: number;
    catalogRef: PdfRef;
    catalog: PdfDict;
    pageRef: PdfRef;
    page: PdfDict;
    form: PdfDict;
  }) => readonly UpdateObject[],
): Buffer {
  const file = openPdf(pdf);
  const [first] = readPages(file);
  const { trailer, catalog } = file;
  const size = trailer.get('Size') as number;
  const startXref = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(Buffer.from(pdf).toString('latin1'))?.[1]);
  const objects = make({
    size,
    catalogRef: trailer.get('Root') as PdfRef,
    catalog,
    pageRef: first!.ref,
    page: first!.dict,
    form: asDict(file.resolve(catalog.get('AcroForm')))!,
  });
  const { parts } = appendUpdate({ parts: [pdf], length: pdf.length, trailer, size, startXref }, objects).pdf;
  return Buffer.concat(parts);
}

const withEntry = (entries: PdfDict, key: string, value: PdfValue): PdfDict =>
  new Map([...entries, [key, value]]);
const listIn = (entries: PdfDict, key: string): readonly PdfValue[] => {
  const list = entries.get(key);
  return isArray(list) ? list : [];
};

describe('an update after sealing', () => {
  const field = (changes: Record<string, PdfValue>, pageRef: PdfRef) =>
    dict({
      Type: name('Annot'),
      Subtype: name('Widget'),
      FT: name('Sig'),
      Rect: [0, 0, 0, 0],
      P: pageRef,
      ...changes,
    });

  const attacks: Record<string, Parameters<typeof updated>[1]> = {
    'replaces the page’s content': ({ page, size, pageRef }) => [
      streamObject(new PdfRef(size, 0), Buffer.from('0 0 m 100 100 l S')),
      valueObject(pageRef, withEntry(page, 'Contents', new PdfRef(size, 0))),
    ],
    'replaces a content stream': ({ page }) => {
      const content = page.get('Contents');
      return [streamObject((isArray(content) ? content[0] : content) as PdfRef, Buffer.from(' '))];
    },
    'replaces a content stream and calls it validation data': ({ page, catalog, catalogRef }) => {
      const content = page.get('Contents');
      const ref = (isArray(content) ? content[0] : content) as PdfRef;
      return [
        streamObject(ref, Buffer.from(' ')),
        valueObject(catalogRef, withEntry(catalog, 'DSS', dict({ Certs: [ref] }))),
      ];
    },
    'shows other pages': ({ catalog, catalogRef, size }) => [
      valueObject(new PdfRef(size, 0), dict({ Type: name('Pages'), Kids: [], Count: 0 })),
      valueObject(catalogRef, withEntry(catalog, 'Pages', new PdfRef(size, 0))),
    ],
    'adds an annotation': ({ page, pageRef, size }) => [
      valueObject(
        new PdfRef(size, 0),
        dict({ Type: name('Annot'), Subtype: name('Stamp'), Rect: [0, 0, 9, 9] }),
      ),
      valueObject(pageRef, withEntry(page, 'Annots', [...listIn(page, 'Annots'), new PdfRef(size, 0)])),
    ],
    'adds a script': ({ catalog, catalogRef }) => [
      valueObject(catalogRef, withEntry(catalog, 'OpenAction', dict({ S: name('JavaScript') }))),
    ],
    'adds an object that nothing uses': ({ size }) => [valueObject(new PdfRef(size, 0), 1)],
    'removes the certification': ({ catalog, catalogRef }) => [
      valueObject(catalogRef, new Map([...catalog].filter(([key]) => key !== 'Perms'))),
    ],
    'removes the form': ({ catalog, catalogRef }) => [
      valueObject(catalogRef, withEntry(catalog, 'AcroForm', dict({ Fields: [] }))),
    ],
    'adds a field that is no signature': ({ catalog, form, pageRef, size }) => [
      valueObject(new PdfRef(size, 0), field({ FT: name('Tx') }, pageRef)),
      valueObject(
        catalog.get('AcroForm') as PdfRef,
        withEntry(form, 'Fields', [...listIn(form, 'Fields'), new PdfRef(size, 0)]),
      ),
    ],
    'adds a time-stamp that shows something': ({ catalog, form, pageRef, size }) => [
      valueObject(
        new PdfRef(size, 0),
        field({ V: new PdfRef(size + 1, 0), AP: dict({}), Rect: [0, 0, 9, 9] }, pageRef),
      ),
      valueObject(new PdfRef(size + 1, 0), dict({ SubFilter: name('ETSI.RFC3161') })),
      valueObject(
        catalog.get('AcroForm') as PdfRef,
        withEntry(form, 'Fields', [...listIn(form, 'Fields'), new PdfRef(size, 0)]),
      ),
    ],
  };

  it.each(Object.keys(attacks))('that %s fails', async (attack) => {
    for (const pdf of [sealed, sealed.subarray(0, sealEnd)]) {
      const report = await validate(updated(pdf, attacks[attack]!));
      // Without its form nothing in the file says that it was signed.
      expect(report.conclusion).toBe(attack === 'removes the form' ? 'INDETERMINATE' : 'FAILED');
    }
  });

  it('that has a dictionary with a key twice fails', async () => {
    const catalogWith = (extra: string) =>
      updated(sealed, ({ catalog, catalogRef }) => [
        { ref: catalogRef, body: Buffer.from(serialize(catalog).replace(/>>$/, `${extra}>>`), 'latin1') },
      ]);
    expect(codesOf(await validate(catalogWith('')))).toEqual([]);
    const pages = /\/Pages \d+ 0 R/.exec(text)?.[0] ?? '';
    const report = await validate(catalogWith(pages));
    expect(report.conclusion).toBe('FAILED');
    expect(codesOf(report)).toEqual(['VALIDATION_CHANGED_AFTERWARDS']);
  });

  it('that only adds validation data lowers the level: no time-stamp covers it', async () => {
    const pdf = updated(sealed, ({ catalog, catalogRef, size }) => [
      streamObject(new PdfRef(size, 0), world.root.der),
      valueObject(
        catalogRef,
        withEntry(
          catalog,
          'DSS',
          withEntry(asDict(openPdf(sealed).resolve(catalog.get('DSS')))!, 'Certs', [new PdfRef(size, 0)]),
        ),
      ),
    ]);
    const report = await validate(pdf);
    expect(codesOf(report)).toEqual([]);
    expect(report).toMatchObject({ conclusion: 'PASSED', level: 'PAdES-BASELINE-LT' });
  });

  /** An update of a table alone, which says that objects are elsewhere in what was sealed. */
  function remapped(pdf: Uint8Array, rows: readonly (readonly [num: number, offset: number])[]): Buffer {
    const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(Buffer.from(pdf).toString('latin1'))?.[1]);
    const { trailer } = openPdf(pdf);
    const table = rows
      .map(([num, offset]) => `${num} 1\n${String(offset).padStart(10, '0')} 00000 n \n`)
      .join('');
    const root = trailer.get('Root') as PdfRef;
    const next = `<</Size ${trailer.get('Size') as number}/Root ${root.num} 0 R/Prev ${start}>>`;
    return Buffer.concat([
      pdf,
      Buffer.from(`xref\n${table}trailer\n${next}\nstartxref\n${pdf.length}\n%%EOF\n`),
    ]);
  }

  it.each([
    ['hide: what was sealed as hidden is uncovered', [['page', 'hidden']]],
    ['replace: one object stands in the place of another', [['page', 'other page']]],
    [
      'hide and replace: both at once, and what covered it is gone',
      [
        ['page', 'hidden'],
        ['other page', 'hidden'],
      ],
    ],
  ] as const)('that shadows what was prepared before (%s) fails', async (_, moves) => {
    const { pdf, catalogRef, catalog, firstPageRef, firstPage } = openForSealing(await samplePdf());
    // An object that nothing uses, a page of its own, waits in the document that is sealed.
    const hidden = new PdfRef(5000, 0);
    const prepared = Buffer.concat(
      appendUpdate(pdf, [
        valueObject(hidden, withEntry(firstPage, 'Contents', [])),
        valueObject(catalogRef, withEntry(catalog, 'PieceInfo', hidden)),
      ]).pdf.parts,
    );
    const { sealPdf } = await import('../pades/index.ts');
    const own = Buffer.from(await sealPdf(prepared, { ...world, signingTime: world.at, name: 'Segl' }));
    expect(await validate(own)).toMatchObject({ conclusion: 'PASSED' });
    const pages = readPages(openPdf(own));
    const objects = { page: firstPageRef, 'other page': pages[1]!.ref, hidden };
    const offsetOf = (ref: PdfRef): number => own.toString('latin1').lastIndexOf(`\n${ref.num} 0 obj`) + 1;
    const shadow = remapped(
      own,
      moves.map(([place, with_]) => [objects[place].num, offsetOf(objects[with_])]),
    );
    const report = await validate(shadow);
    expect(report.conclusion).toBe('FAILED');
    expect(codesOf(report)).toContain('VALIDATION_CHANGED_AFTERWARDS');
  });

  it('cannot fill in what the sealed document refers to but lacks', async () => {
    const { pdf, catalogRef, catalog } = openForSealing(await samplePdf());
    const dangling = new PdfRef(5000, 0);
    const prepared = Buffer.concat(
      appendUpdate(pdf, [valueObject(catalogRef, withEntry(catalog, 'PieceInfo', dangling))]).pdf.parts,
    );
    const { sealPdf } = await import('../pades/index.ts');
    const own = Buffer.from(await sealPdf(prepared, { ...world, signingTime: world.at, name: 'Segl' }));
    expect(await validate(own)).toMatchObject({ conclusion: 'PASSED' });
    const filled = updated(own, (parts) => [
      streamObject(dangling, Buffer.from('x')),
      valueObject(parts.catalogRef, withEntry(parts.catalog, 'DSS', dict({ Certs: [dangling] }))),
    ]);
    const report = await validate(filled);
    expect(report.conclusion).toBe('FAILED');
    expect(codesOf(report)).toContain('VALIDATION_CHANGED_AFTERWARDS');
  });
});

describe('trust', () => {
  const foreign = createWorld();

  it('an untrusted seal is indeterminate', async () => {
    const report = await validate(sealed, foreign.trust);
    expect(report).toMatchObject({ conclusion: 'INDETERMINATE', level: 'PAdES-BASELINE-B' });
  });

  it('untrusted time-stamps prove no time', async () => {
    const pdf = await sealSample(world, {
      timestamp: foreign.timestamp,
      revocation: (chain) => (chain === world.key.chain ? world : foreign).revocation(chain),
    });
    const report = await validate(pdf);
    expect(report).toMatchObject({ conclusion: 'INDETERMINATE', level: 'PAdES-BASELINE-B' });
    expect(new Set(codesOf(report))).toEqual(new Set(['TSP_UNTRUSTED']));
  });

  it.each([
    ['before the time-stamp', -1000, 'FAILED', 'PAdES-BASELINE-T'],
    ['after the time-stamp', 1000, 'PASSED', 'PAdES-BASELINE-LTA'],
  ])('a seal revoked %s', async (_, offset, conclusion, level) => {
    const own = createWorld();
    const pdf = await sealSample(own, {
      revocation: async (chain) => {
        const data = await own.revocation(chain);
        if (chain !== own.key.chain) return data;
        const revoked = await own.revokeSigner(new Date(own.at.getTime() + offset));
        return { ...data, ocspResponses: [...data.ocspResponses, revoked] };
      },
    });
    expect(await validate(pdf, own.trust)).toMatchObject({ conclusion, level });
  });
});

describe('other files', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('hello')],
    ['a header before the header', Buffer.concat([Buffer.from('\n'), sealed])],
    ['half of it', sealed.subarray(0, sealed.length >> 1)],
  ])('%s fails with a reason', async (_, pdf) => {
    const report = await validate(pdf);
    expect(report).toMatchObject({ conclusion: 'FAILED', level: undefined });
    expect(codesOf(report)).toHaveLength(1);
  });
});
