import { PdfStream, asDict, isArray, nameOf } from '../objects.ts';
import type { PdfDict, PdfValue } from '../objects.ts';
import { tablesOf } from '../fonts/truetype.ts';
import { readCff, type OutlineWidths } from './embedded-cff.ts';
import { glyphsOf, type EmbeddedTrueType } from './embedded-truetype.ts';
import { readType1 } from './embedded-type1.ts';
import { nameInEncoding } from './glyph-names.ts';
import type { Checking } from './problems.ts';

/** Fonts with what is shown in them (ISO 19005-3, 6.2.11). */

/** Of a font: every string that is shown in it. */
export type Shown = Set<string>;

const SYMBOLIC = 4;
/** Between the width in the font dictionary and that in the font program, in thousandths (6.2.11.5). */
const WIDTH_TOLERANCE = 1;

/** Whether every font of `used` is embedded and as its dictionary says. Type 3 fonts are content and not looked at here. */
export function checkFonts(checking: Checking, used: ReadonlyMap<PdfDict, Shown>, part: number): void {
  for (const [font, shown] of used) {
    const subtype = nameOf(checking.file.resolve(font.get('Subtype')));
    if (subtype === 'Type0') checkComposite(checking, font, shown, part);
    else if (subtype === 'TrueType') checkTrueType(checking, font, shown);
    else if (subtype === 'Type1' || subtype === 'MMType1') checkType1(checking, font, shown);
    else if (subtype !== 'Type3') checking.report('font');
  }
}

function fontFile(
  { file: { resolve }, report }: Checking,
  descriptor: PdfDict | undefined,
  kinds: Readonly<Record<string, readonly string[]>>,
): { readonly key: string; readonly stream: PdfStream } | undefined {
  const present = ['FontFile', 'FontFile2', 'FontFile3'].flatMap((key) => {
    const stream = resolve(descriptor?.get(key));
    return stream instanceof PdfStream ? [{ key, stream }] : [];
  });
  const [found] = present;
  if (found === undefined) {
    report('font-not-embedded');
    return undefined;
  }
  const subtypes = kinds[found.key];
  const subtype = nameOf(resolve(found.stream.dict.get('Subtype')));
  const fits = subtypes !== undefined && (found.key !== 'FontFile3' || subtypes.includes(subtype ?? ''));
  if (!fits || present.length > 1) report('font');
  return found;
}

function checkSimple({ file: { resolve }, report }: Checking, font: PdfDict): PdfDict | undefined {
  const [first, last] = [resolve(font.get('FirstChar')), resolve(font.get('LastChar'))];
  const widths = resolve(font.get('Widths'));
  const isWhole =
    typeof first === 'number' &&
    typeof last === 'number' &&
    isArray(widths) &&
    widths.length >= last - first + 1;
  if (!isWhole || nameOf(resolve(font.get('BaseFont'))) === undefined) report('font');
  return asDict(resolve(font.get('FontDescriptor')));
}

function checkType1(checking: Checking, font: PdfDict, shown: Shown): void {
  const { resolve } = checking.file;
  const descriptor = checkSimple(checking, font);
  const found = fontFile(checking, descriptor, { FontFile: [], FontFile3: ['Type1C', 'OpenType'] });
  const program = found && readOutlines(checking, found);
  if (program === undefined) return;
  const nameOf = namesOf(font, program, resolve);
  const widthOf = simpleWidths(font, descriptor, resolve);
  for (const text of shown)
    for (const code of Buffer.from(text, 'latin1')) {
      const name = nameOf(code);
      checkWidth(
        checking,
        name === undefined || name === '.notdef' ? undefined : program.widthOfName(name),
        widthOf(code),
      );
    }
}

