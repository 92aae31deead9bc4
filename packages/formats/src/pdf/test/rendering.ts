import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Pages as another program draws them, to be compared. */

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** RGB rows. */
  readonly data: Uint8Array;
}

/** A page as poppler draws it, with options of pdftoppm. */
export function render(pdf: Uint8Array, page: number, options: readonly string[]): Picture {
  const folder = mkdtempSync(join(tmpdir(), 'segl-pdf-'));
  try {
    writeFileSync(join(folder, 'in.pdf'), pdf);
    execFileSync('pdftoppm', [
      '-f',
      `${page}`,
      '-l',
      `${page}`,
      '-singlefile',
      ...options,
      join(folder, 'in.pdf'),
      join(folder, 'out'),
    ]);
    const ppm = readFileSync(join(folder, 'out.ppm'));
    const [header = '', width, height] =
      /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(ppm.subarray(0, 40).toString('latin1')) ?? [];
    return { width: Number(width), height: Number(height), data: ppm.subarray(header.length) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Mean difference of two pictures of about the same size, 0 to 255, leaving a small edge out. */
export function difference(a: Picture, b: Picture, offset: { x: number; y: number }): number {
  let sum = 0;
  let count = 0;
  for (let y = 4; y < a.height - 4; y++)
    for (let x = 4; x < a.width - 4; x++)
      for (let channel = 0; channel < 3; channel++) {
        const left = a.data[(y * a.width + x) * 3 + channel] ?? 0;
        const right = b.data[((y + offset.y) * b.width + x + offset.x) * 3 + channel] ?? 0;
        sum += Math.abs(left - right);
        count++;
      }
  return sum / count;
}
