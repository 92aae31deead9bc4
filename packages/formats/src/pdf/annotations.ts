import { refusal } from './errors.ts';
import { boundsOf } from './matrix.ts';
import type { Matrix } from './matrix.ts';
import { PdfName, PdfStream, asDict, isArray, nameOf, numbersOf } from './objects.ts';
import type { PdfDict, PdfValue, Resolve } from './objects.ts';
import { boxOf } from './page-tree.ts';
import type { Box, Page } from './page-tree.ts';

/**
 * What a viewer draws on top of a page: annotation and form field appearances (ISO 32000-1, 12.5.5) and link
 * borders. Whatever has no fixed appearance, and so looks different in every viewer, is refused.
 */
export type Overlay =
  | {
      readonly kind: 'appearance';
      /** The form XObject, mostly a reference. */
      readonly form: PdfValue;
      readonly matrix: Matrix;
      readonly optionalContent: PdfValue | undefined;
    }
  | {
      readonly kind: 'border';
      readonly box: Box;
      readonly width: number;
      readonly color: readonly number[];
      readonly dash: readonly number[];
      readonly optionalContent: PdfValue | undefined;
    };

const HIDDEN = 2;
const NO_ROTATE = 16;
const NO_VIEW = 32;
const MAX_ANNOTATIONS = 10_000;

/** Drawn by their appearance; all others hold more than can be drawn (comments, files, media). */
const DRAWN = new Set([
  'Widget',
  'FreeText',
  'Line',
  'Square',
  'Circle',
  'Polygon',
  'PolyLine',
  'Highlight',
  'Underline',
  'Squiggly',
  'StrikeOut',
  'Stamp',
  'Caret',
  'Ink',
  'Watermark',
  'Projection',
]);
/** Never seen on the page itself. */
const UNSEEN = new Set(['Popup', 'PrinterMark', 'TrapNet']);

/** The overlays of a page in drawing order. Throws PDF_ANNOTATION_UNSUPPORTED or PDF_FORM_WITHOUT_APPEARANCE. */
export function overlaysOf(page: Page, resolve: Resolve): Overlay[] {
  const list = resolve(page.dict.get('Annots'));
  if (list === null) return [];
  if (!isArray(list) || list.length > MAX_ANNOTATIONS) throw unsupported(page, 'its notes cannot be read');
  return list.flatMap((item) => {
    const annotation = asDict(resolve(item));
    return annotation === undefined ? [] : overlayOf(annotation, page, resolve);
  });
}

function unsupported(page: Page, what: string): Error {
  return refusal(
    'PDF_ANNOTATION_UNSUPPORTED',
    `The PDF has something on a page that cannot be carried into the signed document (${what}). ` +
      'Remove it, or print the document to a new PDF.',
    `page ${page.number}`,
  );
}

function overlayOf(annotation: PdfDict, page: Page, resolve: Resolve): Overlay[] {
  const flags = resolve(annotation.get('F'));
  const bits = typeof flags === 'number' ? flags : 0;
  const subtype = nameOf(resolve(annotation.get('Subtype'))) ?? '';
  if ((bits & (HIDDEN | NO_VIEW)) !== 0 || UNSEEN.has(subtype)) return [];
  const optionalContent = annotation.get('OC');
  const box = boxOf(annotation.get('Rect'), resolve);
  const appearance = normalAppearance(annotation, resolve);
  if (subtype === 'Link' && appearance === undefined)
    return box === undefined ? [] : linkBorder(annotation, box, optionalContent, resolve);
  if (!DRAWN.has(subtype) && subtype !== 'Link')
    throw unsupported(page, subtype === 'Text' ? 'comments' : `an annotation of the kind ${subtype}`);
  if (appearance === undefined) {
    if (box === undefined) return [];
    if (subtype === 'Widget') refuseInvisibleField(annotation, page, resolve);
    else throw unsupported(page, `an annotation of the kind ${subtype} without a fixed look`);
    return [];
  }
  if (box === undefined) return [];
  if ((bits & NO_ROTATE) !== 0 && page.rotate !== 0)
    throw unsupported(page, 'an annotation that does not turn with its page');
  const matrix = appearanceMatrix(appearance.stream, box, resolve);
  return matrix === undefined
    ? []
    : [{ kind: 'appearance', form: appearance.value, matrix, optionalContent }];
}

