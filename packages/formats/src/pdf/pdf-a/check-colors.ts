import { PdfStream, asDict, isArray, nameOf } from '../objects.ts';
import type { PdfDict, PdfValue } from '../objects.ts';
import { readProfileHeader, type Components } from './icc.ts';
import type { Checking } from './problems.ts';

/** Colour spaces (ISO 19005-3, 6.2.4). */

const DEVICE: Readonly<Record<string, readonly [Components, string]>> = {
  DeviceGray: [1, 'DefaultGray'],
  G: [1, 'DefaultGray'],
  DeviceRGB: [3, 'DefaultRGB'],
  RGB: [3, 'DefaultRGB'],
  DeviceCMYK: [4, 'DefaultCMYK'],
  CMYK: [4, 'DefaultCMYK'],
};
const PROCESS = new Set(['Cyan', 'Magenta', 'Yellow', 'Black', 'None', 'All']);
const MAX_COLORANTS = 32;
const MAX_DEPTH = 8;

const spacesOf = ({ file }: Checking, resources: PdfDict | undefined): PdfDict | undefined =>
  asDict(file.resolve(resources?.get('ColorSpace')));

/** A device space by its name, as `rg` and such set it: only with a default space or an output intent of its kind. */
export function checkDeviceColor(
  checking: Checking,
  space: 'DeviceGray' | 'DeviceRGB' | 'DeviceCMYK',
  resources: PdfDict | undefined,
): void {
  const [components, fallback] = DEVICE[space] ?? [1, ''];
  const { profile } = checking;
  const isIntended = profile !== undefined && (components === 1 || profile.components === components);
  if (!isIntended && spacesOf(checking, resources)?.has(fallback) !== true) checking.report('device-color');
}

export function checkColorSpace(
  checking: Checking,
  value: PdfValue | undefined,
  resources: PdfDict | undefined,
  depth = 0,
): void {
  const { file, report } = checking;
  const { resolve } = file;
  if (depth > MAX_DEPTH) {
    report('limits');
    return;
  }
  const space = resolve(value);
  const name = nameOf(space);
  const device = name === undefined ? undefined : DEVICE[name];
  if (device !== undefined) {
    const [components] = device;
    const full = components === 1 ? 'DeviceGray' : components === 3 ? 'DeviceRGB' : 'DeviceCMYK';
    checkDeviceColor(checking, full, resources);
    return;
  }
  if (name === 'Pattern') return;
  if (name !== undefined) {
    const named = spacesOf(checking, resources)?.get(name);
    if (named === undefined) report('resources');
    else checkColorSpace(checking, named, resources, depth + 1);
    return;
  }
  if (!isArray(space)) {
    report('device-color');
    return;
  }
  const inner = (place: number): void => checkColorSpace(checking, space[place], resources, depth + 1);
  const kind = nameOf(resolve(space[0]));
  if (kind === 'ICCBased') checkIccBased(checking, resolve(space[1]));
  else if (kind === 'Indexed' || kind === 'I') inner(1);
  else if (kind === 'Pattern') {
    if (space.length > 1) inner(1);
  } else if (kind === 'Separation') {
    checkSpotColor(checking, nameOf(resolve(space[1])), space);
    inner(2);
  } else if (kind === 'DeviceN') {
    checkDeviceN(checking, space);
    inner(2);
  } else if (kind !== 'CalGray' && kind !== 'CalRGB' && kind !== 'Lab') inner(0);
}

function checkIccBased({ file, report }: Checking, stream: PdfValue): void {
  const header = stream instanceof PdfStream ? readProfileHeader(file.decode(stream)) : undefined;
  if (!(stream instanceof PdfStream) || file.resolve(stream.dict.get('N')) !== header?.components)
    report('icc-profile');
}

/** One name, one look: in all the file, so in all files that become one. */
function checkSpotColor(checking: Checking, name: string | undefined, space: readonly PdfValue[]): void {
  if (name === undefined || PROCESS.has(name)) return;
  const { spotColors, file, report } = checking;
  const definition = [file, file.resolve(space[2]), file.resolve(space[3])];
  const known = spotColors.get(name) as typeof definition | undefined;
  spotColors.set(name, known ?? definition);
  if (known !== undefined && !known.every((part, index) => isSameDefinition(part, definition[index])))
    report('spot-color');
}

const isSameDefinition = (a: unknown, b: unknown): boolean =>
  a === b || (isNamed(a) && isNamed(b) && nameOf(a) === nameOf(b));
const isNamed = (value: unknown): value is PdfValue => nameOf(value as PdfValue) !== undefined;

function checkDeviceN(checking: Checking, space: readonly PdfValue[]): void {
  const { resolve } = checking.file;
  const names = resolve(space[1]);
  const list = isArray(names) ? names.map((item) => nameOf(resolve(item)) ?? '') : [];
  if (list.length > MAX_COLORANTS) checking.report('limits');
  const colorants = asDict(resolve(asDict(resolve(space[4]))?.get('Colorants')));
  for (const name of list) {
    if (PROCESS.has(name)) continue;
    const own = resolve(colorants?.get(name));
    if (isArray(own)) checkSpotColor(checking, name, own);
    else checking.report('spot-color');
  }
}
