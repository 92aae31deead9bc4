/** Writes PDF values (ISO 32000-1, 7.3) into an incremental update. */
import { PdfName, PdfRef, PdfStream, isArray } from '../pdf/objects.ts';
import type { PdfDict, PdfValue } from '../pdf/objects.ts';
import { formatNumber } from '../pdf/writer.ts';

/** A value as text, one character per byte. Streams are objects of their own and cannot stand here. */
export function serialize(value: PdfValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return formatNumber(value);
  if (value instanceof PdfName) return serializeName(value.value);
  if (value instanceof PdfRef) return `${value.num} ${value.gen} R`;
  if (value instanceof Uint8Array) return `<${Buffer.from(value).toString('hex')}>`;
  if (value instanceof PdfStream) throw new TypeError('a stream must be an object of its own');
  if (isArray(value)) return `[${value.map(serialize).join(' ')}]`;
  return `<<${serializeEntries(value)}>>`;
}

/** The entries of a dictionary without its brackets. */
export function serializeEntries(entries: PdfDict): string {
  return [...entries].map(([key, value]) => `${serializeName(key)} ${serialize(value)}`).join('\n');
}

function serializeName(value: string): string {
  const escaped = value.replace(
    /[^!-~]|[#()<>[\]{}/%]/g,
    (character) => `#${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `/${escaped}`;
}
