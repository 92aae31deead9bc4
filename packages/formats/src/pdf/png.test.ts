import { describe, expect, it } from 'vitest';
import { readPng } from './png.ts';
import { chunk, png } from './test/png.ts';

describe('readPng', () => {
  it('reads colours with transparency', () => {
    const pixels = readPng(png(6, 8, [2, 1], [0, 255, 0, 0, 255, 0, 0, 255, 128]));
    expect(pixels).toMatchObject({ width: 2, height: 1 });
    expect([...pixels!.rgb]).toEqual([255, 0, 0, 0, 0, 255]);
    expect([...pixels!.alpha!]).toEqual([255, 128]);
  });

  it('reads palettes of two colours, one of them clear', () => {
    const more = [chunk('PLTE', Uint8Array.of(1, 2, 3, 9, 8, 7)), chunk('tRNS', Uint8Array.of(0))];
    const pixels = readPng(png(3, 1, [3, 1], [0, 0b01000000], more));
    expect([...pixels!.rgb]).toEqual([1, 2, 3, 9, 8, 7, 1, 2, 3]);
    expect([...pixels!.alpha!]).toEqual([0, 255, 0]);
  });

  it('reads greys, filtered by the row above', () => {
    const pixels = readPng(png(0, 8, [2, 2], [0, 10, 20, 2, 5, 5]));
    expect([...pixels!.rgb]).toEqual([10, 10, 10, 20, 20, 20, 15, 15, 15, 25, 25, 25]);
    expect(pixels!.alpha).toBeUndefined();
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['another kind of file', Buffer.from('GIF89a')],
    ['16 bits', png(2, 16, [1, 1], [0, 0, 0, 0, 0, 0, 0])],
    ['too few rows', png(0, 8, [2, 9], [0, 1, 2])],
    ['more than it says', png(0, 8, [1, 1], new Array<number>(100_000).fill(0))],
    ['a picture without end', png(0, 8, [0x7fffffff, 0x7fffffff], [0])],
    ['a cut file', png(0, 8, [2, 2], [0, 1, 2, 0, 3, 4]).subarray(0, 40)],
  ])('does not read %s', (_, bytes) => {
    expect(readPng(bytes)).toBeUndefined();
  });
});
