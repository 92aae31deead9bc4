import * as asn1js from 'asn1js';
import { describe, expect, test } from 'vitest';
import { Tag, readAll, readDer, readInteger, readNamedBits, readOid, readTime, write } from './index.ts';

const malformed = expect.objectContaining({ code: 'DER_MALFORMED' }) as Error;
const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

describe('DER', () => {
  test.each([0n, 1n, 127n, 128n, 255n, 256n, -1n, -128n, -129n, 2n ** 127n, -(2n ** 159n)])(
    'INTEGER %s',
    (value) => {
      const der = write.integer(value);
      expect(readInteger(readDer(der))).toBe(value);
      const { result } = asn1js.fromBER(Uint8Array.from(der).buffer);
      expect((result as asn1js.Integer).toBigInt()).toBe(value);
    },
  );

  test.each([
    '2.5.4.97',
    '1.2.840.113549.1.9.16.2.47',
    '2.999.1',
    '0.4.0.194121.2.1',
    '1.3.6.1.4.1.4294967295',
  ])('OBJECT IDENTIFIER %s', (dotted) => {
    const der = write.oid(dotted);
    expect(readOid(readDer(der))).toBe(dotted);
  });

  test('times: two-digit years up to 2049, four digits after, fractions', () => {
    for (const text of ['1999-12-31T23:59:59Z', '2049-12-31T00:00:00Z', '2050-01-01T00:00:00Z']) {
      expect(readTime(readDer(write.certificateTime(new Date(text))))).toEqual(new Date(text));
    }
    const fraction = write.tagged(Tag.generalizedTime, Buffer.from('20261124120000.25Z'));
    expect(readTime(readDer(fraction))).toEqual(new Date('2026-11-24T12:00:00.250Z'));
  });

  test.each(['20260230120000Z', '20261124250000Z', '202611241200Z', '20261124120000+0100', '20261124120000'])(
    'refuses the time %s',
    (text) => {
      expect(() => readTime(readDer(write.tagged(Tag.generalizedTime, Buffer.from(text))))).toThrow(
        malformed,
      );
    },
  );

  test('named bits without trailing zeros', () => {
    expect(readNamedBits(readDer(write.namedBits([0, 1, 8])))).toEqual([0, 1, 8]);
    expect(Buffer.from(write.namedBits([5, 6])).toString('hex')).toBe('03020106');
  });

  test('SET OF is sorted', () => {
    const sorted = write.setOf(write.integer(300), write.integer(2), write.integer(1));
    expect(readAll(readDer(sorted)).map((value) => readInteger(value))).toEqual([1n, 2n, 300n]);
  });

  test.each([
    ['indefinite length', '3080020101 0000'],
    ['a length not in its shortest form', '308103020101'],
    ['a long length with a leading zero', `30820003020101`],
    ['a length beyond the end', '3004020101'],
    ['bytes after the end', '300302010100'],
    ['a high tag number', '1f8101 00'],
    ['a length of five bytes', '30850000000001 00'],
    ['nothing', ''],
    ['half a header', '30'],
  ])('refuses %s', (_, hex) => {
    expect(() => readDer(bytes(hex.replaceAll(' ', '')))).toThrow(malformed);
  });

  test('refuses integers and identifiers not in their shortest form', () => {
    expect(() => readInteger(readDer(bytes('02020001')))).toThrow(malformed);
    expect(() => readInteger(readDer(bytes('0202ffff')))).toThrow(malformed);
    expect(() => readOid(readDer(bytes('0603558004')))).toThrow(malformed);
  });

  test('refuses a structure of endlessly many empty values', () => {
    const many = write.sequence(new Uint8Array(2 * 5000).map((_, index) => (index % 2 === 0 ? 5 : 0)));
    expect(() => readAll(readDer(many))).toThrow(malformed);
  });
});
