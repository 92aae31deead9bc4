import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readZip, writeZip, type ZipInput, type ZipLimits } from './index.ts';

const text = (content: string): Uint8Array => new Uint8Array(Buffer.from(content));
const contract: ZipInput = { name: 'contract.txt', bytes: text('I promise. '.repeat(50)) };
const annex: ZipInput = { name: 'annex.txt', bytes: text('So do I.') };

async function codeOf(zip: Uint8Array, limits?: ZipLimits): Promise<string> {
  try {
    await readZip(zip, limits);
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  return 'accepted';
}

/** Replaces every occurrence of `from`, of the same length, in headers and content alike. */
function replaceAll(zip: Uint8Array, from: string, to: string): Uint8Array {
  return Buffer.from(Buffer.from(zip).toString('latin1').replaceAll(from, to), 'latin1');
}

function patch(
  zip: Uint8Array,
  signature: string,
  offset: number,
  bytes: readonly number[],
  last = false,
): Uint8Array {
  const copy = Buffer.from(zip);
  const at = last ? copy.lastIndexOf(signature, undefined, 'latin1') : copy.indexOf(signature, 0, 'latin1');
  copy.set(bytes, at + offset);
  return copy;
}

const LOCAL = 'PK\x03\x04';
const CENTRAL = 'PK\x01\x02';
const END = 'PK\x05\x06';

describe('writing', () => {
  it('comes back as it was, whatever the content', async () => {
    const segment = fc.stringMatching(/^[a-zæøå0-9 +%_-]{1,12}$/);
    const entry = fc.record({
      name: fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/')),
      bytes: fc.uint8Array({ maxLength: 400 }),
      store: fc.boolean(),
      dataDescriptor: fc.boolean(),
    });
    const entries = fc.uniqueArray(entry, {
      maxLength: 6,
      selector: ({ name }) => name.toLowerCase().normalize('NFC'),
    });
    await fc.assert(
      fc.asyncProperty(entries, async (input) => {
        const read = await readZip(await writeZip(input));
        expect(read.map(({ name, bytes }) => [name, [...bytes]])).toEqual(
          input.map(({ name, bytes }) => [name, [...bytes]]),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('is deterministic, with the mimetype first, stored and without extra field', async () => {
    const input = [contract, { name: 'mimetype', bytes: text('application/vnd.etsi.asic-e+zip') }];
    const zip = Buffer.from(await writeZip(input));
    expect(zip.equals(await writeZip(input))).toBe(true);
    expect(zip.subarray(30, 38 + 31).toString()).toBe('mimetypeapplication/vnd.etsi.asic-e+zip');
    expect([zip.readUInt16LE(8), zip.readUInt16LE(28)]).toEqual([0, 0]);
  });

  it('refuses unsafe and duplicate names', async () => {
    await expect(writeZip([{ ...annex, name: '../x' }])).rejects.toMatchObject({ code: 'ZIP_UNSAFE_NAME' });
    await expect(writeZip([annex, { ...annex, name: 'ANNEX.txt' }])).rejects.toMatchObject({
      code: 'ZIP_DUPLICATE_NAME',
    });
  });
});

describe('reading', () => {
  it('inflates large files outside the event loop to the same bytes', async () => {
    const bytes = Buffer.alloc(700_000, 'abcdefgh 0123456789');
    const [file] = await readZip(await writeZip([{ name: 'large', bytes, dataDescriptor: true }]));
    expect(bytes.equals(file?.bytes ?? new Uint8Array())).toBe(true);
  });

  it.each([
    '../etc/aa',
    '/etc/aaaa',
    'aa/../aaa',
    'aa\\aaaaaa',
    'C:aaaaaaa',
    'aa//aaaaa',
    './aaaaaaa',
    'aaaa\0aaaa',
    'aaaa\naaaa',
  ])('refuses the name %j', async (name) => {
    const zip = await writeZip([{ name: 'aaaaaaaaa', bytes: annex.bytes }]);
    expect(name).toHaveLength(9);
    expect(await codeOf(replaceAll(zip, 'aaaaaaaaa', name))).toBe('ZIP_UNSAFE_NAME');
  });

  it('refuses names outside ASCII that are not marked as UTF-8', async () => {
    const zip = await writeZip([{ name: 'aaa', bytes: annex.bytes, store: true }]);
    const unmarked = [6, 7].reduce((copy, at) => patch(copy, LOCAL, at, [0]), zip);
    const plain = [8, 9].reduce((copy, at) => patch(copy, CENTRAL, at, [0]), unmarked);
    expect(await codeOf(plain)).toBe('accepted');
    expect(await codeOf(replaceAll(plain, 'aaa', 'a\xc3\xa5'))).toBe('ZIP_UNSAFE_NAME');
    expect(await codeOf(replaceAll(zip, 'aaa', 'a\xc3\xa5'))).toBe('accepted');
    expect(await codeOf(replaceAll(zip, 'aaa', 'a\xc3a'))).toBe('ZIP_UNSAFE_NAME');
  });

  it('refuses duplicate names, also when only case or Unicode form differ', async () => {
    const zip = await writeZip([contract, { ...annex, name: 'xontract.txt' }]);
    expect(await codeOf(replaceAll(zip, 'xontract', 'contract'))).toBe('ZIP_DUPLICATE_NAME');
    expect(await codeOf(replaceAll(zip, 'xontract', 'CONTRACT'))).toBe('ZIP_DUPLICATE_NAME');
    const accents = await writeZip([
      { ...contract, name: 'å' },
      { ...annex, name: 'xyz' },
    ]);
    expect(await codeOf(replaceAll(accents, 'xyz', 'a\xcc\x8a'))).toBe('ZIP_DUPLICATE_NAME');
  });

  it('refuses a local header that says something else than the central directory', async () => {
    const zip = await writeZip([contract, annex]);
    expect(await codeOf(patch(zip, 'contract.txt', 0, [0x43]))).toBe('ZIP_HEADER_MISMATCH');
    expect(await codeOf(patch(zip, LOCAL, 8, [0]))).toBe('ZIP_HEADER_MISMATCH');
    expect(await codeOf(patch(zip, LOCAL, 14, [1, 2, 3, 4]))).toBe('ZIP_HEADER_MISMATCH');
    expect(await codeOf(patch(zip, LOCAL, 22, [1]))).toBe('ZIP_HEADER_MISMATCH');
    const streamed = await writeZip([{ ...contract, dataDescriptor: true }]);
    expect(await codeOf(patch(streamed, 'PK\x07\x08', 4, [1, 2, 3, 4]))).toBe('ZIP_HEADER_MISMATCH');
  });

  it('refuses data that belong to no file', async () => {
    const zip = Buffer.from(await writeZip([contract]));
    expect(await codeOf(Buffer.concat([zip, Buffer.from('x')]))).toBe('ZIP_HIDDEN_DATA');
    expect(await codeOf(Buffer.concat([Buffer.from('#!/bin/sh\n'), zip]))).toBe('ZIP_HIDDEN_DATA');
    const between = Buffer.concat([
      zip.subarray(0, zip.indexOf(CENTRAL, 0, 'latin1')),
      Buffer.from('hidden'),
      zip.subarray(zip.indexOf(CENTRAL, 0, 'latin1')),
    ]);
    between.writeUInt32LE(between.indexOf(CENTRAL, 0, 'latin1'), between.length - 6);
    expect(await codeOf(between)).toBe('ZIP_HIDDEN_DATA');
    const comment = Buffer.concat([zip, Buffer.from('hello')]);
    comment.writeUInt16LE(5, zip.length - 2);
    expect(await codeOf(comment)).toBe('ZIP_HIDDEN_DATA');
  });

  it('refuses two entries that share data', async () => {
    const zip = Buffer.from(
      await writeZip([
        { ...annex, name: 'a', store: true },
        { ...annex, name: 'b', store: true },
      ]),
    );
    // The second entry of the central directory is pointed at the first file, which gets its name nowhere.
    const second = zip.lastIndexOf(CENTRAL, undefined, 'latin1');
    zip.writeUInt32LE(0, second + 42);
    expect(['ZIP_HEADER_MISMATCH', 'ZIP_HIDDEN_DATA']).toContain(await codeOf(zip));
  });

  it('refuses encryption, other methods, unknown features and ZIP64', async () => {
    const zip = await writeZip([annex]);
    const both = (offsets: readonly [number, number], bytes: number[]): Uint8Array =>
      patch(patch(zip, LOCAL, offsets[0], bytes), CENTRAL, offsets[1], bytes);
    expect(await codeOf(both([6, 8], [1, 8]))).toBe('ZIP_ENCRYPTED');
    expect(await codeOf(both([6, 8], [32, 8]))).toBe('ZIP_UNSUPPORTED');
    expect(await codeOf(both([8, 10], [12, 0]))).toBe('ZIP_UNSUPPORTED');
    expect(await codeOf(patch(zip, END, 16, [255, 255, 255, 255]))).toBe('ZIP_UNSUPPORTED');
    expect(await codeOf(patch(zip, END, 4, [1]))).toBe('ZIP_UNSUPPORTED');
  });

  it('refuses content that is not what the headers say', async () => {
    const stored = await writeZip([{ ...annex, store: true }]);
    expect(await codeOf(replaceAll(stored, 'So do I.', 'So do U.'))).toBe('ZIP_CORRUPT_DATA');
    const zeros = deflateRawSync(Buffer.alloc(5000));
    const checksum = crc32(Buffer.alloc(5000));
    expect(await codeOf(lying({ size: 5000, packed: zeros, checksum }))).toBe('accepted');
    expect(await codeOf(lying({ size: 5000, packed: zeros, checksum: checksum ^ 1 }))).toBe(
      'ZIP_CORRUPT_DATA',
    );
    expect(await codeOf(lying({ size: 4999, packed: zeros, checksum }))).toBe('ZIP_CORRUPT_DATA');
    expect(await codeOf(lying({ size: 5001, packed: zeros, checksum }))).toBe('ZIP_CORRUPT_DATA');
    expect(await codeOf(lying({ size: 5, packed: Buffer.from('not deflated'), checksum }))).toBe(
      'ZIP_CORRUPT_DATA',
    );
    const trailing = Buffer.concat([zeros, Buffer.from('hidden')]);
    expect(await codeOf(lying({ size: 5000, packed: trailing, checksum }))).toBe('ZIP_CORRUPT_DATA');
  });

  it('stops at the limits, also when the sizes stated are lies', async () => {
    const bomb = await writeZip([{ name: 'bomb', bytes: Buffer.alloc(3_000_000) }]);
    expect(await codeOf(bomb, { maxEntryBytes: 1_000_000 })).toBe('ZIP_TOO_LARGE');
    expect(await codeOf(bomb, { maxTotalBytes: 1_000_000 })).toBe('ZIP_TOO_LARGE');
    expect(await codeOf(await writeZip([contract, annex]), { maxEntries: 1 })).toBe('ZIP_TOO_MANY_ENTRIES');
    const packed = deflateRawSync(Buffer.alloc(30_000_000));
    const liar = lying({ size: 100, packed, checksum: crc32(Buffer.alloc(100)) });
    // Stopped while inflating, not found out afterwards.
    await expect(readZip(liar)).rejects.toThrow('cannot be inflated');
  });

  it('ends every damaged file in its content or a named error', async () => {
    const zip = await writeZip([contract, { ...annex, dataDescriptor: true }]);
    const damage = fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(damage, fc.nat(zip.length), fc.boolean(), async (changes, length, cut) => {
        const copy = Buffer.from(zip);
        for (const [at, value] of changes) copy[at] = value;
        expect(await codeOf(cut ? copy.subarray(0, length) : copy)).toMatch(/^(?:ZIP_|accepted$)/);
      }),
      { numRuns: 300 },
    );
  });
});

/** A ZIP file with one deflated file whose uncompressed size and checksum are stated freely. */
function lying({ size, packed, checksum }: { size: number; packed: Buffer; checksum: number }): Uint8Array {
  const name = Buffer.from('a.pdf');
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32LE(checksum >>> 0, 0);
  sizes.writeUInt32LE(packed.length, 4);
  sizes.writeUInt32LE(size, 8);
  const common = Buffer.concat([
    Buffer.from([20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0]),
    sizes,
    Buffer.from([name.length, 0, 0, 0]),
  ]);
  const local = Buffer.concat([Buffer.from(LOCAL, 'latin1'), common, name, packed]);
  const central = Buffer.concat([Buffer.from(`${CENTRAL}\x14\0`, 'latin1'), common, Buffer.alloc(14), name]);
  const end = Buffer.alloc(22);
  end.write(END, 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
