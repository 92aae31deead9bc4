import type { Box, Page } from './page-tree.ts';

/** x' = a·x + c·y + e, y' = b·x + d·y + f (ISO 32000-1, 8.3.3). */
export type Matrix = readonly [number, number, number, number, number, number];

/** Applies `first`, then `second`. */
export function multiply(first: Matrix, second: Matrix): Matrix {
  const [a, b, c, d, e, f] = first;
  const [A, B, C, D, E, F] = second;
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F];
}

/** The upright rectangle around a transformed one. */
export function boundsOf(box: Box, [a, b, c, d, e, f]: Matrix): Box {
  const xs: number[] = [];
  const ys: number[] = [];
  for (const x of [box[0], box[2]])
    for (const y of [box[1], box[3]]) {
      xs.push(a * x + c * y + e);
      ys.push(b * x + d * y + f);
    }
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** Width and height of a page as shown, in points: rotation and UserUnit applied. */
export function shownSize(page: Page): { width: number; height: number } {
  const width = (page.box[2] - page.box[0]) * page.userUnit;
  const height = (page.box[3] - page.box[1]) * page.userUnit;
  return page.rotate % 180 === 0 ? { width, height } : { width: height, height: width };
}

/** From the page's own coordinates to an upright rectangle with its corner in the origin, `scale` points a point. */
export function uprightMatrix(page: Page, scale: number): Matrix {
  const [left, bottom, right, top] = page.box;
  const s = scale * page.userUnit;
  switch (page.rotate) {
    case 0:
      return [s, 0, 0, s, -left * s, -bottom * s];
    case 90:
      return [0, -s, s, 0, -bottom * s, right * s];
    case 180:
      return [-s, 0, 0, -s, right * s, top * s];
    case 270:
      return [0, s, -s, 0, top * s, -left * s];
  }
}
