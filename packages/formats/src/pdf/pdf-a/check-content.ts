import { PdfName, PdfStream, asDict, isArray, nameOf } from '../objects.ts';
import type { PdfDict, PdfValue } from '../objects.ts';
import { checkColorSpace, checkDeviceColor } from './check-colors.ts';
import type { Shown } from './check-fonts.ts';
import { checkForm, checkGraphicsState, checkImage, checkIntent, checkStream } from './check-objects.ts';
import { operationsOf, type Operation } from './operators.ts';
import type { Checking } from './problems.ts';

/** Content streams and everything they draw with (ISO 19005-3, 6.2.2). */

/** ISO 32000-1, annex A. */
const OPERATORS = new Set(
  (
    'b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EMC ET EX f F f* G g gs h i j J K k l m M MP n q Q re RG rg ' +
    'ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y \' "'
  ).split(' '),
);
const MAX_NESTING = 28;
const MAX_DEPTH = 32;
const INVISIBLE = 3;

export interface ContentChecking extends Checking {
  /** What is shown in each font, gathered on the way. */
  readonly fonts: Map<PdfDict, Shown>;
  /** Streams and fonts that were gone through before, each with the resources it had. */
  readonly visited: Set<unknown>;
}

interface TextState {
  readonly font: PdfDict | undefined;
  readonly mode: number;
}

/** @param depth of forms within forms */
export function checkContent(
  checking: ContentChecking,
  content: Uint8Array,
  resources: PdfDict | undefined,
  depth = 0,
): void {
  if (depth > MAX_DEPTH) {
    checking.report('limits');
    return;
  }
  let text: TextState = { font: undefined, mode: 0 };
  const saved: TextState[] = [];
  for (const operation of operationsOf(content)) {
    const { operator, operands } = operation;
    if (!OPERATORS.has(operator)) checking.report('operator');
    else if (operator === 'q') {
      saved.push(text);
      if (saved.length > MAX_NESTING) checking.report('limits');
    } else if (operator === 'Q') text = saved.pop() ?? text;
    else if (operator === 'Tf') text = { ...text, font: fontNamed(checking, operands[0], resources, depth) };
    else if (operator === 'Tr') text = { ...text, mode: Number(operands[0]) };
    else if (SHOWING.has(operator)) show(checking, text, operands);
    else checkOperation(checking, operation, resources, depth);
  }
}

const SHOWING = new Set(['Tj', 'TJ', "'", '"']);

function show(
  { fonts, report }: ContentChecking,
  { font, mode }: TextState,
  operands: readonly PdfValue[],
): void {
  if (font === undefined) {
    report('resources');
    return;
  }
  if (mode === INVISIBLE) return;
  const shown = fonts.get(font) ?? new Set();
  fonts.set(font, shown);
  for (const text of operands.flat())
    if (text instanceof Uint8Array) shown.add(Buffer.from(text).toString('latin1'));
}

function resourceOf(
  { file, report }: Checking,
  category: string,
  value: PdfValue | undefined,
  resources: PdfDict | undefined,
): PdfValue {
  const name = nameOf(value);
  const found = name === undefined ? undefined : asDict(file.resolve(resources?.get(category)))?.get(name);
  if (found === undefined) report('resources');
  return file.resolve(found);
}

function fontNamed(
  checking: ContentChecking,
  value: PdfValue | undefined,
  resources: PdfDict | undefined,
  depth: number,
): PdfDict | undefined {
  const font = asDict(resourceOf(checking, 'Font', value, resources));
  if (font !== undefined && nameOf(checking.file.resolve(font.get('Subtype'))) === 'Type3')
    checkType3(checking, font, resources, depth);
  return font;
}

function checkType3(
  checking: ContentChecking,
  font: PdfDict,
  resources: PdfDict | undefined,
  depth: number,
): void {
  if (checking.visited.has(font)) return;
  checking.visited.add(font);
  const { file } = checking;
  const own = asDict(file.resolve(font.get('Resources'))) ?? resources;
  for (const glyph of asDict(file.resolve(font.get('CharProcs')))?.values() ?? []) {
    const stream = file.resolve(glyph);
    if (!(stream instanceof PdfStream)) checking.report('font');
    else {
      checkStream(checking, stream);
      checkContent(checking, file.decode(stream), own, depth + 1);
    }
  }
}

