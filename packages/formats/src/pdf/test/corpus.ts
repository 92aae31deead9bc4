import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PdfStream, dict, name } from '../objects.ts';
import type { PdfRef } from '../objects.ts';
import { falseClaims, pdfA } from './pdf-a-samples.ts';
import { A4, coloredForm, corners, hasTool, samplePdf } from './samples.ts';

/** PDF files as senders may have them, each made here, to be signed, looked at and judged. */
export interface CorpusFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Whether it is PDF/A; its claim alone does not count. */
  readonly isPdfA: boolean;
}

const file = (title: string, bytes: Uint8Array, isPdfA = false): CorpusFile => ({
  name: title,
  bytes,
  isPdfA,
});

const box = (width: number, height: number) => [0, 0, width, height];

/** Everything that needs no other program. */
export function corpus(): CorpusFile[] {
  return [
    file('sizes', sizes()),
    file('turned-and-cropped', turned()),
    file(
      'inherited-resources',
      samplePdf({ pages: [{ content: corners(A4) }, { content: corners(A4) }], tree: { Rotate: 90 } }),
    ),
    file(
      'user-unit',
      samplePdf({
        pages: [{ content: corners(box(300, 400)), entries: { MediaBox: box(300, 400), UserUnit: 1.5 } }],
      }),
    ),
    file('annotations-and-fields', annotated()),
    file('layers', layers()),
    file('transparency', transparency()),
    file('colors', colors()),
    file('patterns-and-shadings', shadings()),
    file('type-3-font', type3()),
    file('inline-image', inlineImage()),
    file('scan-of-10-mb', scan(1900, 1750)),
    file(
      '2000-pages',
      samplePdf({ pages: Array.from({ length: 2000 }, (_, index) => ({ content: numbered(index + 1) })) }),
    ),
    file(
      'versions',
      Buffer.from(
        Buffer.from(samplePdf({ pages: [{ content: corners(A4) }] }))
          .toString('latin1')
          .replace('%PDF-1.7', '%PDF-1.1'),
        'latin1',
      ),
    ),
    ...damagedFiles(),
    file('pdfa-1b', pdfA({ part: 1 }), true),
    file('pdfa-2b', pdfA({ part: 2, transparent: true }), true),
    file('pdfa-3b', pdfA({ part: 3 }), true),
    file('pdfa-cmyk', pdfA({ part: 2, cmyk: true }), true),
    ...falseClaims().map(([title, bytes]) => file(`false-claim-${title}`, bytes)),
  ];
}

/** What other programs make of one of them; empty where they are not installed. */
export function corpusOfOthers(): CorpusFile[] {
  const plain = samplePdf({ pages: [{ content: corners(A4) }, { content: corners(A4) }] });
  const byQpdf = (...options: readonly string[]): Uint8Array => converted(plain, 'qpdf', options);
  return [
    ...(hasTool('qpdf')
      ? [
          file('object-streams', byQpdf('--object-streams=generate')),
          file('linearized', byQpdf('--linearize')),
          file('linearized-object-streams', byQpdf('--linearize', '--object-streams=generate')),
        ]
      : []),
    ...(hasTool('pdftocairo') ? [file('cairo', converted(plain, 'pdftocairo', ['-pdf']))] : []),
  ];
}

