/** Worker thread: makes a small PNG without metadata of a picture that may be hostile. */
import sharp from 'sharp';
import type { LogoProblem } from '../../organisations/logo.ts';

/** Nothing but the two formats is ever decoded, whatever the bytes claim to be. */
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer'] });
sharp.cache(false);
sharp.concurrency(1);

/** Pixels on each side, after and before. */
const largest = { result: 512, pixels: 4096 * 4096 };

export type LogoResult =
  | { readonly kind: 'done'; readonly png: Uint8Array }
  | { readonly kind: 'refused'; readonly code: LogoProblem };

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const JPEG = Buffer.from('ffd8ff', 'hex');

export default async function run(bytes: Uint8Array): Promise<LogoResult> {
  const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const known = [PNG, JPEG].some((start) => input.subarray(0, start.length).equals(start));
  if (!known) return { kind: 'refused', code: 'LOGO_TYPE' };
  try {
    const { width, height } = await sharp(input, { limitInputPixels: false }).metadata();
    if (width * height > largest.pixels) return { kind: 'refused', code: 'LOGO_TOO_MANY_PIXELS' };
    const png = await sharp(input, { limitInputPixels: largest.pixels, failOn: 'warning' })
      // As the camera held it; the note that says so is left out with all others.
      .autoOrient()
      .resize({ width: largest.result, height: largest.result, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .png({ compressionLevel: 9, palette: true, quality: 95 })
      .timeout({ seconds: 8 })
      .toBuffer();
    return { kind: 'done', png: new Uint8Array(png) };
  } catch {
    return { kind: 'refused', code: 'LOGO_DAMAGED' };
  }
}
