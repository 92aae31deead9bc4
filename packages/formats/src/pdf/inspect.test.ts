import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../errors/index.ts';
import { composeSignedDocument, inspectPdf, inspectText, missingGlyphs, requireGlyphs } from './index.ts';
import { PdfStream, dict, name } from './objects.ts';
import type { PdfRef } from './objects.ts';
import { readPages } from './page-tree.ts';
import type { Page } from './page-tree.ts';
import { openPdf } from './reader.ts';
import { refuseDisagreement } from './second-reader.ts';
import { A4, coloredForm, hasTool, inputFor, patched, samplePdf } from './test/samples.ts';
import { PdfWriter } from './writer.ts';

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const script = dict({ S: name('JavaScript'), JS: Buffer.from('app.alert(1)') });
const launch = dict({ S: name('Launch'), F: Buffer.from('calc.exe') });
const RECT = [100, 100, 200, 130];

/** The code of the refusal; 'accepted' when there was none. Any other error fails the test. */
async function verdict(pdf: Uint8Array): Promise<string> {
  try {
    await inspectPdf(pdf);
    return 'accepted';
  } catch (error) {
    if (error instanceof FormatError) return String(error.code);
    throw error;
  }
}

describe('inspectPdf accepts', () => {
  it('an ordinary file and tells pages, version and title', async () => {
    const found = await inspectPdf(samplePdf({ pages: [{}, {}, {}] }));
    expect(found).toEqual({ pages: 3, version: '1.7', pdfA: undefined, title: 'Sample' });
  });

  it('bytes that it leaves alone, or takes when they are handed over', async () => {
    const pdf = samplePdf();
    const found = await inspectPdf(pdf);
    expect(pdf).toEqual(samplePdf());
    expect(await inspectPdf(pdf, { handOver: true })).toEqual(found);
  });

  it.each(['1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7'])('version %s', async (version) => {
    const found = await inspectPdf(patched(samplePdf(), '%PDF-1.7', `%PDF-${version}`));
    expect(found.version).toBe(version);
  });

  it('PDF 2.0 only when switched on', async () => {
    const pdf = patched(samplePdf(), '%PDF-1.7', '%PDF-2.0');
    expect((await inspectPdf(pdf, { allowPdf20: true })).version).toBe('2.0');
    expect(await verdict(pdf)).toBe('PDF_VERSION_UNSUPPORTED');
  });

  it('the PDF/A claim in the metadata', async () => {
    const xmp =
      '<x xmlns:pdfaid="p"><pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></x>';
    const pdf = samplePdf((writer) => ({
      catalog: {
        Metadata: writer.add(
          new PdfStream(dict({ Type: name('Metadata'), Subtype: name('XML') }), Buffer.from(xmp)),
        ),
      },
    }));
    expect((await inspectPdf(pdf)).pdfA).toEqual({ part: 2, level: 'b' });
  });

  it('bytes before the header, as mail programs leave them', async () => {
    expect(await verdict(Buffer.concat([bytesOf('\r\n'), samplePdf()]))).toBe('accepted');
  });

  it('links, signature fields and drawn annotations', async () => {
    const pdf = samplePdf({
      pages: [
        {
          annotations: [
            { Subtype: name('Link'), Rect: RECT, Border: [0, 0, 0] },
            { Subtype: name('Widget'), FT: name('Sig'), V: dict({ Type: name('Sig') }), Rect: RECT },
            { Subtype: name('Popup'), Rect: RECT },
            { Subtype: name('Text'), F: 2, Rect: RECT },
          ],
        },
      ],
    });
    expect(await verdict(pdf)).toBe('accepted');
  });

  const reference = new URL('../../../../../shared/reference/pdf/', import.meta.url);
  const hasReference = existsSync(reference);
  if (!hasReference) process.stderr.write('skipped: ../shared/reference/pdf is not there\n');
  it.runIf(hasReference)('the reference documents, which also compose', async () => {
    for (const file of readdirSync(reference)) {
      const bytes = new Uint8Array(readFileSync(new URL(file, reference)));
      expect((await inspectPdf(bytes)).pages).toBe(1);
      const composed = await composeSignedDocument(
        inputFor({ documents: [{ title: 'x', fileName: file, mime: 'application/pdf', bytes }] }),
      );
      expect((await inspectPdf(composed)).pages).toBe(2);
    }
  });
});

