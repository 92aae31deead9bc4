import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { composeSignedDocument, inspectPdf } from './index.ts';
import type { DocumentSigner, SignedDocumentInput, SourceDocument } from './index.ts';
import { PdfStream, asDict, dict, name } from './objects.ts';
import { openPdf } from './reader.ts';
import { png } from './test/png.ts';
import { hasTool, inputFor, readPdf, samplePdf } from './test/samples.ts';

const document = (bytes: Uint8Array, title = 'Avtalen'): SourceDocument => ({
  title,
  fileName: 'avtale.pdf',
  mime: 'application/pdf',
  bytes,
});
const compose = async (changes: Partial<SignedDocumentInput> = {}) =>
  readPdf(await composeSignedDocument(inputFor(changes)));

function signer(person: string, changes: Partial<DocumentSigner> = {}): DocumentSigner {
  const at = Date.UTC(2026, 10, 24, 12);
  return {
    name: person,
    identifiers: [],
    onBehalfOf: 'SELF',
    signature: { kind: 'signed', at, method: 'BankID' },
    ...changes,
  };
}

describe('composeSignedDocument', () => {
  it('tells on the front page who signed what, when, how, for whom and how to check it', async () => {
    const { texts, title, outline } = await compose();
    const front = texts[0];
    for (const expected of [
      'Avtale om barnehageplass',
      'Sendt av Testkommunen',
      'Kari Nordmann',
      'Født 17. januar 1980',
      'På egne vegne',
      '24. november 2026',
      'kl. 13.02.11 (Oslo, UTC+01:00)',
      'ID-porten, nivå 4',
      'avtale.pdf · 1 side',
      'Testforsegling',
      'https://segl.example/kontroll',
    ])
      expect(front).toContain(expected);
    expect(title).toBe('Avtale om barnehageplass');
    expect(outline).toEqual(['Oversikt', 'Avtalen']);
  });

  it('holds every page of every document, each with signers, date, seal and page number', async () => {
    const pages = Array.from({ length: 3 }, (_, i) => ({
      content: `BT /F 20 Tf 60 700 Td (Side nummer ${i}) Tj ET`,
    }));
    const { texts } = await compose({
      documents: [
        document(samplePdf({ pages })),
        {
          title: 'Notat',
          fileName: 'notat.txt',
          mime: 'text/plain',
          bytes: Buffer.from('Første\n\fAndre\n'),
        },
      ],
    });
    expect(texts).toHaveLength(6);
    expect(texts.slice(1, 4).map((text) => /Side nummer \d/.exec(text)?.[0])).toEqual([
      'Side nummer 0',
      'Side nummer 1',
      'Side nummer 2',
    ]);
    expect(texts[4]).toContain('Første');
    expect(texts[5]).toContain('Andre');
    texts.forEach((text, index) => {
      expect(text).toContain('Signert av Kari Nordmann · 24. november 2026');
      expect(text).toContain('Forseglet av Testforsegling');
      expect(text).toContain(`${index + 1} av 6`);
    });
  });

  it('attaches files bit for bit, with description, type, relation and order', async () => {
    const xml = Buffer.from('<x>æ</x>');
    const original = samplePdf();
    const bytes = await composeSignedDocument(
      inputFor({
        attachments: [
          {
            name: 'søknad.pdf',
            mime: 'application/pdf',
            bytes: original,
            description: 'Original',
            relationship: 'Source',
          },
          {
            name: 'bevis.xml',
            mime: 'application/xml',
            bytes: xml,
            description: 'Bevis',
            relationship: 'Supplement',
          },
        ],
      }),
    );
    const { attachments } = await readPdf(bytes);
    expect(Buffer.from(attachments.get('søknad.pdf')?.content ?? []).equals(original)).toBe(true);
    expect(Buffer.from(attachments.get('bevis.xml')?.content ?? []).equals(xml)).toBe(true);
    expect(attachments.get('bevis.xml')?.description).toBe('Bevis');
    const file = openPdf(bytes);
    const associated = file.resolve(file.catalog.get('AF')) as [];
    const found = associated.map((ref) => {
      const spec = asDict(file.resolve(ref));
      const embedded = file.resolve(asDict(file.resolve(spec?.get('EF')))?.get('F')) as PdfStream;
      return [spec?.get('AFRelationship'), embedded.dict.get('Subtype')];
    });
    expect(found).toEqual([
      [name('Source'), name('application/pdf')],
      [name('Supplement'), name('application/xml')],
    ]);
  });

  it('refuses two attachments of one name', async () => {
    const attachment = {
      name: 'a',
      mime: 'text/plain',
      bytes: Buffer.from('a'),
      description: '',
      relationship: 'Data',
    } as const;
    await expect(compose({ attachments: [attachment, attachment] })).rejects.toMatchObject({
      code: 'PDF_ATTACHMENT_NAME_DUPLICATE',
    });
  });

  it('is the same bytes for the same input, and passes its own inspection', async () => {
    const one = await composeSignedDocument(inputFor());
    expect(Buffer.from(one).equals(await composeSignedDocument(inputFor()))).toBe(true);
    expect(Buffer.from(one).toString('latin1')).toContain('/Producer (Segl)');
    expect(await inspectPdf(one)).toMatchObject({ pages: 2, version: '1.7' });
  });

  it('shows names in many scripts, also when they come decomposed, and refuses what it cannot show', async () => {
    const names = ['Nguyễn Thị Ánh Tuyết', 'Ευγενία Παπαδοπούλου', 'Екатерина Краснопёрова', 'Ánne Márjá Ŋŧ'];
    const { texts } = await compose({ signers: names.map((person) => signer(person.normalize('NFD'))) });
    for (const person of names) expect(texts[0]).toContain(person);
    await expect(compose({ signers: [signer('Kari 😀')] })).rejects.toMatchObject({
      code: 'PDF_GLYPH_MISSING',
    });
  });

  it('shows names that are joined, reordered or run from right to left, so that they can be found', async () => {
    const names = [
      'محمد عبد الله',
      'דוד בן־גוריון',
      'रवीन्द्रनाथ क्षत्रिय',
      'சுப்பிரமணியம்',
      'ที่รัก',
      '山田太郎',
      'შოთა',
    ];
    const { texts } = await compose({ signers: names.map((person) => signer(person)) });
    const letters = (text: string): string =>
      Array.from(text.replace(/[^\p{L}\p{M}]/gu, ''))
        .sort()
        .join('');
    for (const person of names) {
      const found = texts[0]
        ?.split(/Født|På egne vegne|UTC|BankID/)
        .some((part) => letters(part).includes(letters(person)));
      expect(found, person).toBe(true);
    }
  });

  it('shows the sender’s logo, and does without one that cannot be read', async () => {
    const images = async (logo?: Uint8Array): Promise<number> => {
      const pdf = await composeSignedDocument(inputFor(logo === undefined ? {} : { logo }));
      return Buffer.from(pdf).toString('latin1').split('/Subtype /Image').length - 1;
    };
    expect(await images()).toBe(0);
    expect(await images(Buffer.from('not a picture'))).toBe(0);
    // Two pixels, one of them half see-through: an image and its mask.
    const picture = png(6, 8, [2, 1], [0, 255, 0, 0, 255, 0, 0, 255, 128]);
    expect(await images(picture)).toBe(2);
  });

  it('takes as many front pages as ten long names and twenty long titles need, losing none', async () => {
    const signers = Array.from({ length: 10 }, (_, i) =>
      signer(`Bjørn Christoffer ${'von Løvenskiold-Wedel '.repeat(4)}nummer${i}`, {
        identifiers: [{ kind: 'personal-identification-number', value: `0101701234${i}` }],
      }),
    );
    const bytes = samplePdf();
    const documents = Array.from({ length: 20 }, (_, i) => ({
      ...document(bytes, `${'Et vedlegg med en lang tittel '.repeat(2)}vedlegg${i}`),
      fileName: `${'langt-filnavn-'.repeat(12)}${i}.pdf`,
    }));
    const { texts } = await compose({ signers, documents });
    const front = texts.slice(0, -20).join(' ');
    for (let i = 0; i < 10; i++) {
      expect(front).toContain(`nummer${i}`);
      expect(front).toContain(`Fødselsnummer 0101701234${i}`);
    }
    for (let i = 0; i < 20; i++) expect(front).toContain(`vedlegg${i}`);
    expect(texts.at(-1)).toMatch(/Signert av Bjørn .* og \d til/);
  });

  it('says who has not signed', async () => {
    const { texts } = await compose({
      signers: [
        signer('Kari Nordmann'),
        signer('Ola Nordmann', { signature: { kind: 'waiting' }, onBehalfOf: 'OTHER' }),
      ],
    });
    expect(texts[0]).toContain('Foreløpig: 1 av 2 hadde signert 24. november 2026');
    expect(texts[0]).toContain('Har ikke signert ennå');
    expect(texts[0]).toContain('På vegne av andre');
    expect(texts[1]).toContain('Signert av Kari Nordmann ·');
    expect(texts[1]).not.toContain('Ola');
  });

  it.each([
    ['nn', 'Fødd 17. januar 1980', '24. november 2026', 'Forsegla av'],
    ['en', 'Born 17 January 1980', '13:02:11 (Oslo, UTC+01:00)', 'Sealed by'],
  ] as const)('speaks %s', async (language, ...expected) => {
    const bytes = await composeSignedDocument(inputFor({ language }));
    const { texts } = await readPdf(bytes);
    for (const text of expected) expect(texts[0]).toContain(text);
    expect(openPdf(bytes).catalog.get('Lang')).toEqual(new Uint8Array(Buffer.from(language)));
  });

  it('copies what pages share once, and nothing they do not draw with', async () => {
    const bytes = samplePdf((writer) => {
      const form = (marker: string) =>
        writer.add(
          new PdfStream(
            dict({ Subtype: name('Form'), BBox: [0, 0, 9, 9], Resources: dict({}) }),
            Buffer.from(`% ${marker}`),
          ),
        );
      return {
        pages: Array.from({ length: 4 }, () => ({ content: '/X Do' })),
        tree: { Resources: dict({ XObject: dict({ X: form('IsDrawn') }) }) },
        catalog: { Unused: form('IsNotDrawn'), OpenAction: dict({ S: name('GoTo') }) },
      };
    });
    const composed = await composeSignedDocument(inputFor({ documents: [document(bytes)] }));
    const text = Buffer.from(composed).toString('latin1');
    expect(text.split('IsDrawn')).toHaveLength(2);
    expect(text).not.toContain('IsNotDrawn');
    expect(text).not.toContain('OpenAction');
  });

  it.runIf(hasTool('qpdf'))('is clean for qpdf', async () => {
    const bytes = await composeSignedDocument(inputFor());
    const folder = mkdtempSync(join(tmpdir(), 'segl-pdf-'));
    const file = join(folder, 'composed.pdf');
    writeFileSync(file, bytes);
    const output = execFileSync('qpdf', ['--check', file], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(output).toContain('No syntax or stream encoding errors');
  });
});
