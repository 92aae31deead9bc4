import { STANDARD_COUNT, standardGlyph, standardName } from './glyph-names.ts';

/** Widths of a font program, in thousandths, by the names or numbers of its glyphs. */
export interface OutlineWidths {
  widthOfName(name: string): number | undefined;
  widthOfCid(cid: number): number | undefined;
  /** By the font's own encoding. */
  nameOf(code: number): string | undefined;
}

type Dict = ReadonlyMap<number, readonly number[]>;
const ESCAPE = 1200;
const [CHARSET, ENCODING, CHAR_STRINGS, PRIVATE, SUBRS, DEFAULT_WIDTH, NOMINAL_WIDTH] = [
  15, 16, 17, 18, 19, 20, 21,
];
const [FONT_MATRIX, ROS, FD_ARRAY, FD_SELECT] = [ESCAPE + 7, ESCAPE + 30, ESCAPE + 36, ESCAPE + 37];
const MAX_STEPS = 10_000;

interface Private {
  readonly subrs: readonly Buffer[];
  readonly defaultWidth: number;
  readonly nominalWidth: number;
}

/** Compact Font Format (Adobe technical note 5176). Throws whatever a malformed font provokes. */
export function readCff(program: Uint8Array): OutlineWidths {
  const cff = Buffer.from(program.buffer, program.byteOffset, program.length);
  const names = readIndex(cff, cff.readUInt8(2));
  const tops = readIndex(cff, names.end);
  const strings = readIndex(cff, tops.end);
  const globals = readIndex(cff, strings.end);
  const top = readDict(required(tops.items[0]));
  const glyphs = readIndex(cff, number(top, CHAR_STRINGS)).items;
  const isCid = top.has(ROS);
  const privates = isCid
    ? readIndex(cff, number(top, FD_ARRAY)).items.map((item) => readPrivate(cff, readDict(item)))
    : [readPrivate(cff, top)];
  const select = isCid ? readSelect(cff, number(top, FD_SELECT), glyphs.length) : () => 0;
  const scale = (top.get(FONT_MATRIX)?.[0] ?? 0.001) * 1000;
  const width = (glyph: number | undefined): number | undefined => {
    const charString = glyph === undefined ? undefined : glyphs[glyph];
    if (glyph === undefined || charString === undefined) return undefined;
    return widthOf(charString, required(privates[select(glyph)]), globals.items) * scale;
  };
  const charset = readCharset(cff, top.get(CHARSET)?.[0] ?? 0, glyphs.length);
  const glyphOf = new Map(charset.map((identifier, glyph) => [identifier, glyph]));
  const named = (identifier: number): string | undefined =>
    identifier < STANDARD_COUNT
      ? standardGlyph(identifier)
      : strings.items[identifier - STANDARD_COUNT]?.toString('latin1');
  const byName = new Map(isCid ? [] : charset.map((identifier, glyph) => [named(identifier), glyph]));
  const encoding = top.get(ENCODING)?.[0] ?? 0;
  const codes = encoding > 1 ? readEncoding(cff, encoding) : undefined;
  return {
    widthOfName: (name) => width(byName.get(name)),
    widthOfCid: (cid) => width(isCid ? glyphOf.get(cid) : cid),
    nameOf: (code) => {
      if (codes === undefined) return encoding === 0 ? standardName(code) : undefined;
      const glyph = codes.get(code);
      return glyph === undefined ? undefined : named(charset[glyph] ?? 0);
    },
  };
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a part of the font is missing');
  return value;
}

const number = (dict: Dict, key: number): number => required(dict.get(key)?.[0]);

function readIndex(cff: Buffer, at: number): { items: Buffer[]; end: number } {
  const count = cff.readUInt16BE(at);
  if (count === 0) return { items: [], end: at + 2 };
  const size = cff.readUInt8(at + 2);
  const offset = (index: number): number => cff.readUIntBE(at + 3 + index * size, size);
  const base = at + 2 + (count + 1) * size;
  const items = Array.from({ length: count }, (_, index) =>
    cff.subarray(base + offset(index), base + offset(index + 1)),
  );
  return { items, end: base + offset(count) };
}

function readDict(data: Buffer): Dict {
  const entries = new Map<number, readonly number[]>();
  let operands: number[] = [];
  for (let at = 0; at < data.length;) {
    const first = data.readUInt8(at);
    if (first <= 21) {
      const isEscape = first === 12;
      entries.set(isEscape ? ESCAPE + data.readUInt8(at + 1) : first, operands);
      operands = [];
      at += isEscape ? 2 : 1;
    } else if (first === 30) {
      const { value, end } = readReal(data, at + 1);
      operands.push(value);
      at = end;
    } else {
      const { value, end } = readNumber(data, at);
      operands.push(value);
      at = end;
    }
  }
  return entries;
}

