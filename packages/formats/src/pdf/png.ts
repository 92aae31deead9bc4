import { inflateSync } from 'node:zlib';
import { undoPredictor } from './predictor.ts';

/** A picture of 8 bits a channel. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Three bytes a pixel. */
  readonly rgb: Uint8Array;
  /** A byte a pixel; undefined when nothing shines through. */
  readonly alpha: Uint8Array | undefined;
}

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const MAX_PIXELS = 4096 * 4096;
/** Channels by colour type (PNG, 11.2.2). */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Reads a PNG (ISO/IEC 15948) of at most 8 bits a channel that is not interlaced; undefined for anything else. */
export function readPng(bytes: Uint8Array): Pixels | undefined {
  try {
    return read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  } catch {
    // Whatever a malformed picture provokes, it cannot be shown.
    return undefined;
  }
}

function read(png: Buffer): Pixels | undefined {
  if (!png.subarray(0, 8).equals(SIGNATURE)) return undefined;
  const chunks = chunksOf(png);
  const header = chunks.get('IHDR')?.[0];
  if (header === undefined) return undefined;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [bits, type, , , interlaced] = header.subarray(8);
  const channels = CHANNELS[type ?? 9];
  const isTaken = bits !== undefined && bits <= 8 && interlaced === 0 && width * height <= MAX_PIXELS;
  if (channels === undefined || !isTaken || width === 0 || height === 0) return undefined;
  const row = Math.ceil((width * channels * bits) / 8);
  const packed = inflateSync(Buffer.concat(chunks.get('IDAT') ?? []), {
    maxOutputLength: height * (row + 1),
  });
  const parameters = new Map([
    ...[['Predictor', 15] as const, ['Colors', channels] as const],
    ...[['BitsPerComponent', bits] as const, ['Columns', width] as const],
  ]);
  const rows = undoPredictor(packed, parameters, (value) => value as never);
  if (rows.length < row * height) return undefined;
  const sample = (x: number, y: number, channel: number): number => {
    const at = (x * channels + channel) * bits;
    const byte = rows[y * row + (at >> 3)] ?? 0;
    return (byte >> (8 - bits - (at & 7))) & ((1 << bits) - 1);
  };
  return paint({ width, height, bits, type: type ?? 0, sample }, chunks);
}

function chunksOf(png: Buffer): Map<string, Buffer[]> {
  const chunks = new Map<string, Buffer[]>();
  for (let at = 8; at + 12 <= png.length;) {
    const length = png.readUInt32BE(at);
    const name = png.toString('latin1', at + 4, at + 8);
    chunks.set(name, [...(chunks.get(name) ?? []), png.subarray(at + 8, at + 8 + length)]);
    at += 12 + length;
  }
  return chunks;
}

interface Samples {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly type: number;
  readonly sample: (x: number, y: number, channel: number) => number;
}

function paint({ width, height, bits, type, sample }: Samples, chunks: Map<string, Buffer[]>): Pixels {
  const palette = chunks.get('PLTE')?.[0] ?? Buffer.alloc(0);
  const transparency = chunks.get('tRNS')?.[0];
  const scale = 255 / ((1 << bits) - 1);
  const rgb = new Uint8Array(width * height * 3);
  const alpha = new Uint8Array(width * height).fill(255);
  const hasColor = type === 2 || type === 6;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const pixel = y * width + x;
      const first = sample(x, y, 0);
      for (let channel = 0; channel < 3; channel++) {
        const value = hasColor ? sample(x, y, channel) : first;
        rgb[pixel * 3 + channel] =
          type === 3 ? (palette[first * 3 + channel] ?? 0) : Math.round(value * scale);
      }
      if (type === 3) alpha[pixel] = transparency?.[first] ?? 255;
      else if (type === 4 || type === 6) alpha[pixel] = Math.round(sample(x, y, type === 4 ? 1 : 3) * scale);
    }
  return { width, height, rgb, alpha: alpha.every((value) => value === 255) ? undefined : alpha };
}
