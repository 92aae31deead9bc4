/** Incremental updates (ISO 32000-1, 7.5.6): bytes appended to a PDF whose earlier bytes are never touched. */
import { createHash } from 'node:crypto';
import { PdfRef, isArray } from '../pdf/objects.ts';
import type { PdfDict, PdfValue } from '../pdf/objects.ts';
import { serialize } from './serialize.ts';

/** A PDF that is being appended to, kept in pieces so that it is put together only once. */
export interface GrowingPdf {
  readonly parts: readonly Uint8Array[];
  readonly length: number;
  readonly trailer: PdfDict;
  /** Number of the next new object. */
  readonly size: number;
  /** Offset of the newest cross-reference table. */
  readonly startXref: number;
}

/** One object of an update; its body stands between `obj` and `endobj`. */
export interface UpdateObject {
  readonly ref: PdfRef;
  readonly body: Uint8Array;
}

export interface Appended {
  readonly pdf: GrowingPdf;
  /** The last of `pdf.parts`, still writable. */
  readonly bytes: Buffer;
  /** Where an object's body begins within `bytes`. */
  bodyOffset(ref: PdfRef): number;
}

export const valueObject = (ref: PdfRef, value: PdfValue): UpdateObject => ({
  ref,
  body: Buffer.from(serialize(value), 'latin1'),
});

/** A stream without filter: certificates and revocation answers hardly compress. */
export function streamObject(ref: PdfRef, data: Uint8Array): UpdateObject {
  const head = Buffer.from(`<</Length ${data.length}>>\nstream\n`, 'latin1');
  return { ref, body: Buffer.concat([head, data, Buffer.from('\nendstream', 'latin1')]) };
}

/** References to new objects of the next update. */
export function newRefs(pdf: GrowingPdf, count: number): PdfRef[] {
  return Array.from({ length: count }, (_, index) => new PdfRef(pdf.size + index, 0));
}

/** Appends objects, new or replacing, with their cross-reference table and trailer. */
export function appendUpdate(pdf: GrowingPdf, objects: readonly UpdateObject[]): Appended {
  const chunks: Uint8Array[] = [];
  const offsets = new Map<number, { readonly object: number; readonly body: number; readonly gen: number }>();
  let length = 0;
  const push = (chunk: Uint8Array): void => {
    chunks.push(chunk);
    length += chunk.length;
  };
  for (const { ref, body } of objects) {
    const object = length;
    push(Buffer.from(`${ref.num} ${ref.gen} obj\n`, 'latin1'));
    offsets.set(ref.num, { object, body: length, gen: ref.gen });
    push(body);
    push(Buffer.from('\nendobj\n', 'latin1'));
  }
  const startXref = pdf.length + length;
  const size = Math.max(pdf.size, ...objects.map(({ ref }) => ref.num + 1));
  const trailer = nextTrailer(pdf, size);
  const rows = [...offsets]
    .map(([num, { object, gen }]) => ({ num, offset: pdf.length + object, gen }))
    .sort((a, b) => a.num - b.num);
  push(
    Buffer.from(
      `xref\n${crossReferenceTable(rows)}trailer\n${serialize(trailer)}\nstartxref\n${startXref}\n%%EOF\n`,
      'latin1',
    ),
  );
  const bytes = Buffer.concat(chunks, length);
  return {
    pdf: { parts: [...pdf.parts, bytes], length: pdf.length + length, trailer, size, startXref },
    bytes,
    bodyOffset: (ref) => offsets.get(ref.num)?.body ?? -1,
  };
}

/** Runs of consecutive numbers, each row 20 bytes (7.5.4). */
function crossReferenceTable(rows: readonly { num: number; offset: number; gen: number }[]): string {
  let table = '';
  rows.forEach(({ num, offset, gen }, index) => {
    if (rows[index - 1]?.num !== num - 1) {
      let count = 1;
      while (rows[index + count]?.num === num + count) count++;
      table += `${num} ${count}\n`;
    }
    table += `${String(offset).padStart(10, '0')} ${String(gen).padStart(5, '0')} n \n`;
  });
  return table;
}

/** The second file identifier changes with every update (14.4); it needs to differ, not to be random. */
function nextTrailer(pdf: GrowingPdf, size: number): PdfDict {
  const trailer = new Map(pdf.trailer);
  trailer.set('Size', size);
  trailer.set('Prev', pdf.startXref);
  const id = trailer.get('ID');
  const [first, last] = isArray(id) ? id : [];
  if (first instanceof Uint8Array && last instanceof Uint8Array) {
    const next = createHash('sha256').update(last).update(String(pdf.length)).digest().subarray(0, 16);
    trailer.set('ID', [first, next]);
  }
  return trailer;
}
