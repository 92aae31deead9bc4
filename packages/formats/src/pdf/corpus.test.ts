/** What a person sees in the original is what they see in the signed document: every page, by another renderer. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { composeSignedDocument, inspectPdf } from './index.ts';
import { createFooter } from './footer.ts';
import type { Page } from './page-tree.ts';
import { readPages } from './page-tree.ts';
import { openPdf } from './reader.ts';
import { SHEET_HEIGHT } from './sheet.ts';
import { openSource } from './source-file.ts';
import { placement } from './source-pages.ts';
import { corpus, corpusOfOthers, type CorpusFile } from './test/corpus.ts';
import { difference, render } from './test/rendering.ts';
import { hasTool, inputFor } from './test/samples.ts';

/** Pixels a point. */
const SCALE = 1;
/** Mean difference of a channel, 0 to 255: rescaled edges and fonts that are not embedded. */
const ALIKE = 5;
/** Of files with very many pages some are enough. */
const MOST_PAGES = 24;

const reference = fileURLToPath(new URL('../../../../../shared/reference/pdf/', import.meta.url));
const samples = (): CorpusFile[] =>
  existsSync(reference)
    ? readdirSync(reference).map((name) => ({
        name,
        bytes: new Uint8Array(readFileSync(reference + name)),
        isPdfA: name.startsWith('PDF-A'),
      }))
    : [];

function chosen(pages: readonly Page[]): Page[] {
  const step = Math.max(1, Math.floor(pages.length / MOST_PAGES));
  return pages.filter((_, index) => index % step === 0 || index === pages.length - 1);
}

describe.runIf(hasTool('pdftoppm'))('every page of the corpus looks as it did', () => {
  const all = [...corpus(), ...corpusOfOthers(), ...samples()].filter(
    // The renderer does not ask what CMYK is intended for; in the signed document it has to.
    ({ name }) => name !== 'pdfa-cmyk',
  );
  it.each(all)('$name', { timeout: 120_000 }, async ({ bytes }) => {
    await inspectPdf(bytes);
    const input = inputFor({
      documents: [{ title: 'x', fileName: 'x.pdf', mime: 'application/pdf', bytes }],
    });
    const composed = await composeSignedDocument(input);
    const pages = readPages(openSource(bytes).file);
    const before = readPages(openPdf(composed)).length - pages.length;
    const band = createFooter(input).height;
    for (const page of chosen(pages)) {
      const place = placement(page, band);
      // Poppler knows no UserUnit.
      const scale = 72 * SCALE * place.scale * page.userUnit;
      const expected = render(bytes, page.number, ['-cropbox', '-r', `${scale}`]);
      const shown = render(composed, before + page.number, ['-r', `${72 * SCALE}`]);
      const offset = {
        x: Math.round(place.x * SCALE),
        y: Math.round((SHEET_HEIGHT - place.y - place.height) * SCALE),
      };
      expect(difference(expected, shown, offset), `page ${page.number}`).toBeLessThan(ALIKE);
    }
  });
});

describe('the comparison', () => {
  let file: CorpusFile | undefined;
  beforeAll(() => {
    file = corpus().find(({ name }) => name === 'turned-and-cropped');
  });

  it.runIf(hasTool('pdftoppm'))('tells pages apart that are turned or shifted', () => {
    const [first, second] = [1, 3].map((page) => render(file!.bytes, page, ['-r', '72', '-scale-to', '500']));
    expect(difference(first!, second!, { x: 0, y: 0 })).toBeGreaterThan(ALIKE * 4);
    expect(difference(first!, first!, { x: 12, y: 0 })).toBeGreaterThan(ALIKE);
  });
});
