/** What the reader makes of PDFs: images that need decoders of their own, and structure for those who listen. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { accessibleOutline } from './support/accessible-outline.ts';
import { chromiumPath, startBrowser } from './support/browser.ts';
import { listen, violations } from './support/page-checks.ts';
import { startStateServer, type StateServer } from './support/state-server.ts';
import { tagged, taggedPdf } from './support/tagged-pdf.ts';

const fixture = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'fixtures', name));

describe.skipIf(chromiumPath === undefined)('the reader', () => {
  let browser: Browser;
  let server: StateServer;
  let context: BrowserContext;
  const complaints: string[] = [];

  beforeAll(async () => {
    [browser, server] = await Promise.all([startBrowser(), startStateServer()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  afterEach(() => context.close());

  /** The page with the document drawn; `state` is what the reader says of it. */
  async function read(bytes: Buffer, state: 'text' | 'image'): Promise<Page> {
    context = await browser.newContext({ locale: 'nb-NO', viewport: { width: 800, height: 900 } });
    const page = await context.newPage();
    complaints.length = 0;
    listen(page, complaints, []);
    await page.goto(server.url + server.showPdf(bytes));
    await page.locator(`[data-page="1"][data-state="${state}"]`).waitFor();
    return page;
  }

  test.each([
    ['JPEG 2000', 'jpeg2000.pdf', [200, 20, 40], [20, 60, 200]],
    ['JBIG2', 'jbig2.pdf', [0, 0, 0], [255, 255, 255]],
  ])('draws %s under the strict policy, without WebAssembly', async (_, file, left, right) => {
    const page = await read(fixture(file), 'image');
    const colours = await page.locator('[data-page="1"] canvas').evaluate((canvas: HTMLCanvasElement) => {
      const pixelAt = (share: number): number[] => {
        const { width, height } = canvas;
        const data = canvas.getContext('2d')!.getImageData(width * share, height / 2, 1, 1).data;
        return [...data].slice(0, 3);
      };
      return [pixelAt(0.25), pixelAt(0.75)];
    });
    expect(colours).toEqual([left, right]);
    expect(complaints).toEqual([]);
  });

  test('reads out headings, lists, tables and pictures as they were tagged', async () => {
    const cells = (role: string, ...texts: string[]) => texts.map((text) => tagged(role, text));
    const item = (mark: string, text: string) =>
      tagged('LI', [tagged('Lbl', mark), tagged('LBody', [tagged('P', text)])]);
    const page = await read(
      taggedPdf([
        tagged('H1', 'Avtale'),
        tagged('Sect', [
          tagged('H2', [tagged('Span', 'Hva som'), tagged('Span', 'er avtalt')]),
          tagged('P', 'Dette er avtalt:'),
          tagged('L', [item('1.', 'Plass i barnehagen'), item('2.', 'Elleve måneders betaling')]),
        ]),
        tagged('Table', [
          tagged('Caption', 'Satser'),
          tagged('THead', [tagged('TR', cells('TH', 'Tilbud', 'Pris'))]),
          tagged('TBody', [
            tagged('TR', [...cells('TH', 'Hel plass'), ...cells('TD', '2000')]),
            tagged('TR', [tagged('TD', 'Søskenmoderasjon etter avtale', '/A<</O/Table/ColSpan 2>>')]),
            tagged('TR', [tagged('TD', 'Halv plass'), tagged('TD', [])]),
          ]),
        ]),
        tagged('Figure', 'Kart', '/Alt(Kart over omr\\345det)'),
      ]),
      'text',
    );
    expect(await accessibleOutline(page, 'Side 1 av 1')).toEqual([
      'heading 3: Avtale',
      'heading 4: Hva som er avtalt',
      'Dette er avtalt:',
      'list',
      '  listitem: 1. Plass i barnehagen',
      '  listitem: 2. Elleve måneders betaling',
      'table',
      '  caption: Satser',
      '  rowgroup',
      '    row',
      '      columnheader: Tilbud',
      '      columnheader: Pris',
      '  rowgroup',
      '    row',
      '      rowheader: Hel plass',
      '      cell: 2000',
      '    row',
      '      cell: Søskenmoderasjon etter avtale',
      '    row',
      '      cell: Halv plass',
      '      cell',
      'image: Kart over området',
      'Kart',
    ]);
    expect(await violations(page)).toEqual([]);
  });

  test('reads a document in the order of its structure, what is outside it last, and loses nothing', async () => {
    const page = await read(
      taggedPdf([tagged('H1', 'Brev'), tagged('P', 'Kjære du,'), tagged('P', 'vennlig hilsen')], {
        backwards: true,
        untagged: 'Side 1',
      }),
      'text',
    );
    expect(await accessibleOutline(page, 'Side 1 av 1')).toEqual([
      'heading 3: Brev',
      'Kjære du,',
      'vennlig hilsen',
      'Side 1',
    ]);
  });

  test('makes the best of structure that is not as it should be', async () => {
    const page = await read(
      taggedPdf([
        tagged('LI', 'Punkt uten liste'),
        tagged('TD', 'Celle uten tabell'),
        tagged('L', [tagged('P', 'Avsnitt i liste'), tagged('L', [tagged('LI', 'Liste i liste')])]),
        tagged('Table', [tagged('P', 'Avsnitt i tabell'), tagged('TR', [tagged('H1', 'Overskrift i rad')])]),
        tagged('Table', [tagged('TR', [])]),
        tagged('Figure', 'Bilde uten ord'),
      ]),
      'text',
    );
    expect(await accessibleOutline(page, 'Side 1 av 1')).toEqual([
      'Punkt uten liste',
      'Celle uten tabell',
      'list',
      '  listitem',
      '    Avsnitt i liste',
      '    list',
      '      listitem: Liste i liste',
      'table',
      '  row',
      '    cell: Avsnitt i tabell',
      '  row',
      '    cell',
      '      heading 3: Overskrift i rad',
      'Bilde uten ord',
    ]);
    expect(await violations(page)).toEqual([]);
  });
});
