import { damaged } from './errors.ts';
import type { PdfDict, Resolve } from './objects.ts';

/** Undoes the PNG predictors (ISO 32000-1, 7.4.4.4; PNG, clause 9) and the TIFF predictor for 8-bit samples. */
export function undoPredictor(
  data: Uint8Array,
  parameters: PdfDict | undefined,
  resolve: Resolve,
): Uint8Array {
  const number = (key: string, fallback: number): number => {
    const value = resolve(parameters?.get(key));
    return typeof value === 'number' ? value : fallback;
  };
  const predictor = number('Predictor', 1);
  if (predictor <= 1) return data;
  const colors = number('Colors', 1);
  const bits = number('BitsPerComponent', 8);
  const columns = number('Columns', 1);
  if (!(colors >= 1 && colors <= 32 && [1, 2, 4, 8, 16].includes(bits) && columns >= 1 && columns < 1e6))
    throw damaged('a predictor has impossible parameters');
  const pixel = Math.max(1, (colors * bits) >> 3);
  const row = Math.ceil((colors * bits * columns) / 8);
  if (predictor === 2) return undoTiff(data, pixel, row, bits);
  return undoPng(data, pixel, row);
}

function undoTiff(data: Uint8Array, pixel: number, row: number, bits: number): Uint8Array {
  if (bits !== 8) throw damaged('a TIFF predictor on samples that are not bytes');
  const out = Uint8Array.from(data);
  for (let start = 0; start < out.length; start += row)
    for (let i = start + pixel; i < Math.min(start + row, out.length); i++)
      out[i] = (out[i] ?? 0) + (out[i - pixel] ?? 0);
  return out;
}

function undoPng(data: Uint8Array, pixel: number, row: number): Uint8Array {
  const rows = Math.ceil(data.length / (row + 1));
  const out = new Uint8Array(rows * row);
  let length = 0;
  for (let y = 0; y < rows; y++) {
    const source = y * (row + 1);
    const target = y * row;
    const count = Math.min(row, data.length - source - 1);
    const type = data[source] ?? 0;
    for (let x = 0; x < count; x++) {
      const left = x >= pixel ? (out[target + x - pixel] ?? 0) : 0;
      const up = y > 0 ? (out[target + x - row] ?? 0) : 0;
      const corner = x >= pixel && y > 0 ? (out[target + x - row - pixel] ?? 0) : 0;
      out[target + x] = (data[source + 1 + x] ?? 0) + predicted(type, left, up, corner);
    }
    length = target + Math.max(0, count);
  }
  return out.subarray(0, length);
}

function predicted(type: number, left: number, up: number, corner: number): number {
  switch (type) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const p = left + up - corner;
      const a = Math.abs(p - left);
      const b = Math.abs(p - up);
      const c = Math.abs(p - corner);
      return a <= b && a <= c ? left : b <= c ? up : corner;
    }
    default:
      throw damaged('an unknown predictor');
  }
}