/** What code stands for which glyph: by the font dictionary's differences, its encoding, or the font program's own. */
function namesOf(
  font: PdfDict,
  program: OutlineWidths,
  resolve: Checking['file']['resolve'],
): (code: number) => string | undefined {
  const encoding = resolve(font.get('Encoding'));
  const base = nameOf(encoding) ?? nameOf(resolve(asDict(encoding)?.get('BaseEncoding')));
  const list = resolve(asDict(encoding)?.get('Differences'));
  const differences = new Map<number, string>();
  let code = 0;
  for (const item of isArray(list) ? list : []) {
    const value = resolve(item);
    if (typeof value === 'number') code = value;
    else differences.set(code++, nameOf(value) ?? '.notdef');
  }
  return (asked) =>
    differences.get(asked) ?? (base === undefined ? program.nameOf(asked) : nameInEncoding(base, asked));
}

function simpleWidths(
  font: PdfDict,
  descriptor: PdfDict | undefined,
  resolve: Checking['file']['resolve'],
): (code: number) => number {
  const first = resolve(font.get('FirstChar'));
  const widths = resolve(font.get('Widths'));
  const missing = resolve(descriptor?.get('MissingWidth'));
  return (code) => {
    const own = isArray(widths) && typeof first === 'number' ? resolve(widths[code - first]) : null;
    return typeof own === 'number' ? own : typeof missing === 'number' ? missing : 0;
  };
}

/** @param inProgram undefined when the font program has no such glyph */
function checkWidth({ report }: Checking, inProgram: number | undefined, inDictionary: number): void {
  if (inProgram === undefined) report('glyph-missing');
  else if (!(Math.abs(inProgram - inDictionary) <= WIDTH_TOLERANCE)) report('glyph-width');
}

function readOutlines(
  { file, report }: Checking,
  { key, stream }: { readonly key: string; readonly stream: PdfStream },
): OutlineWidths | undefined {
  try {
    const program = file.decode(stream);
    if (key === 'FontFile') return readType1(program);
    const isOpenType = nameOf(file.resolve(stream.dict.get('Subtype'))) === 'OpenType';
    return readCff(isOpenType ? (tablesOf(program).get('CFF ') ?? new Uint8Array()) : program);
  } catch {
    // Whatever a malformed font provokes, it is not one that PDF/A takes.
    report('font');
    return undefined;
  }
}

function checkTrueType(checking: Checking, font: PdfDict, shown: Shown): void {
  const { file, report } = checking;
  const { resolve } = file;
  const descriptor = checkSimple(checking, font);
  const found = fontFile(checking, descriptor, { FontFile2: [], FontFile3: ['OpenType'] });
  const flags = resolve(descriptor?.get('Flags'));
  const isSymbolic = typeof flags === 'number' && (flags & SYMBOLIC) !== 0;
  const encoding = resolve(font.get('Encoding'));
  const base = nameOf(encoding) ?? nameOf(resolve(asDict(encoding)?.get('BaseEncoding')));
  const hasDifferences = asDict(encoding)?.has('Differences') === true;
  const isPlain = (base === 'WinAnsiEncoding' || base === 'MacRomanEncoding') && !hasDifferences;
  if (isSymbolic ? encoding !== null : !isPlain) report('font');
  if (found === undefined) return;
  const program = readProgram(checking, found.stream);
  if (program === undefined) return;
  const glyphOf = isSymbolic ? program.symbolGlyph : program.encodedGlyph(base === 'MacRomanEncoding');
  if (glyphOf === undefined) {
    report('font');
    return;
  }
  const widthOf = simpleWidths(font, descriptor, resolve);
  for (const text of shown)
    for (const code of Buffer.from(text, 'latin1'))
      checkGlyph(checking, program, glyphOf(code), widthOf(code));
}

function checkGlyph(checking: Checking, program: EmbeddedTrueType, glyph: number, width: number): void {
  const exists = glyph !== 0 && glyph < program.glyphCount;
  checkWidth(checking, exists ? program.widthOf(glyph) : undefined, width);
}

