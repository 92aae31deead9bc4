import { describe, expect, it } from 'vitest';
import { composeSignedDocument } from '../compose.ts';
import { readPages } from '../page-tree.ts';
import { openPdf } from '../reader.ts';
import { corpus, falseClaims } from '../test/corpus.ts';
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
