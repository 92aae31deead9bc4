import { describe, expect, it } from 'vitest';
import { composeSignedDocument, inspectPdf } from './index.ts';
import { createFooter } from './footer.ts';
import { PdfStream, dict, name } from './objects.ts';
import type { PdfValue } from './objects.ts';
import { openPdf } from './reader.ts';
import { readPages } from './page-tree.ts';
import { SHEET_HEIGHT, SHEET_WIDTH } from './sheet.ts';
import { placement } from './source-pages.ts';
import { difference, render } from './test/rendering.ts';
import { A4, coloredForm, corners, hasTool, inputFor, samplePdf } from './test/samples.ts';

/** Pixels a point; both renderings are compared at the scale of the composed page. */
const SCALE = 1.5;

/** How far the composed page is from the source page as a viewer shows it. */
async function distance(source: Uint8Array, shown = source): Promise<number> {
  await inspectPdf(source);
  const input = inputFor({
    documents: [{ title: 'x', fileName: 'x.pdf', mime: 'application/pdf', bytes: source }],
  });
  const [page] = readPages(openPdf(source));
  if (page === undefined) throw new Error('sample without pages');
  const place = placement(page, createFooter(input).height);
  const composed = render(await composeSignedDocument(input), 2, ['-r', `${72 * SCALE}`]);
  const expected = render(shown, 1, ['-cropbox', '-r', `${72 * SCALE * place.scale}`]);
  return difference(expected, composed, {
    x: Math.round(place.x * SCALE),
    y: Math.round((SHEET_HEIGHT - place.y - place.height) * SCALE),
  });
}

