/** A sender's logo as it may stand in an email. */
import type { InlineImage } from './ports.ts';

export interface Logo {
  readonly image: InlineImage;
  /** As shown, in CSS pixels. */
  readonly width: number;
  readonly height: number;
}

const MOST_BYTES = 100 * 1024;
const box = { width: 200, height: 48 };
/** PNG (third edition), sections 5.2 and 11.2.2: the signature, then IHDR with width and height. */
const SIGNATURE = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

/** Undefined for what is not a PNG, or too large: a mail without a logo is better than none. */
export function readLogo(png: Uint8Array | undefined): Logo | undefined {
  if (png === undefined || png.length > MOST_BYTES || png.length < 33) return undefined;
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return undefined;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (width === 0 || height === 0) return undefined;
  const scale = Math.min(1, box.width / width, box.height / height);
  return {
    image: { cid: 'logo', mime: 'image/png', bytes: png },
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}