describe('inspectPdf refuses', () => {
  const sample = samplePdf();
  const text = Buffer.from(sample).toString('latin1');
  const field = (entries: object): Uint8Array =>
    samplePdf({
      pages: [{ annotations: [{ Subtype: name('Widget'), FT: name('Tx'), Rect: RECT, ...entries }] }],
    });
  const annotation = (subtype: string): Uint8Array =>
    samplePdf({ pages: [{ annotations: [{ Subtype: name(subtype), Rect: RECT }] }] });

  const corpus: [string, string, Uint8Array][] = [
    ['another kind of file', 'PDF_NOT_A_PDF', bytesOf('PK\x03\x04 not a PDF at all')],
    ['an empty file', 'PDF_NOT_A_PDF', new Uint8Array()],
    ['a file cut short', 'PDF_DAMAGED', sample.subarray(0, sample.length - 200)],
    ['a file cut to its header', 'PDF_DAMAGED', sample.subarray(0, 40)],
    ['an object moved from its place', 'PDF_DAMAGED', patched(sample, '3 0 obj', '9 0 obj')],
    ['encryption', 'PDF_ENCRYPTED', bytesOf(text.replace('/Size', '/Encrypt<</Filter /Standard>>/Size'))],
    ['an unknown version', 'PDF_VERSION_UNSUPPORTED', patched(sample, '%PDF-1.7', '%PDF-1.0')],
    [
      'a later version in the catalog',
      'PDF_VERSION_UNSUPPORTED',
      samplePdf({ catalog: { Version: name('2.0') } }),
    ],
    ['no pages', 'PDF_NO_PAGES', samplePdf({ pages: [] })],
    ['a wrong page count', 'PDF_READERS_DISAGREE', samplePdf({ tree: { Count: 2 } })],
    ['wrong counts inside the tree of pages', 'PDF_READERS_DISAGREE', miscountedTree()],
    [
      'a page listed twice',
      'PDF_DAMAGED',
      patched(samplePdf({ pages: [{}, {}] }), '[4 0 R 6 0 R]', '[4 0 R 4 0 R]'),
    ],
    ['a page without size', 'PDF_PAGE_INVALID', samplePdf({ tree: { MediaBox: undefined } })],
    ['a crooked page', 'PDF_PAGE_INVALID', samplePdf({ tree: { Rotate: 45 } })],
    ['JavaScript on opening', 'PDF_JAVASCRIPT', samplePdf({ catalog: { OpenAction: script } })],
    [
      'JavaScript in the names',
      'PDF_JAVASCRIPT',
      samplePdf({ catalog: { Names: dict({ JavaScript: dict({ Names: [Buffer.from('a'), script] }) }) } }),
    ],
    [
      'JavaScript on a page',
      'PDF_JAVASCRIPT',
      samplePdf({ pages: [{ entries: { AA: dict({ O: script }) } }] }),
    ],
    [
      'JavaScript of an annotation',
      'PDF_JAVASCRIPT',
      samplePdf({
        pages: [
          {
            annotations: [
              { Subtype: name('Link'), Rect: RECT, A: dict({ S: name('GoTo'), Next: [script] }) },
            ],
          },
        ],
      }),
    ],
    [
      'JavaScript behind an escaped name',
      'PDF_JAVASCRIPT',
      patched(
        samplePdf({ catalog: { OpenAction: dict({ S: name('JavaScriptXX'), JS: Buffer.from('x') }) } }),
        '/JavaScriptXX',
        '/Java#53cript',
      ),
    ],
    [
      'a launch action',
      'PDF_LAUNCH_ACTION',
      samplePdf({ pages: [{ annotations: [{ Subtype: name('Link'), Rect: RECT, A: launch }] }] }),
    ],
    [
      'an XFA form',
      'PDF_XFA_FORM',
      samplePdf({ catalog: { AcroForm: dict({ XFA: [Buffer.from('x')], Fields: [] }) } }),
    ],
    [
      'fields every program draws anew',
      'PDF_FORM_WITHOUT_APPEARANCE',
      samplePdf({ catalog: { AcroForm: dict({ NeedAppearances: true, Fields: [dict({})] }) } }),
    ],
    ['a filled-in field without look', 'PDF_FORM_WITHOUT_APPEARANCE', field({ V: Buffer.from('100 kr') })],
    [
      'a field with a border only viewers draw',
      'PDF_FORM_WITHOUT_APPEARANCE',
      field({ MK: dict({ BC: [1, 0, 0] }) }),
    ],
    ['comments', 'PDF_ANNOTATION_UNSUPPORTED', annotation('Text')],
    ['attached media', 'PDF_ANNOTATION_UNSUPPORTED', annotation('RichMedia')],
    ['a drawing without look', 'PDF_ANNOTATION_UNSUPPORTED', annotation('Square')],
    ['a portfolio', 'PDF_PORTFOLIO', samplePdf({ catalog: { Collection: dict({}) } })],
    [
      'layers that switch by themselves',
      'PDF_LAYERS_UNSUPPORTED',
      samplePdf({ catalog: { OCProperties: dict({ OCGs: [], D: dict({ AS: [dict({})] }) }) } }),
    ],
    [
      'content kept outside',
      'PDF_EXTERNAL_CONTENT',
      samplePdf((writer) => ({
        catalog: { X: writer.add(new PdfStream(dict({ F: Buffer.from('other') }), new Uint8Array())) },
      })),
    ],
    [
      'an unpacking bomb',
      'PDF_TOO_COMPLEX',
      samplePdf({ pages: [{ content: ' '.repeat(140 * 1024 * 1024) }] }),
    ],
    ['deep nesting', 'PDF_DAMAGED', samplePdf({ catalog: { X: nested(500) } })],
  ];
  it.each(corpus)('%s', async (_, code, pdf) => {
    expect(await verdict(pdf)).toBe(code);
  });

  it('with a sentence for the sender and the page', async () => {
    await expect(inspectPdf(field({ V: Buffer.from('100 kr') }))).rejects.toMatchObject({
      message: expect.stringContaining('Print the filled-in form') as string,
      where: 'page 1',
    });
  });

  it.runIf(hasTool('qpdf'))('what qpdf encrypts, with and without password to open', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'segl-pdf-'));
    try {
      const plain = join(folder, 'plain.pdf');
      writeFileSync(plain, sample);
      for (const password of ['', 'secret']) {
        const encrypted = join(folder, `encrypted-${password}.pdf`);
        execFileSync('qpdf', ['--encrypt', password, 'owner', '256', '--', plain, encrypted]);
        expect(await verdict(readFileSync(encrypted))).toBe('PDF_ENCRYPTED');
      }
      const packed = join(folder, 'packed.pdf');
      execFileSync('qpdf', ['--object-streams=generate', plain, packed]);
      expect(await verdict(readFileSync(packed))).toBe('accepted');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a damaged file', () => {
  const broken = (pdf: string): Uint8Array => bytesOf(pdf.replace(/startxref\n\d+/, 'startxref\n3'));
  const owing = (amount: number): string => `BT /F 20 Tf 60 700 Td (I owe you ${amount}) Tj ET`;
  const source = Buffer.from(samplePdf({ pages: [{ content: owing(100) }] })).toString('latin1');

  it('is accepted when another reader repairs it alike', async () => {
    expect(await verdict(broken(source))).toBe('accepted');
  });

  it('is refused when another reader could show something else', async () => {
    // Inside a stream, an object of the number that the page's content has.
    const [, content = ''] = /\/Contents (\d+) 0 R/.exec(source) ?? [];
    const stream = (data: string): string =>
      `<</Length ${data.length}>>\nstream\n${data}\nendstream\nendobj\n`;
    const hidden = `endobj\n${content} 0 obj\n${stream(owing(999))}`;
    const attached = source.replace('\nxref\n', `\n99 0 obj\n${stream(hidden)}xref\n`);
    expect(attached).not.toBe(source);
    expect(await verdict(broken(attached))).toBe('PDF_DAMAGED');
  });
});