function converted(pdf: Uint8Array, tool: string, options: readonly string[]): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'segl-corpus-'));
  try {
    const [from, to] = [join(folder, 'in.pdf'), join(folder, 'out.pdf')];
    writeFileSync(from, pdf);
    execFileSync(tool, [...options, from, to]);
    return new Uint8Array(readFileSync(to));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A page that shows its number as squares, large enough to be told apart in a small picture. */
function numbered(page: number): string {
  const squares = Array.from({ length: 12 }, (_, bit) => bit)
    .filter((bit) => (page & (1 << bit)) !== 0)
    .map((bit) => `${50 + (bit % 4) * 125} ${200 + Math.floor(bit / 4) * 125} 120 120 re f`);
  return ['0 g', ...squares].join('\n');
}

function sizes(): Uint8Array {
  const all = [
    box(420, 595),
    box(1191, 842),
    box(612, 792),
    box(612, 1008),
    box(2384, 3370),
    box(227, 2000),
    box(100, 100),
  ];
  return samplePdf({ pages: all.map((MediaBox) => ({ content: corners(MediaBox), entries: { MediaBox } })) });
}

function turned(): Uint8Array {
  const CropBox = [20, 30, 420, 500];
  return samplePdf({
    pages: [0, 90, 180, 270, -90, 450].flatMap((Rotate) => [
      { content: corners(A4), entries: { Rotate } },
      { content: corners(CropBox), entries: { Rotate, CropBox, MediaBox: [-100, -50, 700, 900] } },
    ]),
  });
}

function annotated(): Uint8Array {
  return samplePdf((writer) => {
    const look = dict({ N: coloredForm(writer, '1 0.5 0', 10, 20) });
    const states = dict({
      N: dict({ On: coloredForm(writer, '0 1 1', 10, 10), Off: coloredForm(writer, '1 0 1', 10, 10) }),
    });
    const annotations = [
      { Subtype: name('Stamp'), Rect: [100, 100, 300, 160], AP: look },
      { Subtype: name('FreeText'), Rect: [100, 200, 300, 260], AP: look, Contents: Buffer.from('x') },
      { Subtype: name('Highlight'), Rect: [100, 300, 300, 320], AP: look },
      { Subtype: name('Widget'), FT: name('Tx'), V: Buffer.from('x'), Rect: [320, 400, 520, 700], AP: look },
      { Subtype: name('Widget'), FT: name('Btn'), AS: name('On'), Rect: [60, 600, 160, 700], AP: states },
      { Subtype: name('Widget'), FT: name('Sig'), Rect: [60, 720, 260, 780], AP: look },
      { Subtype: name('Link'), Rect: [300, 100, 500, 300], Border: [0, 0, 0] },
    ];
    return { pages: [{ content: corners(A4), annotations }] };
  });
}

function layers(): Uint8Array {
  return samplePdf((writer) => {
    const layer = (title: string): PdfRef =>
      writer.add(dict({ Type: name('OCG'), Name: Buffer.from(title) }));
    const [shown, hidden] = [layer('Shown'), layer('Hidden')];
    const font = writer.add(
      dict({ Type: name('Font'), Subtype: name('Type1'), BaseFont: name('Helvetica') }),
    );
    const content = `${corners(A4)} /OC /A BDC 0.5 g 250 300 100 100 re f EMC /OC /B BDC 0 g 0 0 595 842 re f EMC`;
    return {
      pages: [{ content }],
      tree: { Resources: dict({ Font: dict({ F: font }), Properties: dict({ A: shown, B: hidden }) }) },
      catalog: {
        OCProperties: dict({ OCGs: [shown, hidden], D: dict({ OFF: [hidden], Order: [shown, hidden] }) }),
      },
    };
  });
}

function transparency(): Uint8Array {
  return samplePdf((writer) => {
    const group = (gray: string): PdfRef =>
      writer.add(
        new PdfStream(
          dict({
            ...{ Type: name('XObject'), Subtype: name('Form'), BBox: A4, Resources: dict({}) },
            Group: dict({ S: name('Transparency'), CS: name('DeviceGray'), I: true }),
          }),
          Buffer.from(gray),
        ),
      );
    const states = dict({
      Half: dict({ ca: 0.5, CA: 0.5 }),
      Multiply: dict({ BM: name('Multiply') }),
      Masked: dict({
        SMask: dict({ S: name('Luminosity'), G: group('0.5 g 0 0 595 421 re f 1 g 0 421 595 421 re f') }),
      }),
    });
    const content =
      '/Half gs 1 0 0 rg 50 50 300 300 re f 0 0 1 rg 200 200 300 300 re f ' +
      '/Multiply gs 0 1 0 rg 100 400 200 200 re f q /Masked gs 0 g 300 350 250 400 re f Q';
    return {
      pages: [{ content, entries: { Group: dict({ S: name('Transparency'), CS: name('DeviceRGB') }) } }],
      tree: { Resources: dict({ ExtGState: states }) },
    };
  });
}

function colors(): Uint8Array {
  return samplePdf((writer) => {
    const tint = dict({ FunctionType: 2, Domain: [0, 1], C0: [0, 0, 0, 0], C1: [0, 1, 0.5, 0], N: 1 });
    const spaces = dict({
      Spot: [name('Separation'), name('Segl red'), name('DeviceCMYK'), writer.add(tint)],
      Table: [name('Indexed'), name('DeviceRGB'), 1, Uint8Array.of(255, 128, 0, 0, 128, 255)],
      Lab: [name('Lab'), dict({ WhitePoint: [0.9505, 1, 1.089] })],
      Gray: [name('CalGray'), dict({ WhitePoint: [0.9505, 1, 1.089], Gamma: 2.2 })],
    });
    const content =
      '0.8 0.1 0 0 k 50 50 200 200 re f 0 0.2 0.9 0.1 k 300 50 200 200 re f ' +
      '/Spot cs 0.7 scn 50 300 200 200 re f /Table cs 1 sc 300 300 200 200 re f ' +
      '/Lab cs 60 40 20 sc 50 550 200 200 re f /Gray cs 0.4 sc 300 550 200 200 re f';
    return { pages: [{ content }], tree: { Resources: dict({ ColorSpace: spaces }) } };
  });
}

function shadings(): Uint8Array {
  return samplePdf((writer) => {
    const ramp = dict({ FunctionType: 2, Domain: [0, 1], C0: [1, 0, 0], C1: [0, 0, 1], N: 1 });
    const axial = dict({
      ShadingType: 2,
      ColorSpace: name('DeviceRGB'),
      Coords: [50, 0, 550, 0],
      Function: ramp,
      Extend: [true, true],
    });
    const tile = new PdfStream(
      dict({
        ...{ PatternType: 1, PaintType: 1, TilingType: 1, BBox: [0, 0, 80, 80], XStep: 80, YStep: 80 },
        Matrix: [1, 0.2, -0.2, 1, 17, 5],
        Resources: dict({}),
      }),
      Buffer.from('0 0.4 0.8 rg 0 0 40 40 re f'),
    );
    return {
      pages: [{ content: 'q 50 50 500 300 re W n /Ramp sh Q /Pattern cs /Tile scn 50 400 500 350 re f' }],
      tree: {
        Resources: dict({ Shading: dict({ Ramp: axial }), Pattern: dict({ Tile: writer.add(tile) }) }),
      },
    };
  });
}

function type3(): Uint8Array {
  return samplePdf((writer) => {
    const glyph = writer.add(new PdfStream(dict({}), Buffer.from('750 0 0 0 700 700 d1 0 0 700 700 re f')));
    const font = writer.add(
      dict({
        ...{
          Type: name('Font'),
          Subtype: name('Type3'),
          FontBBox: [0, 0, 750, 750],
          FontMatrix: [0.001, 0, 0, 0.001, 0, 0],
        },
        CharProcs: dict({ square: glyph }),
        Encoding: dict({ Type: name('Encoding'), Differences: [97, name('square')] }),
        ...{ FirstChar: 97, LastChar: 97, Widths: [750], Resources: dict({}) },
      }),
    );
    return {
      pages: [{ content: '0.8 0 0.4 rg BT /T 60 Tf 80 500 Td (aaa) Tj ET' }],
      tree: { Resources: dict({ Font: dict({ T: font }) }) },
    };
  });
}

function inlineImage(): Uint8Array {
  const content =
    'q 300 0 0 300 100 300 cm BI /W 2 /H 2 /CS /RGB /BPC 8 /F /AHx ID ff0000 00ff00 0000ff ffff00> EI Q';
  return samplePdf({ pages: [{ content }] });
}

function scan(width: number, height: number): Uint8Array {
  return samplePdf((writer) => {
    const pixels = Buffer.alloc(width * height * 3);
    // A cheap generator: what is not regular does not compress, so the file stays large.
    for (let at = 0, state = 1; at < pixels.length; at++) {
      state = (state * 1103515245 + 12345) & 0x7fffffff;
      pixels[at] = (((at / 3 / width) | 0) % 2 === 0 ? 200 : 120) + (state >> 26);
    }
    const image = writer.add(
      new PdfStream(
        dict({
          ...{ Type: name('XObject'), Subtype: name('Image'), Width: width, Height: height },
          ...{ ColorSpace: name('DeviceRGB'), BitsPerComponent: 8 },
        }),
        pixels,
      ),
    );
    return {
      pages: [{ content: 'q 595 0 0 842 0 0 cm /I Do Q' }],
      tree: { Resources: dict({ XObject: dict({ I: image }) }) },
    };
  });
}

/** Files that viewers open all the same. */
function damagedFiles(): CorpusFile[] {
  const text = Buffer.from(
    samplePdf({ pages: [{ content: corners(A4) }, { content: corners(A4) }] }),
  ).toString('latin1');
  const damaged = (title: string, change: (pdf: string) => string): CorpusFile =>
    file(`damaged-${title}`, Buffer.from(change(text), 'latin1'));
  return [
    damaged('startxref', (pdf) => pdf.replace(/startxref\n\d+/, 'startxref\n17')),
    damaged('offsets', (pdf) =>
      pdf.replace(
        /^(\d{10}) 00000 n/gm,
        (_, offset: string) => `${String(Number(offset) + 7).padStart(10, '0')} 00000 n`,
      ),
    ),
    damaged('table', (pdf) => pdf.replace(/xref\n0 \d+\n[\s\S]*?trailer/, 'trailer')),
    damaged('length', (pdf) =>
      pdf.replace(/\/Length (\d+)/, (_, length: string) => `/Length ${Number(length) - 5}`),
    ),
    damaged('line-ends', (pdf) => pdf.replace('%PDF-1.7\n', '%PDF-1.7\n\n\n')),
  ];
}
