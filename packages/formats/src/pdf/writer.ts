import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { PdfName, PdfRef, PdfStream, dict, isArray, name } from './objects.ts';
import type { PdfDict, PdfValue } from './objects.ts';

/** Writes a PDF file front to back (ISO 32000-1, 7.5). The same objects in the same order give the same bytes. */
export class PdfWriter {
  private readonly chunks: Uint8Array[] = [];
  private readonly offsets: number[] = [0];
  private length = 0;

  constructor() {
    this.push(Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1'));
  }

  /** A reference to an object that is written later. */
  reserve(): PdfRef {
    this.offsets.push(0);
    return new PdfRef(this.offsets.length - 1, 0);
  }

  write(ref: PdfRef, value: PdfValue): void {
    if (this.offsets[ref.num] !== 0) throw new Error(`object ${ref.num} is written twice`);
    this.offsets[ref.num] = this.length;
    const out: string[] = [`${ref.num} 0 obj\n`];
    if (value instanceof PdfStream) {
      const entries = new Map(value.dict);
      entries.set('Length', value.raw.length);
      serialize(entries, out);
      out.push('\nstream\n');
      this.push(Buffer.from(out.join(''), 'latin1'));
      this.push(value.raw);
      this.push(Buffer.from('\nendstream\nendobj\n', 'latin1'));
    } else {
      serialize(value, out);
      out.push('\nendobj\n');
      this.push(Buffer.from(out.join(''), 'latin1'));
    }
  }

  add(value: PdfValue): PdfRef {
    const ref = this.reserve();
    this.write(ref, value);
    return ref;
  }

  /**
   * Adds the cross-reference table and the trailer. The file identifier is a digest of everything before it. With `room`
   * the file's memory can grow by that many bytes.
   */
  finish(root: PdfRef, info: PdfRef, room = 0): Uint8Array {
    const digest = createHash('sha256');
    for (const chunk of this.chunks) digest.update(chunk);
    const id = digest.digest().subarray(0, 16);
    const start = this.length;
    const rows = this.offsets.map((offset, num) => {
      if (num === 0) return '0000000000 65535 f \n';
      if (offset === 0) throw new Error(`object ${num} is never written`);
      return `${String(offset).padStart(10, '0')} 00000 n \n`;
    });
    const out = [`xref\n0 ${rows.length}\n`, ...rows, 'trailer\n'];
    serialize(dict({ Size: rows.length, Root: root, Info: info, ID: [id, id] }), out);
    out.push(`\nstartxref\n${start}\n%%EOF\n`);
    this.push(Buffer.from(out.join(''), 'latin1'));
    return concat(this.chunks, this.length, room);
  }

  private push(chunk: Uint8Array): void {
    this.chunks.push(chunk);
    this.length += chunk.length;
  }
}

function concat(chunks: readonly Uint8Array[], length: number, room: number): Uint8Array {
  const whole = new Uint8Array(
    room === 0 ? new ArrayBuffer(length) : new ArrayBuffer(length, { maxByteLength: length + room }),
  );
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** A stream with its data compressed. */
export function compressed(
  entries: Readonly<Record<string, PdfValue | undefined>>,
  data: Uint8Array,
): PdfStream {
  return new PdfStream(dict({ ...entries, Filter: name('FlateDecode') }), deflateSync(data, { level: 6 }));
}

/** A number as PDF writes it: no exponent, at most six decimals. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e15 ? String(value) : value.toFixed(0);
  const text = value.toFixed(6).replace(/\.?0+$/, '');
  return text === '-0' || text === '' ? '0' : text;
}

function serialize(value: PdfValue, out: string[]): void {
  if (value === null) out.push('null');
  else if (typeof value === 'boolean') out.push(value ? 'true' : 'false');
  else if (typeof value === 'number') out.push(formatNumber(value));
  else if (value instanceof PdfName) out.push(serializeName(value.value));
  else if (value instanceof PdfRef) out.push(`${value.num} ${value.gen} R`);
  else if (value instanceof Uint8Array) out.push(serializeString(value));
  else if (isArray(value)) {
    out.push('[');
    value.forEach((item, index) => {
      if (index > 0) out.push(' ');
      serialize(item, out);
    });
    out.push(']');
  } else if (value instanceof PdfStream) throw new Error('a stream must be an object of its own');
  else serializeDict(value, out);
}

function serializeDict(entries: PdfDict, out: string[]): void {
  out.push('<<');
  for (const [key, value] of entries) {
    out.push(serializeName(key), ' ');
    serialize(value, out);
  }
  out.push('>>');
}

function serializeName(value: string): string {
  return `/${value.replace(
    /[^!-~]|[#()<>[\]{}/%]/g,
    (c) => `#${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )}`;
}

function serializeString(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const isPlain = buffer.every((c) => c >= 32 && c < 127);
  if (!isPlain) return `<${buffer.toString('hex')}>`;
  return `(${buffer.toString('latin1').replace(/[\\()]/g, '\\$&')})`;
}
