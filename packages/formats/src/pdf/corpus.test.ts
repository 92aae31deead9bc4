/** What a person sees in the original is what they see in the signed document: every page, by another renderer. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { sealSample } from '../../test/signed-samples.ts';
import { createWorld } from '../../test/signing-world.ts';
import { composeSignedDocument, inspectPdf } from './index.ts';
import { createFooter } from './footer.ts';
import type { Page } from './page-tree.ts';
import { readPages } from './page-tree.ts';
import { openPdf } from './reader.ts';
import { SHEET_HEIGHT } from './sheet.ts';
import { openSource } from './source-file.ts';
import { placement } from './source-pages.ts';
import { corpus, corpusOfOthers, type CorpusFile } from './test/corpus.ts';
import { difference, render, renderRange } from './test/rendering.ts';
import { hasTool, inputFor } from './test/samples.ts';

/** Mean difference of a channel, 0 to 255: rescaled edges and fonts that are not embedded. */
const ALIKE = 5;
/** More pages than this are drawn many at a time, small and grey. */
const FEW_PAGES = 24;
const AT_A_TIME = 250;

const reference = fileURLToPath(new URL('../../../../../shared/reference/pdf/', import.meta.url));
const samples = (): CorpusFile[] =>
  existsSync(reference)
    ? readdirSync(reference).map((name) => ({
        name,
        bytes: new Uint8Array(readFileSync(reference + name)),
        isPdfA: name.startsWith('PDF-A'),
      }))
    : [];

interface Compared {
  readonly bytes: Uint8Array;
  readonly composed: Uint8Array;
  readonly pages: readonly Page[];
  /** Pages of the composed document before those. */
  readonly before: number;
  /** Height of the footer. */
  readonly band: number;
}

/** Pages that are next to one another and drawn at the same scale. */
function groupsOf({ pages, band }: Compared): Page[][] {
  const most = pages.length > FEW_PAGES ? AT_A_TIME : 1;
  const groups: Page[][] = [];
  for (const page of pages) {
    const last = groups.at(-1);
    const isAlike = last?.[0] !== undefined && scaleOf(last[0], band) === scaleOf(page, band);
    if (last !== undefined && isAlike && last.length < most) last.push(page);
    else groups.push([page]);
  }
  return groups;
}

/** Poppler knows no UserUnit. */
const scaleOf = (page: Page, band: number): number => placement(page, band).scale * page.userUnit;

function expectAlike(compared: Compared, group: readonly Page[]): void {
  const { bytes, composed, before, band } = compared;
  const [first, last] = [group[0]!, group.at(-1)!];
  // Pixels a point.
  const size = group.length === 1 ? 1 : 0.55;
  const grey = group.length === 1 ? [] : ['-gray'];
  const scale = 72 * size * scaleOf(first, band);
  const originals = renderRange(bytes, first.number, last.number, [...grey, '-cropbox', '-r', `${scale}`]);
  const shown = renderRange(composed, before + first.number, before + last.number, [
    ...grey,
    '-r',
    `${72 * size}`,
  ]);
  expect([originals.length, shown.length]).toEqual([group.length, group.length]);
  group.forEach((page, index) => {
    const place = placement(page, band);
    const offset = {
      x: Math.round(place.x * size),
      y: Math.round((SHEET_HEIGHT - place.y - place.height) * size),
    };
    expect(difference(originals[index]!, shown[index]!, offset), `page ${page.number}`).toBeLessThan(ALIKE);
  });
}

describe.runIf(hasTool('pdftoppm'))('every page of the corpus looks as it did', () => {
  const all = [...corpus(), ...corpusOfOthers(), ...samples()].filter(
    // The renderer does not ask what CMYK is intended for; in the signed document it has to.
    ({ name }) => name !== 'pdfa-cmyk',
  );
  it('signed and time-stamped by somebody else, in later revisions', { timeout: 120_000 }, async () => {
    await expectSame(await sealSample(createWorld()));
  });

  it.each(all)('$name', { timeout: 120_000 }, ({ bytes }) => expectSame(bytes));

  async function expectSame(bytes: Uint8Array): Promise<void> {
    await inspectPdf(bytes);
    const input = inputFor({
      documents: [{ title: 'x', fileName: 'x.pdf', mime: 'application/pdf', bytes }],
    });
    const composed = await composeSignedDocument(input);
    const pages = readPages(openSource(bytes).file);
    const before = readPages(openPdf(composed)).length - pages.length;
    const compared = { bytes, composed, pages, before, band: createFooter(input).height };
    for (const group of groupsOf(compared)) expectAlike(compared, group);
  }
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

  it.runIf(hasTool('pdftoppm'))('tells the pages of a long document apart, small and grey', () => {
    const pdf = corpus().find(({ name }) => name === '2000-pages')!.bytes;
    const [page, next] = renderRange(pdf, 1000, 1001, ['-gray', '-r', '40']);
    expect(difference(page!, next!, { x: 0, y: 0 })).toBeGreaterThan(ALIKE);
  });
});
