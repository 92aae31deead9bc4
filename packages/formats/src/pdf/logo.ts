import { name } from './objects.ts';
import type { PdfRef } from './objects.ts';
import { readPng } from './png.ts';
import { compressed } from './writer.ts';
import type { PdfWriter } from './writer.ts';

/** The sender's logo as the front page draws it. */
export interface Logo {
  /** An image XObject. */
  readonly ref: PdfRef;
  /** Points, within the room there is for it. */
  readonly width: number;
  readonly height: number;
}

const ROOM = { width: 150, height: 38 };
/** Points a pixel at most: a small picture is not blown up. */
const LARGEST_PIXEL = 0.75;

/** Undefined for a picture that cannot be read: a document without logo is better than none. */
export function writeLogo(png: Uint8Array | undefined, writer: PdfWriter): Logo | undefined {
  const pixels = png && readPng(png);
  if (pixels === undefined) return undefined;
  const { width, height, rgb, alpha } = pixels;
  const image = {
    ...{ Type: name('XObject'), Subtype: name('Image'), Width: width, Height: height, BitsPerComponent: 8 },
  };
  const mask = alpha && writer.add(compressed({ ...image, ColorSpace: name('DeviceGray') }, alpha));
  const ref = writer.add(compressed({ ...image, ColorSpace: name('DeviceRGB'), SMask: mask }, rgb));
  const scale = Math.min(ROOM.width / width, ROOM.height / height, LARGEST_PIXEL);
  return { ref, width: width * scale, height: height * scale };
}
