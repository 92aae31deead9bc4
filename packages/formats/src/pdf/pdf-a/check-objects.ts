import { PdfStream, asDict, isArray, nameOf } from '../objects.ts';
import type { PdfDict, PdfValue } from '../objects.ts';
import { checkColorSpace } from './check-colors.ts';
import type { Checking } from './problems.ts';

/** Images, forms and graphics states (ISO 19005-3, 6.2.5 to 6.2.10). */

const FILTERS = new Set([
  'ASCIIHexDecode',
  'ASCII85Decode',
  'FlateDecode',
  'RunLengthDecode',
  'CCITTFaxDecode',
  'JBIG2Decode',
  'DCTDecode',
  'JPXDecode',
]);
const INTENTS = new Set(['RelativeColorimetric', 'AbsoluteColorimetric', 'Perceptual', 'Saturation']);
const BLEND_MODES = new Set([
  ...[
    'Normal',
    'Compatible',
    'Multiply',
    'Screen',
    'Overlay',
    'Darken',
    'Lighten',
    'ColorDodge',
    'ColorBurn',
  ],
  ...['HardLight', 'SoftLight', 'Difference', 'Exclusion', 'Hue', 'Saturation', 'Color', 'Luminosity'],
]);

const namesIn = ({ file: { resolve } }: Checking, value: PdfValue | undefined): string[] => {
  const found = resolve(value);
  const list = isArray(found) ? found : found === null ? [] : [found];
  return list.map((item) => nameOf(resolve(item)) ?? '');
};

export function checkStream(checking: Checking, { dict }: PdfStream): void {
  if (!namesIn(checking, dict.get('Filter')).every((filter) => FILTERS.has(filter)))
    checking.report('filter');
}

export function checkIntent(checking: Checking, value: PdfValue | undefined): void {
  const intent = nameOf(checking.file.resolve(value));
  if (intent === undefined || !INTENTS.has(intent)) checking.report('rendering-intent');
}

/** @param stream absent for an inline image */
export function checkImage(
  checking: Checking,
  image: PdfDict,
  resources: PdfDict | undefined,
  stream?: PdfStream,
): void {
  const { file, report } = checking;
  const { resolve } = file;
  const filters = namesIn(checking, image.get('Filter'));
  if (!filters.every((filter) => FILTERS.has(filter))) report('filter');
  if (resolve(image.get('Interpolate')) === true || image.has('OPI') || image.has('Alternates'))
    report('image');
  if (image.has('Intent')) checkIntent(checking, image.get('Intent'));
  if (filters.at(-1) === 'JPXDecode' && stream !== undefined) checkJpx(checking, stream);
  const isMask = resolve(image.get('ImageMask')) === true;
  const space = image.get('ColorSpace');
  if (!isMask && space !== undefined) checkColorSpace(checking, space, resources);
  else if (!isMask && !filters.includes('JPXDecode')) report('image');
  for (const key of ['SMask', 'Mask']) {
    const mask = resolve(image.get(key));
    if (!(mask instanceof PdfStream) || mask === stream) continue;
    checkStream(checking, mask);
    checkImage(
      checking,
      new Map([...mask.dict].filter(([entry]) => entry !== 'SMask' && entry !== 'Mask')),
      resources,
      mask,
    );
  }
}

/** JPEG 2000 (6.2.8.3): 1, 3 or 4 channels of one depth, in a colour space that is named. */
function checkJpx({ file, report }: Checking, stream: PdfStream): void {
  if (namesIn({ file } as Checking, stream.dict.get('Filter')).length > 1) {
    report('image');
    return;
  }
  const bytes = Buffer.from(stream.raw.buffer, stream.raw.byteOffset, Math.min(stream.raw.length, 65536));
  const header = bytes.indexOf('ihdr');
  const color = bytes.indexOf('colr');
  const isReadable = header > 0 && color > 0 && header + 16 < bytes.length && color + 12 < bytes.length;
  const channels = isReadable ? bytes.readUInt16BE(header + 12) : 0;
  const depth = isReadable ? bytes.readUInt8(header + 14) : 255;
  const method = isReadable ? bytes.readUInt8(color + 4) : 0;
  const space = isReadable && method === 1 ? bytes.readUInt32BE(color + 7) : 0;
  const isNamed = method === 2 || (method === 1 && [16, 17, 18].includes(space));
  if (![1, 3].includes(channels) || depth === 255 || !isNamed) report('image');
}

export function checkForm(checking: Checking, form: PdfStream): void {
  checkStream(checking, form);
  const { dict } = form;
  if (['OPI', 'Ref', 'PS', 'Subtype2'].some((key) => dict.has(key))) checking.report('form');
}

export function checkGraphicsState(checking: Checking, state: PdfDict): void {
  const { file, report } = checking;
  const { resolve } = file;
  const second = nameOf(resolve(state.get('TR2')));
  const halftone = asDict(resolve(state.get('HT')));
  const kind = resolve(halftone?.get('HalftoneType'));
  const isPlainHalftone =
    halftone === undefined || ((kind === 1 || kind === 5) && !halftone.has('HalftoneName'));
  if (state.has('TR') || (state.has('TR2') && second !== 'Default') || state.has('HTP') || !isPlainHalftone)
    report('graphics-state');
  // Overprinting mode 1 is not permitted where process colours are given by a profile, which they are in the new file.
  if (resolve(state.get('OPM')) === 1 && checking.profile?.components === 4) report('graphics-state');
  if (state.has('RI')) checkIntent(checking, state.get('RI'));
  if (state.has('BM') && !namesIn(checking, state.get('BM')).every((mode) => BLEND_MODES.has(mode)))
    report('blend-mode');
}
