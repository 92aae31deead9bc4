import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeStream } from './filters.ts';
import { PdfName, PdfRef, PdfStream, dict, name } from './objects.ts';
import type { PdfValue, Resolve } from './objects.ts';
import { Lexer } from './lexer.ts';
import { formatNumber } from './writer.ts';

const resolve: Resolve = (value) => {
  if (value instanceof PdfRef) throw new Error('no references here');
  return value ?? null;
};

function decode(filter: PdfValue, data: Uint8Array, parameters?: PdfValue, limit = 10_000): string {
  const stream = new PdfStream(dict({ Filter: filter, DecodeParms: parameters }), data);
  return Buffer.from(decodeStream(stream, resolve, limit)).toString('latin1');
}

const hex = (text: string): Uint8Array => Buffer.from(text.replace(/ /g, ''), 'hex');

describe('stream filters', () => {
  it('LZW, as in the standard’s example (7.4.4.2)', () => {
    expect(decode(name('LZWDecode'), hex('80 0B 60 50 22 0C 0C 85 01'))).toBe('-----A---B');
  });

  it('ASCII hexadecimal and base 85', () => {
    expect(decode(name('ASCIIHexDecode'), Buffer.from('48 65\n6C6c 6F7>'))).toBe('Hellop');
    expect(decode(name('ASCII85Decode'), Buffer.from('87cURD]i,"Ebo80~>'))).toBe('Hello World!');
    expect(decode(name('A85'), Buffer.from('z87cUR~>'))).toBe('\0\0\0\0Hell');
  });

  it('run lengths', () => {
    expect(decode(name('RunLengthDecode'), hex('02 616263 FD 78 80 99'))).toBe('abcxxxx');
  });

  it('several filters one after the other', () => {
    const data = Buffer.from(`${deflateSync(Buffer.from('abc')).toString('hex')}>`);
    expect(decode([name('ASCIIHexDecode'), name('FlateDecode')], data)).toBe('abc');
  });

  it.each([
    [0, 'abc'],
    [1, 'a\x01\x01'],
    [2, '\0\0\0'],
    [3, '1\x01\x01'],
    [4, '\0\0\0'],
  ])('PNG predictor %i', (type, row) => {
    const data = Buffer.concat([Buffer.from('\0abc'), Buffer.of(type), Buffer.from(row, 'latin1')]);
    const parameters = dict({ Predictor: 15, Columns: 3 });
    expect(decode(name('Fl'), deflateSync(data), parameters)).toBe('abcabc');
  });

  it('TIFF predictor', () => {
    const parameters = dict({ Predictor: 2, Columns: 3 });
    expect(decode(name('Fl'), deflateSync(Buffer.from('a\x01\x01b\x01\x01')), parameters)).toBe('abcbcd');
  });

  it('stop at their limit', () => {
    const tooMuch = expect.objectContaining({ code: 'PDF_TOO_COMPLEX' }) as unknown;
    expect(() => decode(name('FlateDecode'), deflateSync(Buffer.alloc(1e6)))).toThrow(tooMuch);
    expect(() => decode(name('RunLengthDecode'), Buffer.alloc(1000, 0x81))).toThrow(tooMuch);
    expect(() => decode(name('A85'), Buffer.from('z'.repeat(5000)))).toThrow(tooMuch);
  });

  it('refuse damaged data and image filters', () => {
    const damaged = expect.objectContaining({ code: 'PDF_DAMAGED' }) as unknown as Error;
    expect(() => decode(name('FlateDecode'), Buffer.from('nonsense'))).toThrow(damaged);
    expect(() => decode(name('LZWDecode'), hex('FF FF FF'))).toThrow(damaged);
    expect(() => decode(name('DCTDecode'), hex('FF'))).toThrow(damaged);
  });
});

describe('values', () => {
  const read = (text: string): PdfValue => new Lexer(Uint8Array.from(Buffer.from(text, 'latin1'))).value();

  it('are read as the standard writes them', () => {
    expect(read('[1 -2.5 .5 +3 4. true false null]')).toEqual([1, -2.5, 0.5, 3, 4, true, false, null]);
    expect(read('/A#20b')).toEqual(new PdfName('A b'));
    expect(read('[1 2 R 3 4]')).toEqual([new PdfRef(1, 2), 3, 4]);
    expect(Buffer.from(read('(a\\(b\\)\\101\\n(c)\\\r\nd)') as Uint8Array).toString()).toBe('a(b)A\n(c)d');
    expect(read('<48 6>')).toEqual(Uint8Array.of(0x48, 0x60));
    expect(read('<</A<</B(x)>>/C[]>> % comment')).toEqual(
      dict({ A: dict({ B: Uint8Array.of(120) }), C: [] }),
    );
  });

  it.each(['1e5', '--1', '<4x>', '(open', '<</A', '[1', 'nulll', '}', ''])('refuse %j', (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'PDF_DAMAGED' }) as unknown);
  });

  it('are written without exponents', () => {
    expect([0.1, -0.0000001, 1e-9, 12345678.9, 3, -1.5].map(formatNumber)).toEqual([
      '0.1',
      '0',
      '0',
      '12345678.9',
      '3',
      '-1.5',
    ]);
  });
});