describe('a file made to be repaired without end', () => {
  it.each([
    ['strings that do not end', '1 0 obj ('],
    ['arrays that do not end', '1 0 obj ['],
    ['streams that do not end', '1 0 obj <</Length 9>> stream '],
  ])('%s', async (_, part) => {
    expect(await verdict(bytesOf(`%PDF-1.7\n${`${part}\n`.repeat(100_000)}`))).toMatch(
      /^PDF_(TOO_COMPLEX|DAMAGED)$/,
    );
  });
});

describe('the second reader', () => {
  const pagesOf = (pdf: Uint8Array): Page[] => readPages(openPdf(pdf));

  it.each([
    ['another number of pages', samplePdf({ pages: [{}, {}] })],
    ['another size', samplePdf({ tree: { MediaBox: [0, 0, 500, 842] } })],
    ['another rotation', samplePdf({ tree: { Rotate: 90 } })],
    ['another object', samplePdf((writer) => ({ catalog: { X: writer.add(null) } }))],
  ])('is heard when it sees %s', async (_, other) => {
    const pages = pagesOf(other);
    await refuseDisagreement(other, pages);
    await expect(refuseDisagreement(samplePdf(), pages)).rejects.toMatchObject({
      code: 'PDF_READERS_DISAGREE',
    });
  });
});

