/** The smallest fonts with PostScript outlines: an "A" of a given width. */

const int32 = (value: number): number[] => [
  29,
  (value >> 24) & 255,
  (value >> 16) & 255,
  (value >> 8) & 255,
  value & 255,
];
const int16 = (value: number): number[] => [28, (value >> 8) & 255, value & 255];
const index = (...items: readonly number[][]): number[] => {
  if (items.length === 0) return [0, 0];
  let end = 1;
  const offsets = items.map((item) => (end += item.length));
  return [0, items.length, 1, 1, ...offsets, ...items.flat()];
};

/** Compact Font Format; with `asCid` glyph 1 is the character 1 of a CID font. */
export function cffFont(width: number, asCid = false): Uint8Array {
  const nominal = 500;
  const head = [1, 0, 4, 1, ...index([84])];
  const glyphs = index([14], [...int16(width - nominal), 14]);
  const priv = [...int16(nominal), 20, ...int16(nominal), 21];
  const build = (at: number): { bytes: number[]; end: number } => {
    const [charset, charStrings] = [at, at + 3];
    const privateAt = charStrings + glyphs.length;
    const select = privateAt + priv.length;
    const fonts = index([...int32(priv.length), ...int32(privateAt), 18]);
    const offsets = [...int32(charset), 15, ...int32(charStrings), 17];
    const top = asCid
      ? [
          ...int16(391),
          ...int16(392),
          ...int16(0),
          12,
          30,
          ...offsets,
          ...int32(select + 3),
          12,
          36,
          ...int32(select),
          12,
          37,
        ]
      : [...offsets, ...int32(priv.length), ...int32(privateAt), 18];
    const strings = asCid ? index([65], [73]) : index();
    const before = [...head, ...index(top), ...strings, ...index()];
    const after = [0, 0, asCid ? 1 : 34, ...glyphs, ...priv, ...(asCid ? [0, 0, 0, ...fonts] : [])];
    return { bytes: [...before, ...after], end: before.length };
  };
  // The offsets take the same room whatever they are.
  return Uint8Array.from(build(build(0).end).bytes);
}

function encrypted(data: Uint8Array, key: number): Buffer {
  let state = key;
  return Buffer.from([0, 0, 0, 0, ...data]).map((byte) => {
    const cipher = byte ^ (state >> 8);
    state = ((cipher + state) * 52_845 + 22_719) & 0xffff;
    return cipher;
  }) as Buffer;
}

/** Type 1. */
export function type1Font(width: number): Uint8Array {
  const glyph = (units: number): Buffer =>
    encrypted(
      Uint8Array.from([
        139,
        255,
        (units >> 24) & 255,
        (units >> 16) & 255,
        (units >> 8) & 255,
        units & 255,
        13,
        14,
      ]),
      4330,
    );
  const entry = (name: string, units: number): Buffer => {
    const charString = glyph(units);
    return Buffer.concat([
      Buffer.from(`/${name} ${charString.length} RD `),
      charString,
      Buffer.from(' ND\n'),
    ]);
  };
  const secret = Buffer.concat([
    Buffer.from('dup /Private 1 dict dup begin /lenIV 4 def 2 index /CharStrings 2 dict dup begin\n'),
    entry('.notdef', 500),
    entry('A', width),
    Buffer.from('end end'),
  ]);
  const clear =
    '%!PS-AdobeFont-1.0: T\n/FontMatrix [0.001 0 0 0.001 0 0] def /Encoding StandardEncoding def\ncurrentfile eexec\n';
  return Buffer.concat([Buffer.from(clear), encrypted(secret, 55_665)]);
}