describe.runIf(hasTool('pdftoppm'))('pages look as they did', () => {
  const LETTER = [0, 0, 612, 792];
  const cases: [string, Readonly<Record<string, PdfValue>>, readonly number[]][] = [
    ['A4', {}, A4],
    ['letter', { MediaBox: LETTER }, LETTER],
    ['landscape', { MediaBox: [0, 0, 842, 595] }, [0, 0, 842, 595]],
    ['turned 90°', { Rotate: 90 }, A4],
    ['turned 180°', { Rotate: 180 }, A4],
    ['turned -90°', { Rotate: -90 }, A4],
    [
      'a crop box away from the origin',
      { MediaBox: [-100, -50, 700, 900], CropBox: [20, 30, 420, 500] },
      [20, 30, 420, 500],
    ],
    [
      'a crop box, turned',
      { MediaBox: [-100, -50, 700, 900], CropBox: [20, 30, 420, 500], Rotate: 270 },
      [20, 30, 420, 500],
    ],
    [
      'a crop box with its corners swapped, partly outside',
      { CropBox: [500, 900, 100, 300] },
      [100, 300, 500, 842],
    ],
    ['a small page', { MediaBox: [0, 0, 200, 300] }, [0, 0, 200, 300]],
    ['a poster', { MediaBox: [0, 0, 2384, 3370] }, [0, 0, 2384, 3370]],
  ];
  it.each(cases)('%s', async (_, entries, box) => {
    const source = samplePdf({ pages: [{ content: corners(box), entries }] });
    expect(await distance(source)).toBeLessThan(2.5);
  });

  it('and the comparison can fail', async () => {
    const source = samplePdf({ pages: [{ content: corners(A4) }] });
    const turned = samplePdf({ pages: [{ content: corners(A4), entries: { Rotate: 180 } }] });
    expect(await distance(source, turned)).toBeGreaterThan(20);
  });

  it('in several content streams, cut within an operator’s operands', async () => {
    const pages = [{ content: ['q 1 0 0 1 100', '100 cm', corners([0, 0, 300, 300]), 'Q'] }];
    expect(await distance(samplePdf({ pages }))).toBeLessThan(2.5);
  });

  it('with inherited resources, a transparency group and layers that are off', async () => {
    const source = (hidden: boolean): Uint8Array =>
      samplePdf((writer) => {
        const layer = writer.add(dict({ Type: name('OCG'), Name: Buffer.from('Layer') }));
        return {
          pages: [
            {
              content: `${corners(A4)}\n/OC /Layer BDC 0 g 0 0 595 842 re f EMC /Form Do`,
              entries: { Group: dict({ S: name('Transparency'), CS: name('DeviceRGB') }) },
            },
          ],
          tree: {
            Resources: dict({
              Properties: dict({ Layer: layer }),
              XObject: dict({ Form: coloredForm(writer, '1 0.5 0', 300, 300) }),
              Font: dict({
                F: writer.add(
                  dict({ Type: name('Font'), Subtype: name('Type1'), BaseFont: name('Helvetica') }),
                ),
              }),
            }),
          },
          catalog: { OCProperties: dict({ OCGs: [layer], D: dict({ OFF: hidden ? [layer] : [] }) }) },
        };
      });
    expect(await distance(source(true))).toBeLessThan(2.5);
    expect(await distance(source(false))).toBeLessThan(2.5);
    expect(await distance(source(true), source(false))).toBeGreaterThan(20);
  });

  it('with patterns in the place they had', async () => {
    const source = samplePdf((writer) => {
      const tile = dict({
        PatternType: 1,
        PaintType: 1,
        TilingType: 1,
        BBox: [0, 0, 200, 200],
        XStep: 200,
        YStep: 200,
        Matrix: [1, 0.2, -0.2, 1, 17, 5],
        Resources: dict({}),
      });
      const pattern = writer.add(new PdfStream(tile, Buffer.from('0 0.4 0.8 rg 0 0 100 100 re f')));
      return {
        tree: { Resources: dict({ Pattern: dict({ Tile: pattern }) }), Rotate: 90 },
        pages: [{ content: '/Pattern cs /Tile scn 50 50 450 700 re f' }],
      };
    });
    expect(await distance(source)).toBeLessThan(6);
  });

  it('with annotations, fields and link borders drawn where they stand', async () => {
    const source = (annotated: boolean): Uint8Array =>
      samplePdf((writer) => {
        const look = dict({ N: coloredForm(writer, '1 0.5 0', 10, 20) });
        const states = dict({
          N: dict({ On: coloredForm(writer, '0 1 1', 10, 10), Off: coloredForm(writer, '1 0 1', 10, 10) }),
        });
        const annotations = [
          { Subtype: name('Stamp'), Rect: [100, 100, 300, 160], AP: look },
          {
            Subtype: name('Widget'),
            FT: name('Tx'),
            V: Buffer.from('x'),
            Rect: [320, 400, 520, 700],
            AP: look,
          },
          { Subtype: name('Widget'), FT: name('Btn'), AS: name('On'), Rect: [60, 600, 160, 700], AP: states },
          { Subtype: name('Link'), Rect: [300, 100, 500, 300], Border: [0, 0, 3], C: [1, 0, 0] },
          { Subtype: name('Stamp'), F: 2, Rect: [0, 0, 595, 842], AP: look },
        ];
        return { pages: [{ content: corners(A4), annotations: annotated ? annotations : [] }] };
      });
    expect(await distance(source(true))).toBeLessThan(2.5);
    expect(await distance(source(true), source(false))).toBeGreaterThan(5);
  });
});

describe('the footer', () => {
  it('stands in a band no page reaches', () => {
    for (const box of [A4, [0, 0, 100, 5000], [0, 0, 5000, 100], [0, 0, 50, 50]]) {
      const [page] = readPages(openPdf(samplePdf({ tree: { MediaBox: box } })));
      if (page === undefined) throw new Error('sample without pages');
      const { x, y, width, height } = placement(page, 40);
      expect(y).toBeGreaterThanOrEqual(40);
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(SHEET_WIDTH);
      expect(y + height).toBeLessThanOrEqual(SHEET_HEIGHT);
    }
  });
});