function checkOperation(
  checking: ContentChecking,
  { operator, operands, inlineImage }: Operation,
  resources: PdfDict | undefined,
  depth: number,
): void {
  switch (operator) {
    case 'g':
    case 'G':
      checkDeviceColor(checking, 'DeviceGray', resources);
      break;
    case 'rg':
    case 'RG':
      checkDeviceColor(checking, 'DeviceRGB', resources);
      break;
    case 'k':
    case 'K':
      checkDeviceColor(checking, 'DeviceCMYK', resources);
      break;
    case 'cs':
    case 'CS':
      checkColorSpace(checking, operands[0], resources);
      break;
    case 'scn':
    case 'SCN':
      if (nameOf(operands.at(-1)) !== undefined)
        checkPattern(checking, resourceOf(checking, 'Pattern', operands.at(-1), resources), resources, depth);
      break;
    case 'sh':
      checkShading(checking, resourceOf(checking, 'Shading', operands[0], resources), resources);
      break;
    case 'ri':
      checkIntent(checking, operands[0]);
      break;
    case 'gs':
      checkState(checking, resourceOf(checking, 'ExtGState', operands[0], resources), depth);
      break;
    case 'Do':
      checkXObject(checking, resourceOf(checking, 'XObject', operands[0], resources), resources, depth);
      break;
    case 'BI':
      checkImage(checking, inlineEntries(inlineImage ?? new Map()), resources);
  }
}

const INLINE_KEYS: Readonly<Record<string, string>> = {
  CS: 'ColorSpace',
  F: 'Filter',
  I: 'Interpolate',
  IM: 'ImageMask',
};
const INLINE_FILTERS: Readonly<Record<string, string>> = {
  AHx: 'ASCIIHexDecode',
  A85: 'ASCII85Decode',
  LZW: 'LZWDecode',
  Fl: 'FlateDecode',
  RL: 'RunLengthDecode',
  CCF: 'CCITTFaxDecode',
  DCT: 'DCTDecode',
};

/** Inline images write short names (8.9.7, tables 93 and 94). */
function inlineEntries(entries: PdfDict): PdfDict {
  const full = (value: PdfValue): PdfValue => {
    if (isArray(value)) return value.map(full);
    const name = nameOf(value);
    return name === undefined ? value : new PdfName(INLINE_FILTERS[name] ?? name);
  };
  return new Map(
    [...entries].map(([key, value]) => {
      const long = INLINE_KEYS[key] ?? key;
      return [long, long === 'Filter' ? full(value) : value];
    }),
  );
}

/** Forms, patterns and soft masks are streams of the same kind. */
function checkFormContent(
  checking: ContentChecking,
  form: PdfStream,
  resources: PdfDict | undefined,
  depth: number,
): void {
  if (checking.visited.has(form)) return;
  checking.visited.add(form);
  checkForm(checking, form);
  const { file } = checking;
  const own = asDict(file.resolve(form.dict.get('Resources')));
  const group = asDict(file.resolve(form.dict.get('Group')));
  if (group?.has('CS') === true) checkColorSpace(checking, group.get('CS'), own ?? resources);
  checkContent(checking, file.decode(form), own, depth + 1);
}

function checkXObject(
  checking: ContentChecking,
  value: PdfValue,
  resources: PdfDict | undefined,
  depth: number,
): void {
  const subtype = nameOf(checking.file.resolve(asDict(value)?.get('Subtype')));
  if (!(value instanceof PdfStream)) return;
  if (subtype === 'Form') checkFormContent(checking, value, resources, depth);
  else if (subtype === 'Image') {
    checkStream(checking, value);
    checkImage(checking, value.dict, resources, value);
  } else checking.report('form');
}

function checkPattern(
  checking: ContentChecking,
  pattern: PdfValue,
  resources: PdfDict | undefined,
  depth: number,
): void {
  if (pattern instanceof PdfStream) checkFormContent(checking, pattern, resources, depth);
  else {
    checkShading(checking, checking.file.resolve(asDict(pattern)?.get('Shading')), resources);
    const state = asDict(checking.file.resolve(asDict(pattern)?.get('ExtGState')));
    if (state !== undefined) checkState(checking, state, depth);
  }
}

function checkShading(checking: Checking, shading: PdfValue, resources: PdfDict | undefined): void {
  if (shading instanceof PdfStream) checkStream(checking, shading);
  checkColorSpace(checking, asDict(shading)?.get('ColorSpace'), resources);
}

function checkState(checking: ContentChecking, value: PdfValue, depth: number): void {
  const state = asDict(value);
  if (state === undefined || checking.visited.has(state)) return;
  checking.visited.add(state);
  checkGraphicsState(checking, state);
  // A font set here could be shown in unseen.
  if (state.has('Font')) checking.report('font');
  const { resolve } = checking.file;
  const mask = resolve(asDict(resolve(state.get('SMask')))?.get('G'));
  if (mask instanceof PdfStream) checkFormContent(checking, mask, undefined, depth);
}
