import { PdfStream } from '../objects.ts';
import type { PdfFile } from '../reader.ts';

/** What a file says of itself; nothing here checks it. `level` is lower case, '' for PDF/A-4. */
export interface PdfAClaim {
  readonly part: number;
  readonly level: string;
}

/** The PDF/A identification (ISO 19005-1, 6.7.11) as element or attribute. */
export function pdfAClaim(file: PdfFile): PdfAClaim | undefined {
  const metadata = file.resolve(file.catalog.get('Metadata'));
  if (!(metadata instanceof PdfStream)) return undefined;
  const xmp = Buffer.from(file.decode(metadata)).toString('utf8');
  const field = (key: string): string | undefined =>
    new RegExp(`pdfaid:${key}\\s*(?:=\\s*["']|>\\s*)([0-9A-Za-z]{1,2})`).exec(xmp)?.[1];
  const part = Number(field('part'));
  if (!Number.isInteger(part) || part < 1 || part > 4) return undefined;
  return { part, level: (field('conformance') ?? '').toLowerCase() };
}
