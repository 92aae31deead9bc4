import { matrixOperator } from './canvas.ts';
import { overlaysOf } from './annotations.ts';
import type { Overlay } from './annotations.ts';
import { createCopier } from './copier.ts';
import type { Adaptation, Copier } from './copier.ts';
import { contentStreams } from './drawable.ts';
import { multiply, shownSize, uprightMatrix } from './matrix.ts';
import { PdfRef, PdfStream, asDict, dict, isArray, name } from './objects.ts';
import type { PdfDict, PdfValue } from './objects.ts';
import { readPages } from './page-tree.ts';
import type { Page } from './page-tree.ts';
import type { PdfFile } from './reader.ts';
import { SHEET_HEIGHT, SHEET_WIDTH, addResource } from './sheet.ts';
import type { Sheet } from './sheet.ts';
import { compressed, formatNumber } from './writer.ts';
import type { PdfWriter } from './writer.ts';

/** Draws the pages of a source PDF, whole, within sheets of A4. */
export interface SourcePages {
  readonly pages: readonly Page[];
  readonly copier: Copier;
  readonly file: PdfFile;
}

/** White kept at the top and, at least, at the sides. */
const MARGIN = 9;
const n = formatNumber;

/** @param adaptation when the new file is to be PDF/A */
export function openSourcePages(file: PdfFile, writer: PdfWriter, adaptation?: Adaptation): SourcePages {
  return { file, pages: readPages(file), copier: createCopier(file, writer, adaptation) };
}

/** Where a page stands on the sheet: never enlarged, never cut, above the footer's band. */
export function placement(
  page: Page,
  band: number,
): { x: number; y: number; width: number; height: number; scale: number } {
  const { width, height } = shownSize(page);
  const room = { width: SHEET_WIDTH - 2 * MARGIN, height: SHEET_HEIGHT - band - MARGIN };
  const scale = Math.min(room.width / width, room.height / height, 1);
  const shown = { width: width * scale, height: height * scale };
  return {
    x: (SHEET_WIDTH - shown.width) / 2,
    y: band + (room.height - shown.height) / 2,
    ...shown,
    scale,
  };
}

/** Draws the page, its annotations' and fields' appearances, and a hairline around it. */
export function drawSourcePage(
  source: SourcePages,
  page: Page,
  sheet: Sheet,
  band: number,
  writer: PdfWriter,
  draw: (content: () => void) => void,
): void {
  const { canvas } = sheet;
  const { x, y, width, height, scale } = placement(page, band);
  const matrix = multiply(uprightMatrix(page, scale), [1, 0, 0, 1, x, y]);
  const form = pageForm(source, page, writer);
  const overlays = overlaysOf(page, source.file.resolve);
  const [left, bottom, right, top] = page.box;
  draw(() => {
    canvas.operators('q', matrixOperator(matrix));
    canvas.operators(`${n(left)} ${n(bottom)} ${n(right - left)} ${n(top - bottom)} re W n`);
    canvas.operators(`/${addResource(sheet, 'XObject', 'P', form)} Do`);
    for (const overlay of overlays) drawOverlay(source, overlay, sheet);
    canvas.operators('Q');
  });
  canvas.artifact('Layout', () => canvas.frame(x, y, width, height));
}

/** The page's content as a form XObject (ISO 32000-1, 8.10) with the resources it had or inherited. */
function pageForm(source: SourcePages, page: Page, writer: PdfWriter): PdfRef {
  const { copier, file } = source;
  const group = asDict(file.resolve(page.dict.get('Group')));
  const entries = {
    Type: name('XObject'),
    Subtype: name('Form'),
    BBox: page.box,
    Resources: copier.copyResources(page.resources),
    // A page's group is isolated whatever it says (11.4.7).
    Group: group && new Map([...(copier.copy(group) as PdfDict), ['I', true]]),
  };
  const streams = contentStreams(file, page);
  const only = streams.length === 1 ? streams[0] : undefined;
  if (only !== undefined) {
    const filters = ['Filter', 'DecodeParms'].map(
      (key) => [key, copier.copy(only.dict.get(key) ?? null)] as const,
    );
    return writer.add(new PdfStream(dict({ ...entries, ...Object.fromEntries(filters) }), only.raw));
  }
  return writer.add(compressed(entries, joinContents(streams, file)));
}

/** Content streams are read as one, parted by white space (7.8.2). */
function joinContents(streams: readonly PdfStream[], file: PdfFile): Uint8Array {
  return Buffer.concat(streams.flatMap((stream) => [file.decode(stream), Buffer.from('\n')]));
}

function drawOverlay(source: SourcePages, overlay: Overlay, sheet: Sheet): void {
  const { canvas } = sheet;
  const layer = overlay.optionalContent;
  const properties = layer === undefined ? null : source.copier.copy(layer);
  if (properties !== null) canvas.operators(`/OC /${addResource(sheet, 'Properties', 'L', properties)} BDC`);
  canvas.operators('q');
  if (overlay.kind === 'appearance') {
    const form = source.copier.copyAsObject(overlay.form);
    canvas.operators(matrixOperator(overlay.matrix), `/${addResource(sheet, 'XObject', 'A', form)} Do`);
  } else canvas.operators(...borderOperators(overlay));
  canvas.operators('Q');
  if (properties !== null) canvas.operators('EMC');
}

function borderOperators(border: Extract<Overlay, { kind: 'border' }>): string[] {
  const [left, bottom, right, top] = border.box;
  const inset = border.width / 2;
  const colorOperator = { 1: 'G', 3: 'RG', 4: 'K' }[border.color.length];
  return [
    colorOperator === undefined ? '0 G' : `${border.color.map(n).join(' ')} ${colorOperator}`,
    `${n(border.width)} w [${border.dash.map(n).join(' ')}] 0 d`,
    `${n(left + inset)} ${n(bottom + inset)} ${n(right - left - border.width)} ${n(top - bottom - border.width)} re S`,
  ];
}

/** Layers that were copied, and which of them are off, for the catalog's OCProperties (8.11.4). */
export function layersOf(source: SourcePages): { all: PdfRef[]; off: PdfRef[] } {
  const { copier, file } = source;
  const settings = asDict(file.resolve(asDict(file.resolve(file.catalog.get('OCProperties')))?.get('D')));
  const refs = (value: PdfValue | undefined): PdfRef[] => {
    const list = file.resolve(value);
    return isArray(list) ? list.filter((item) => item instanceof PdfRef) : [];
  };
  const isOff = new Set(refs(settings?.get('OFF')).map((ref) => ref.num));
  const all: PdfRef[] = [];
  const off: PdfRef[] = [];
  for (const [num, ref] of copier.layers) {
    all.push(ref);
    if (isOff.has(num)) off.push(ref);
  }
  return { all, off };
}
