import { damaged, refusal, tooComplex } from './errors.ts';
import { PdfRef, asDict, isArray, numbersOf } from './objects.ts';
import type { PdfDict, PdfValue, Resolve } from './objects.ts';
import type { PdfFile } from './reader.ts';

/** Left, bottom, right, top, in points before rotation. */
export type Box = readonly [number, number, number, number];

/** A page with what it inherits (ISO 32000-1, 7.7.3). */
export interface Page {
  /** From 1. */
  readonly number: number;
  readonly ref: PdfRef;
  readonly dict: PdfDict;
  readonly resources: PdfValue;
  /** What a viewer shows: CropBox within MediaBox. */
  readonly box: Box;
  /** Clockwise. */
  readonly rotate: 0 | 90 | 180 | 270;
  /** Points a unit. */
  readonly userUnit: number;
}

/** More is no document anybody reads, and opens slowly everywhere. */
export const MAX_PAGES = 5_000;
const MAX_DEPTH = 64;
const INHERITED = ['Resources', 'MediaBox', 'CropBox', 'Rotate'] as const;
type Inherited = Readonly<Partial<Record<(typeof INHERITED)[number], PdfValue>>>;

interface Node {
  readonly value: PdfValue;
  readonly inherited: Inherited;
  readonly above: readonly Branch[];
}

/** A node with kids, and how many pages were found below it. */
interface Branch {
  readonly count: PdfValue;
  pages: number;
}

/** Every page in order. Throws PDF_NO_PAGES, PDF_DAMAGED, PDF_PAGE_INVALID or PDF_TOO_COMPLEX. */
export function readPages(file: PdfFile): Page[] {
  const { resolve } = file;
  const pages: Page[] = [];
  const seen = new Set<number>();
  const branches: Branch[] = [];
  const stack: Node[] = [{ value: file.catalog.get('Pages') ?? null, inherited: {}, above: [] }];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const ref = node.value;
    if (!(ref instanceof PdfRef)) throw damaged('its list of pages is malformed');
    if (seen.has(ref.num)) throw damaged('a page is listed twice', `object ${ref.num}`);
    seen.add(ref.num);
    const dict = asDict(resolve(ref));
    if (dict === undefined) throw damaged('a page is missing', `page ${pages.length + 1}`);
    const inherited = inheritFrom(node.inherited, dict);
    const kids = resolve(dict.get('Kids'));
    if (isArray(kids)) {
      if (node.above.length >= MAX_DEPTH) throw tooComplex('pages nested too deeply');
      const branch: Branch = { count: resolve(dict.get('Count')), pages: 0 };
      branches.push(branch);
      const above = [...node.above, branch];
      for (const kid of kids.toReversed()) stack.push({ value: kid, inherited, above });
    } else {
      if (pages.length >= MAX_PAGES) throw tooComplex(`more than ${MAX_PAGES} pages`);
      for (const branch of node.above) branch.pages++;
      pages.push(pageOf(pages.length + 1, ref, dict, inherited, resolve));
    }
  }
  if (pages.length === 0) throw refusal('PDF_NO_PAGES', 'The PDF has no pages.');
  if (branches.some((branch) => branch.count !== branch.pages))
    throw refusal(
      'PDF_READERS_DISAGREE',
      'The PDF counts its pages wrong, so people could see different documents. Print it to a new PDF.',
    );
  return pages;
}

function inheritFrom(above: Inherited, dict: PdfDict): Inherited {
  const own = INHERITED.flatMap((key) => {
    const value = dict.get(key);
    return value === undefined || value === null ? [] : [[key, value] as const];
  });
  return own.length === 0 ? above : { ...above, ...Object.fromEntries(own) };
}

function pageOf(number: number, ref: PdfRef, dict: PdfDict, inherited: Inherited, resolve: Resolve): Page {
  const where = `page ${number}`;
  const media = boxOf(inherited.MediaBox, resolve);
  if (media === undefined)
    throw refusal('PDF_PAGE_INVALID', 'A page of the PDF does not say how large it is.', where);
  const crop = boxOf(inherited.CropBox, resolve);
  const rotate = resolve(inherited.Rotate) ?? 0;
  if (typeof rotate !== 'number' || rotate % 90 !== 0)
    throw refusal('PDF_PAGE_INVALID', 'A page of the PDF is turned by an angle that is not allowed.', where);
  const unit = resolve(dict.get('UserUnit')) ?? 1;
  if (typeof unit !== 'number' || unit <= 0 || unit > 1e4)
    throw refusal('PDF_PAGE_INVALID', 'A page of the PDF has a size that is not allowed.', where);
  return {
    number,
    ref,
    dict,
    resources: inherited.Resources ?? new Map(),
    box: (crop && intersection(crop, media)) ?? media,
    rotate: (((rotate % 360) + 360) % 360) as Page['rotate'],
    userUnit: unit,
  };
}

/** A rectangle with its corners in order (7.9.5); undefined when absent or without area. */
export function boxOf(value: PdfValue | undefined, resolve: Resolve): Box | undefined {
  const numbers = numbersOf(value, 4, resolve);
  if (numbers === undefined) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = numbers;
  const box: Box = [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
  return box[2] - box[0] > 0 && box[3] - box[1] > 0 && box.every((n) => Math.abs(n) < 1e6) ? box : undefined;
}

function intersection(a: Box, b: Box): Box | undefined {
  const box: Box = [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  return box[2] > box[0] && box[3] > box[1] ? box : undefined;
}
