/** An ICC profile of sRGB (IEC 61966-2-1) made from its published figures: ICC.1:2001-04, version 2.4, display device. */

/** Primaries and white point adapted to D50, X Y Z. */
const WHITE = [0.9642, 1, 0.8249] as const;
const PRIMARIES = {
  rXYZ: [0.43607, 0.22249, 0.01392],
  gXYZ: [0.38515, 0.71687, 0.09708],
  bXYZ: [0.14307, 0.06061, 0.7141],
} as const;
const CURVE_POINTS = 1024;

/** Linear light for an encoded value, both 0 to 1. */
const linear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;

const fixed = (value: number): number => Math.round(value * 65536);

function xyz([x, y, z]: readonly [number, number, number]): Buffer {
  const tag = Buffer.alloc(20);
  tag.write('XYZ ', 0, 'latin1');
  [x, y, z].forEach((value, index) => tag.writeInt32BE(fixed(value), 8 + index * 4));
  return tag;
}

function curve(): Buffer {
  const tag = Buffer.alloc(12 + CURVE_POINTS * 2);
  tag.write('curv', 0, 'latin1');
  tag.writeUInt32BE(CURVE_POINTS, 8);
  for (let i = 0; i < CURVE_POINTS; i++)
    tag.writeUInt16BE(Math.round(linear(i / (CURVE_POINTS - 1)) * 65535), 12 + i * 2);
  return tag;
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from('text\0\0\0\0', 'latin1'), Buffer.from(`${value}\0`, 'latin1')]);
}

/** textDescriptionType: the ASCII part, then empty Unicode and Macintosh parts. */
function description(value: string): Buffer {
  const head = Buffer.alloc(12);
  head.write('desc', 0, 'latin1');
  head.writeUInt32BE(value.length + 1, 8);
  return Buffer.concat([head, Buffer.from(`${value}\0`, 'latin1'), Buffer.alloc(4 + 4 + 2 + 1 + 67)]);
}

const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);

function build(): Uint8Array {
  const gamma = curve();
  const tags: readonly (readonly [string, Buffer])[] = [
    ['desc', description('sRGB')],
    ['cprt', text('No copyright, use freely')],
    ['wtpt', xyz(WHITE)],
    ...Object.entries(PRIMARIES).map(([tag, value]) => [tag, xyz(value)] as const),
    ['rTRC', gamma],
    ['gTRC', gamma],
    ['bTRC', gamma],
  ];
  const bodies = [...new Set(tags.map(([, body]) => body))];
  const offsets = new Map<Buffer, number>();
  let offset = 128 + 4 + tags.length * 12;
  for (const body of bodies) {
    offsets.set(body, offset);
    offset += padded(body).length;
  }
  const head = Buffer.alloc(128 + 4 + tags.length * 12);
  head.writeUInt32BE(offset, 0);
  head.writeUInt32BE(0x02400000, 8);
  head.write('mntrRGB XYZ ', 12, 'latin1');
  // Made on 2026-01-01.
  [2026, 1, 1].forEach((part, index) => head.writeUInt16BE(part, 24 + index * 2));
  head.write('acsp', 36, 'latin1');
  [...WHITE].forEach((value, index) => head.writeInt32BE(fixed(value), 68 + index * 4));
  head.writeUInt32BE(tags.length, 128);
  tags.forEach(([tag, body], index) => {
    const at = 132 + index * 12;
    head.write(tag, at, 'latin1');
    head.writeUInt32BE(offsets.get(body) ?? 0, at + 4);
    head.writeUInt32BE(body.length, at + 8);
  });
  return Buffer.concat([head, ...bodies.map(padded)]);
}

export const SRGB_PROFILE: Uint8Array = build();