describe('damaged copies', () => {
  it('end in a named error, or can be composed', async () => {
    const source = samplePdf((writer) => ({
      pages: [{}, { content: ['BT /F 9 Tf', '(x) Tj ET'] }],
      catalog: { X: coloredForm(writer, '1 0 0', 10, 10) },
    }));
    let random = 12345;
    const next = (below: number): number => (random = (random * 1103515245 + 12345) & 0x7fffffff) % below;
    const codes = new Set<string>();
    for (let round = 0; round < 150; round++) {
      const copy = Uint8Array.from(source);
      for (let i = 0; i <= next(3); i++) copy[next(copy.length)] = next(256);
      const code = await verdict(copy);
      codes.add(code);
      if (code === 'accepted')
        await composeSignedDocument(
          inputFor({ documents: [{ title: 'x', fileName: 'x.pdf', mime: 'application/pdf', bytes: copy }] }),
        );
    }
    expect(codes).toContain('PDF_DAMAGED');
    expect(codes).toContain('accepted');
  });
});

describe('text', () => {
  it('is counted in pages', () => {
    expect(inspectText(bytesOf('one line')).pages).toBe(1);
    expect(inspectText(bytesOf('line\n'.repeat(100))).pages).toBe(2);
    expect(inspectText(bytesOf('a\fb')).pages).toBe(2);
  });

  it('is refused when it cannot be shown', () => {
    expect(() => inspectText(Uint8Array.of(0xc3, 0x28))).toThrow(
      expect.objectContaining({ code: 'TEXT_NOT_UTF8' }),
    );
    expect(() => inspectText(bytesOf('a\x07b'))).toThrow(
      expect.objectContaining({ code: 'TEXT_CONTROL_CHARACTER' }),
    );
    expect(() => inspectText(Buffer.from('漢字'))).toThrow(
      expect.objectContaining({ code: 'PDF_GLYPH_MISSING' }),
    );
  });

  it('in names has glyphs for Latin, Vietnamese, Greek, Cyrillic and Sámi, composed or not', () => {
    const names = [
      'Nguyễn Thị Ánh Tuyết',
      'Ευγενία',
      'Екатерина',
      'Łukasz Żółkiewski',
      'Þórdís',
      'Čáhppes Ŋŧđ',
    ];
    for (const person of names) {
      expect(missingGlyphs(person)).toEqual([]);
      expect(missingGlyphs(person.normalize('NFD'))).toEqual([]);
    }
    expect(missingGlyphs('Kari 漢 😀')).toEqual(['😀']);
    expect(missingGlyphs('Kari\u202eiraK')).toEqual(['\u202e']);
    expect(() => requireGlyphs('😀')).toThrow(/U\+1F600/);
  });
});

function nested(depth: number): never {
  let value: unknown = null;
  for (let i = 0; i < depth; i++) value = [value];
  return value as never;
}

/** Three pages under two nodes with each other's counts: readers that skip by count find other pages. */
function miscountedTree(): Uint8Array {
  const writer = new PdfWriter();
  const root = writer.reserve();
  const node = (pages: number, count: number): PdfRef => {
    const ref = writer.reserve();
    const kids = Array.from({ length: pages }, () =>
      writer.add(dict({ Type: name('Page'), Parent: ref, MediaBox: A4 })),
    );
    writer.write(ref, dict({ Type: name('Pages'), Parent: root, Kids: kids, Count: count }));
    return ref;
  };
  writer.write(root, dict({ Type: name('Pages'), Kids: [node(2, 1), node(1, 2)], Count: 3 }));
  return writer.finish(writer.add(dict({ Type: name('Catalog'), Pages: root })), writer.add(dict({})));
}
