import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Pages as another program draws them, to be compared. */

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Bytes a pixel: RGB, or grey. */
  readonly channels: 1 | 3;
  /** Rows. */
  readonly data: Uint8Array;
}

/** A page as poppler draws it, with options of pdftoppm. */
export function render(pdf: Uint8Array, page: number, options: readonly string[]): Picture {
  const [picture] = renderRange(pdf, page, page, options);
  if (picture === undefined) throw new Error(`page ${page} was not drawn`);
  return picture;
}

/** Pages `first` to `last`. */
export function renderRange(
  pdf: Uint8Array,
  first: number,
  last: number,
  options: readonly string[],
): Picture[] {
  const folder = mkdtempSync(join(tmpdir(), 'segl-pdf-'));
  try {
    writeFileSync(join(folder, 'in.pdf'), pdf);
    const range = ['-f', `${first}`, '-l', `${last}`];
    execFileSync('pdftoppm', [...range, ...options, join(folder, 'in.pdf'), join(folder, 'out')]);
    const names = readdirSync(folder).filter((name) => name.startsWith('out'));
    return names.sort().map((name) => readPicture(readFileSync(join(folder, name))));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** PPM or PGM. */
function readPicture(file: Buffer): Picture {
  const [header = '', kind, width, height] =
    /^P([56])\s+(\d+)\s+(\d+)\s+255\s/.exec(file.subarray(0, 40).toString('latin1')) ?? [];
  return {
    width: Number(width),
    height: Number(height),
    channels: kind === '5' ? 1 : 3,
    data: file.subarray(header.length),
  };
}

/** Mean difference of two pictures of about the same size, 0 to 255, leaving a small edge out. */
export function difference(a: Picture, b: Picture, offset: { x: number; y: number }): number {
  const { channels } = a;
  let sum = 0;
  let count = 0;
  for (let y = 4; y < a.height - 4; y++)
    for (let x = 4; x < a.width - 4; x++)
      for (let channel = 0; channel < channels; channel++) {
        const left = a.data[(y * a.width + x) * channels + channel] ?? 0;
        const right = b.data[((y + offset.y) * b.width + x + offset.x) * channels + channel] ?? 0;
        sum += Math.abs(left - right);
        count++;
      }
  return sum / count;
}
