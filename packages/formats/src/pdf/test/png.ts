import { crc32, deflateSync } from 'node:zlib';

export function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** A PNG made by hand: `rows` with their filter bytes, chunks before the data in `more`. */
export function png(
  type: number,
  bits: number,
  size: readonly [number, number],
  rows: readonly number[],
  more: Buffer[] = [],
) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size[0]);
  header.writeUInt32BE(size[1], 4);
  header.set([bits, type, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    ...[
      chunk('IHDR', header),
      ...more,
      chunk('IDAT', deflateSync(Uint8Array.from(rows))),
      chunk('IEND', Buffer.alloc(0)),
    ],
  ]);
}
