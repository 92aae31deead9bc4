/** Marks for the sandbox's organisations, drawn pixel by pixel into PNG files (PNG specification, 2nd edition). */
import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [red: number, green: number, blue: number];
/** The colour at a place, both from 0 to 1; undefined is see-through. */
type Drawing = (x: number, y: number) => Colour | undefined;

const SIZE = 128;

const drawings: Readonly<Record<string, Drawing>> = {
  /** A shield with a wave: a municipality. */
  public: (x, y) => {
    const edge = y < 0.5 ? 0.4 : 0.4 * Math.sqrt(Math.max(0, 1 - ((y - 0.5) / 0.48) ** 2));
    if (Math.abs(x - 0.5) > edge || y < 0.04) return undefined;
    const wave = 0.56 + 0.05 * Math.sin(x * 4 * Math.PI);
    return y > wave && y < wave + 0.13 ? [255, 255, 255] : [31, 78, 121];
  },
  /** Three bars: a company. */
  private: (x, y) => {
    const bar = [0.14, 0.4, 0.66].findIndex((left) => x >= left && x < left + 0.2);
    return bar >= 0 && y > 0.62 - bar * 0.22 && y < 0.9 ? [176, 74, 43] : undefined;
  },
  /** Two rings that hold each other: a broker. */
  broker: (x, y) => {
    const inRing = (cx: number): boolean => Math.abs(Math.hypot(x - cx, y - 0.5) - 0.23) < 0.06;
    if (inRing(0.36)) return [70, 110, 80];
    return inRing(0.64) ? [210, 160, 50] : undefined;
  },
};

/** The mark of an organisation, by the name of its certificate; PNG. Undefined for one that has none. */
export function logoOf(certificate: string): Uint8Array | undefined {
  const drawing = drawings[certificate];
  return drawing && png(drawing);
}

function png(drawing: Drawing): Uint8Array {
  const rows = Array.from({ length: SIZE }, (_, row) => {
    const pixels = Array.from({ length: SIZE }, (_pixel, column) => {
      const colour = drawing((column + 0.5) / SIZE, (row + 0.5) / SIZE);
      return colour === undefined ? [0, 0, 0, 0] : [...colour, 255];
    });
    return Buffer.from([0, ...pixels.flat()]);
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  // 8 bits for each of red, green, blue and opacity.
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
