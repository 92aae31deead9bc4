import { describe, expect, it } from 'vitest';
import { composeSignedDocument } from '../compose.ts';
import { readPages } from '../page-tree.ts';
import { openPdf } from '../reader.ts';
import { corpus } from '../test/corpus.ts';
import { cffFont, type1Font } from '../test/outline-fonts.ts';
import { falseClaims, pdfAWithFont, pdfAWithLetter } from '../test/pdf-a-samples.ts';
import { inputFor, samplePdf } from '../test/samples.ts';
import { checkPdfA } from './check.ts';
import { pdfAClaim } from './claim.ts';

const all = corpus();
const pdfA = all.filter(({ isPdfA }) => isPdfA);
const findings = (bytes: Uint8Array) => {
  const file = openPdf(bytes);
  return checkPdfA(file, readPages(file));
};

/** What the composed document claims. */
async function claimOf(...documents: readonly Uint8Array[]) {
  const composed = await composeSignedDocument(
    inputFor({
      documents: documents.map((bytes, index) => ({
        title: `Dokument ${index}`,
        fileName: `${index}.pdf`,
        mime: 'application/pdf' as const,
        bytes,
      })),
    }),
  );
  return pdfAClaim(openPdf(composed));
}

describe('PDF/A', () => {
  it.each(pdfA)('$name is seen to be, and stays', async ({ bytes }) => {
    expect(findings(bytes)).toMatchObject({ isPdfA: true, problems: [] });
    expect(await claimOf(bytes)).toEqual({ part: 3, level: 'b' });
  });

  it.each(falseClaims())('a claim with %s is not believed', async (title, bytes) => {
    const { isPdfA, problems } = findings(bytes);
    expect(isPdfA).toBe(false);
    expect(problems).toContain(title.replace('-without-intent', ''));
    expect(await claimOf(bytes)).toBeUndefined();
  });

  it.each([
    ['Type1', type1Font(600)],
    ['Type1C', cffFont(600)],
    ['CIDFontType0C', cffFont(600, true)],
  ] as const)('is seen by the widths in fonts of the kind %s', (kind, program) => {
    expect(findings(pdfAWithLetter(kind, program, 600))).toMatchObject({ isPdfA: true });
    expect(findings(pdfAWithLetter(kind, program, 650)).problems).toEqual(['glyph-width']);
    const damaged = Uint8Array.from(program).fill(7, 4);
    expect(findings(pdfAWithLetter(kind, damaged, 600)).isPdfA).toBe(false);
    for (let length = 0; length < program.length; length += 3)
      expect(findings(pdfAWithLetter(kind, program.slice(0, length), 600))).toBeDefined();
  });

  it('is not believed of fonts that cannot be read, and the document is made all the same', async () => {
    const broken = (table: Buffer) => {
      const directory = Buffer.alloc(12 + 6 * 16);
      directory.writeUInt16BE(6, 4);
      ['cmap', 'glyf', 'head', 'hhea', 'hmtx', 'loca'].forEach((tag, index) => {
        directory.write(tag, 12 + index * 16, 'latin1');
        directory.writeUInt32BE(directory.length, 12 + index * 16 + 8);
        directory.writeUInt32BE(table.length, 12 + index * 16 + 12);
      });
      return Buffer.concat([directory, table]);
    };
    const programs = [
      Buffer.alloc(0),
      Buffer.alloc(60, 255),
      broken(Buffer.alloc(0)),
      broken(Buffer.alloc(64, 1)),
    ];
    for (const program of programs) {
      const bytes = pdfAWithFont(program);
      expect(findings(bytes).isPdfA).toBe(false);
      expect(await claimOf(bytes)).toBeUndefined();
    }
  });

  it('is claimed for a document of several only when all are', async () => {
    const [first, second] = pdfA.map(({ bytes }) => bytes);
    expect(await claimOf(first!, second!)).toEqual({ part: 3, level: 'b' });
    expect(await claimOf(first!, samplePdf())).toBeUndefined();
    expect(await claimOf(first!, falseClaims()[0]![1])).toBeUndefined();
  });

  it('comes out as PDF/A again when it went in so', async () => {
    const composed = await composeSignedDocument(
      inputFor({
        documents: [
          { title: 'x', fileName: 'x.pdf', mime: 'application/pdf', bytes: pdfA[0]!.bytes },
          { title: 'y', fileName: 'y.pdf', mime: 'application/pdf', bytes: pdfA[3]!.bytes },
        ],
      }),
    );
    expect(findings(composed)).toMatchObject({ isPdfA: true });
  });
});