function readProgram({ file, report }: Checking, stream: PdfStream): EmbeddedTrueType | undefined {
  try {
    return glyphsOf(file.decode(stream));
  } catch {
    // Whatever a malformed font provokes, it is not one that PDF/A takes.
    report('font');
    return undefined;
  }
}

function checkComposite(checking: Checking, font: PdfDict, shown: Shown, part: number): void {
  const { file, report } = checking;
  const { resolve } = file;
  const descendants = resolve(font.get('DescendantFonts'));
  const descendant = asDict(resolve(isArray(descendants) ? descendants[0] : null));
  const encoding = resolve(font.get('Encoding'));
  const isIdentity = nameOf(encoding) === 'Identity-H' || nameOf(encoding) === 'Identity-V';
  // What other CMaps make of the codes is not looked up here.
  if (descendant === undefined || !isIdentity) {
    report('font');
    return;
  }
  const descriptor = asDict(resolve(descendant.get('FontDescriptor')));
  const isSubset = /^[A-Z]{6}\+/.test(nameOf(resolve(descendant.get('BaseFont'))) ?? '');
  // Later parts do without (ISO 19005-1, 6.3.5).
  if (part === 1 && isSubset && descriptor?.has('CIDSet') !== true) report('font');
  const subtype = nameOf(resolve(descendant.get('Subtype')));
  const widths = cidWidths(descendant, resolve);
  const usual = resolve(descendant.get('DW'));
  const widthOf = (cid: number): number => widths.get(cid) ?? (typeof usual === 'number' ? usual : 1000);
  if (subtype === 'CIDFontType0') {
    const outlines = fontFile(checking, descriptor, { FontFile3: ['CIDFontType0C', 'OpenType'] });
    const program = outlines && readOutlines(checking, outlines);
    if (program === undefined) return;
    for (const cid of cidsOf(shown))
      checkWidth(checking, cid === 0 ? undefined : program.widthOfCid(cid), widthOf(cid));
    return;
  }
  const found = fontFile(checking, descriptor, { FontFile2: [], FontFile3: ['OpenType'] });
  const map = resolve(descendant.get('CIDToGIDMap'));
  const isMapped = map instanceof PdfStream || nameOf(map) === 'Identity';
  if (subtype !== 'CIDFontType2' || !isMapped) report('font');
  if (found === undefined) return;
  const program = readProgram(checking, found.stream);
  if (program === undefined) return;
  const table = map instanceof PdfStream ? Buffer.from(file.decode(map)) : undefined;
  const glyphOf = (cid: number): number =>
    table === undefined ? cid : cid * 2 + 1 < table.length ? table.readUInt16BE(cid * 2) : 0;
  for (const cid of cidsOf(shown)) checkGlyph(checking, program, glyphOf(cid), widthOf(cid));
}

function* cidsOf(shown: Shown): Generator<number> {
  for (const text of shown) {
    const codes = Buffer.from(text, 'latin1');
    for (let at = 0; at + 1 < codes.length; at += 2) yield codes.readUInt16BE(at);
  }
}

/** `c [w …]` and `first last w` (ISO 32000-1, 9.7.4.3). */
function cidWidths(font: PdfDict, resolve: Checking['file']['resolve']): Map<number, number> {
  const widths = new Map<number, number>();
  const list = resolve(font.get('W'));
  const items = isArray(list) ? list.map((item): PdfValue => resolve(item)) : [];
  for (let at = 0; at < items.length;) {
    const [first, second, third] = items.slice(at, at + 3);
    if (typeof first === 'number' && isArray(second)) {
      second.forEach((item, index) => {
        const width = resolve(item);
        if (typeof width === 'number') widths.set(first + index, width);
      });
      at += 2;
    } else {
      if (typeof first === 'number' && typeof second === 'number' && typeof third === 'number')
        for (let cid = first; cid <= Math.min(second, 0xffff); cid++) widths.set(cid, third);
      at += 3;
    }
  }
  return widths;
}