function normalAppearance(
  annotation: PdfDict,
  resolve: Resolve,
): { value: PdfValue; stream: PdfStream | undefined } | undefined {
  const normal = asDict(resolve(annotation.get('AP')))?.get('N');
  const resolved = resolve(normal);
  if (normal === undefined || resolved === null) return undefined;
  if (resolved instanceof PdfStream) return { value: normal, stream: resolved };
  const state = resolve(annotation.get('AS'));
  const chosen = state instanceof PdfName ? asDict(resolved)?.get(state.value) : undefined;
  const stream = resolve(chosen);
  // No appearance for the state it is in: nothing to see, as for an unticked box.
  return { value: chosen ?? null, stream: stream instanceof PdfStream ? stream : undefined };
}

/** Fits the appearance's box into the annotation's rectangle (12.5.5, algorithm 8.1). */
function appearanceMatrix(form: PdfStream | undefined, rect: Box, resolve: Resolve): Matrix | undefined {
  if (form === undefined) return undefined;
  const box = boxOf(form.dict.get('BBox'), resolve);
  if (box === undefined) return undefined;
  const own = numbersOf(form.dict.get('Matrix'), 6, resolve) as unknown as Matrix | undefined;
  const bounds = boundsOf(box, own ?? [1, 0, 0, 1, 0, 0]);
  const width = bounds[2] - bounds[0];
  const height = bounds[3] - bounds[1];
  if (!(width > 0 && height > 0)) return undefined;
  const sx = (rect[2] - rect[0]) / width;
  const sy = (rect[3] - rect[1]) / height;
  return [sx, 0, 0, sy, rect[0] - bounds[0] * sx, rect[1] - bounds[1] * sy];
}

/** A form field without appearance is fine only when there is nothing to show. */
function refuseInvisibleField(widget: PdfDict, page: Page, resolve: Resolve): void {
  const chain: PdfDict[] = [];
  for (
    let field: PdfDict | undefined = widget;
    field !== undefined && chain.length < 32;
    field = asDict(resolve(field.get('Parent')))
  )
    chain.push(field);
  const inherited = (key: string): PdfValue =>
    chain.map((field) => resolve(field.get(key))).find((value) => value !== null) ?? null;
  const value = inherited('V');
  const look = asDict(resolve(widget.get('MK')));
  const isSignature = nameOf(inherited('FT')) === 'Sig';
  const isEmpty =
    value === null ||
    isSignature ||
    nameOf(value) === 'Off' ||
    (value instanceof Uint8Array && value.length === 0);
  if (!isEmpty || (look && ['BC', 'BG', 'CA', 'I'].some((key) => look.has(key))))
    throw withoutAppearance(page);
}

function withoutAppearance(page: Page): Error {
  return refusal(
    'PDF_FORM_WITHOUT_APPEARANCE',
    'The PDF is a form with filled-in fields that have no fixed look. Print the filled-in form to a new PDF.',
    `page ${page.number}`,
  );
}

/** A link without appearance shows its border: one point wide and black unless it says otherwise (12.5.4). */
function linkBorder(
  link: PdfDict,
  box: Box,
  optionalContent: PdfValue | undefined,
  resolve: Resolve,
): Overlay[] {
  const style = asDict(resolve(link.get('BS')));
  const border = resolve(link.get('Border'));
  const number = (value: PdfValue | undefined, fallback: number): number => {
    const resolved = resolve(value);
    return typeof resolved === 'number' ? resolved : fallback;
  };
  const width = style ? number(style.get('W'), 1) : isArray(border) ? number(border[2], 1) : 1;
  if (!(width > 0)) return [];
  const dashValue = resolve(style ? style.get('D') : isArray(border) ? border[3] : undefined);
  const isDashed = style ? nameOf(resolve(style.get('S'))) === 'D' : isArray(dashValue);
  const dash = isDashed ? (isArray(dashValue) ? dashValue.map((item) => number(item, 3)) : [3]) : [];
  const color = resolve(link.get('C'));
  const components = isArray(color) ? color.map((item) => number(item, 0)) : [0];
  if (isArray(color) && components.length === 0) return [];
  return [
    {
      kind: 'border',
      box,
      width: Math.min(width, 20),
      color: components,
      dash: dash.slice(0, 8).filter((n) => n >= 0 && n < 1000),
      optionalContent,
    },
  ];
}