/** An integer of a dictionary or a charstring. */
function readNumber(data: Buffer, at: number): { value: number; end: number } {
  const first = data.readUInt8(at);
  if (first === 28) return { value: data.readInt16BE(at + 1), end: at + 3 };
  if (first === 29) return { value: data.readInt32BE(at + 1), end: at + 5 };
  if (first === 255) return { value: data.readInt32BE(at + 1) / 65536, end: at + 5 };
  if (first >= 251) return { value: -(first - 251) * 256 - data.readUInt8(at + 1) - 108, end: at + 2 };
  if (first >= 247) return { value: (first - 247) * 256 + data.readUInt8(at + 1) + 108, end: at + 2 };
  if (first >= 32) return { value: first - 139, end: at + 1 };
  throw new Error('a number of the font is malformed');
}

function readReal(data: Buffer, start: number): { value: number; end: number } {
  const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.', 'E', 'E-', '', '-'];
  let text = '';
  for (let at = start; ; at++) {
    const byte = data.readUInt8(at);
    for (const nibble of [byte >> 4, byte & 15]) {
      if (nibble === 15) return { value: Number(text), end: at + 1 };
      text += digits[nibble] ?? '';
    }
  }
}

function readPrivate(cff: Buffer, font: Dict): Private {
  const [size = 0, offset = 0] = font.get(PRIVATE) ?? [];
  const entries = readDict(cff.subarray(offset, offset + size));
  const subrs = entries.get(SUBRS)?.[0];
  return {
    subrs: subrs === undefined ? [] : readIndex(cff, offset + subrs).items,
    defaultWidth: entries.get(DEFAULT_WIDTH)?.[0] ?? 0,
    nominalWidth: entries.get(NOMINAL_WIDTH)?.[0] ?? 0,
  };
}

/** Identifier of each glyph's name, or its CID. */
function readCharset(cff: Buffer, offset: number, count: number): number[] {
  if (offset === 0) return Array.from({ length: count }, (_, glyph) => glyph);
  if (offset <= 2) throw new Error('a charset of expert glyphs');
  const format = cff.readUInt8(offset);
  const charset = [0];
  for (let at = offset + 1; charset.length < count;) {
    const first = cff.readUInt16BE(at);
    const left = format === 0 ? 0 : format === 1 ? cff.readUInt8(at + 2) : cff.readUInt16BE(at + 2);
    for (let index = 0; index <= left; index++) charset.push(first + index);
    at += 2 + format;
  }
  return charset;
}

function readSelect(cff: Buffer, offset: number, count: number): (glyph: number) => number {
  if (cff.readUInt8(offset) === 0) return (glyph) => cff.readUInt8(offset + 1 + glyph);
  const ranges = cff.readUInt16BE(offset + 1);
  const dictOf = new Uint8Array(count);
  for (let range = 0; range < ranges; range++) {
    const at = offset + 3 + range * 3;
    dictOf.fill(cff.readUInt8(at + 2), cff.readUInt16BE(at), cff.readUInt16BE(at + 3));
  }
  return (glyph) => dictOf[glyph] ?? 0;
}

/** Glyph of each code. */
function readEncoding(cff: Buffer, offset: number): Map<number, number> {
  const format = cff.readUInt8(offset);
  // Further codes for the same glyphs follow in others.
  if (format > 1) throw new Error('an encoding of another format');
  const codes = new Map<number, number>();
  let glyph = 1;
  for (let index = 0; index < cff.readUInt8(offset + 1); index++) {
    const at = offset + 2 + index * (1 + format);
    const left = format === 0 ? 0 : cff.readUInt8(at + 1);
    for (let more = 0; more <= left; more++) codes.set(cff.readUInt8(at) + more, glyph++);
  }
  return codes;
}

/** How many operands the first operator takes, when none of them is the width (Type 2 charstrings, 4.1). */
const TAKEN: Readonly<Record<number, number | 'pairs'>> = {
  ...{ 1: 'pairs', 3: 'pairs', 18: 'pairs', 23: 'pairs', 19: 'pairs', 20: 'pairs' },
  ...{ 4: 1, 22: 1, 21: 2, 14: 0 },
};

/** The width stands before the operands of the first operator, or is the usual one. */
function widthOf(
  charString: Buffer,
  { subrs, defaultWidth, nominalWidth }: Private,
  globals: readonly Buffer[],
): number {
  const stack: number[] = [];
  const calls: { code: Buffer; at: number }[] = [{ code: charString, at: 0 }];
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    const call = required(calls.at(-1));
    const first = call.code.readUInt8(call.at);
    if (first >= 32 || first === 28) {
      const { value, end } = readNumber(call.code, call.at);
      stack.push(value);
      call.at = end;
    } else if (first === 10 || first === 29) {
      const list = first === 10 ? subrs : globals;
      const bias = list.length < 1240 ? 107 : list.length < 33_900 ? 1131 : 32_768;
      call.at++;
      calls.push({ code: required(list[required(stack.pop()) + bias]), at: 0 });
    } else if (first === 11) calls.pop();
    else {
      const taken = required(TAKEN[first]);
      const hasWidth =
        taken === 'pairs'
          ? stack.length % 2 === 1
          : stack.length > taken && (first !== 14 || stack.length % 4 === 1);
      return hasWidth ? nominalWidth + required(stack[0]) : defaultWidth;
    }
  }
  throw new Error('a glyph without end');
}
