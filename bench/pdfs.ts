/** PDFs of a given size that do not compress: an image of random bytes on each page. */
import { randomBytes } from 'node:crypto';

/** `pages` pages, together about `bytes` bytes. */
export function randomPdf(pages: number, bytes: number): Uint8Array {
  const side = Math.floor(Math.sqrt(Math.max(1, bytes / pages - 500) / 3));
  const chunks: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const offsets: number[] = [];
  let length = chunks[0]?.length ?? 0;
  const add = (...parts: (string | Buffer)[]): void => {
    for (const part of parts) {
      const chunk = typeof part === 'string' ? Buffer.from(part, 'latin1') : part;
      chunks.push(chunk);
      length += chunk.length;
    }
  };
  const object = (number: number, ...parts: (string | Buffer)[]): void => {
    offsets[number] = length;
    add(`${number} 0 obj\n`, ...parts, '\nendobj\n');
  };
  const pageNumber = (index: number): number => 3 + index * 3;
  object(1, '<< /Type /Catalog /Pages 2 0 R >>');
  const kids = Array.from({ length: pages }, (_, index) => `${pageNumber(index)} 0 R`).join(' ');
  object(2, `<< /Type /Pages /Kids [${kids}] /Count ${pages} >>`);
  for (let index = 0; index < pages; index++) {
    const page = pageNumber(index);
    const content = 'q 400 0 0 400 97 221 cm /I Do Q';
    object(
      page,
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${page + 1} 0 R `,
      `/Resources << /XObject << /I ${page + 2} 0 R >> >> >>`,
    );
    object(page + 1, `<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
    const image = randomBytes(side * side * 3);
    object(
      page + 2,
      `<< /Type /XObject /Subtype /Image /Width ${side} /Height ${side} /ColorSpace /DeviceRGB `,
      `/BitsPerComponent 8 /Length ${image.length} >>\nstream\n`,
      image,
      '\nendstream',
    );
  }
  const size = pageNumber(pages);
  const start = length;
  const entries = offsets.slice(1).map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  add(`xref\n0 ${size}\n0000000000 65535 f \n`, ...entries);
  add(`trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`);
  return Buffer.concat(chunks);
}
