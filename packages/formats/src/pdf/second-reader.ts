import type { PDFDocumentLoadingTask, PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { FormatError } from '../errors/index.ts';
import { damaged, refusal } from './errors.ts';
import type { Page } from './page-tree.ts';

/**
 * Asks pdf.js, which shares no code with our reader and is what the signer's browser reads with, whether it sees
 * the same pages. Two readers that disagree would show two documents. It takes the bytes for itself: they cannot be
 * read afterwards.
 *
 * `rewritten` is what our reader made of a file that it had to repair: the other must have repaired it to the same pages.
 */
export async function refuseDisagreement(
  bytes: Uint8Array,
  pages: readonly Page[],
  rewritten?: Uint8Array,
): Promise<void> {
  const task = await read(bytes);
  try {
    const document = await load(task);
    await comparePages(document, pages);
    if (rewritten !== undefined) await compareContent(document, rewritten);
  } catch (error) {
    if (rewritten === undefined || !isDisagreement(error)) throw error;
    throw damaged('programs repair it each in their own way', error.where, error);
  } finally {
    await task.destroy();
  }
}

function isDisagreement(error: unknown): error is FormatError {
  return error instanceof FormatError && error.code === 'PDF_READERS_DISAGREE';
}

async function read(bytes: Uint8Array): Promise<PDFDocumentLoadingTask> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  return getDocument({
    // It takes no Node buffers.
    data: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    verbosity: 0,
    stopAtErrors: true,
    enableXfa: false,
    useSystemFonts: false,
    disableFontFace: true,
  });
}

/** The same operators and the same text on every page. */
async function compareContent(document: PDFDocumentProxy, rewritten: Uint8Array): Promise<void> {
  const task = await read(rewritten);
  try {
    const other = await load(task);
    for (let number = 1; number <= document.numPages; number++) {
      const [before, after] = [await contentOf(document, number), await contentOf(other, number)];
      if (before !== after) throw disagree('they repair a page differently', `page ${number}`);
    }
  } finally {
    await task.destroy();
  }
}

async function contentOf(document: PDFDocumentProxy, number: number): Promise<string> {
  const page = await document.getPage(number);
  // Annotations are compared where they are drawn, by the other checks.
  const { fnArray } = await page.getOperatorList({ annotationMode: 0 });
  const { items } = await page.getTextContent();
  return JSON.stringify([fnArray, items.map((item) => ('str' in item ? [item.str, item.transform] : null))]);
}

async function load(task: PDFDocumentLoadingTask): Promise<PDFDocumentProxy> {
  try {
    return await task.promise;
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'PasswordException')
      throw refusal(
        'PDF_ENCRYPTED',
        'The PDF is encrypted or protected by a password. Use a copy without password or restrictions.',
      );
    throw disagree('one of them cannot open it', undefined, cause);
  }
}

async function comparePages(document: PDFDocumentProxy, pages: readonly Page[]): Promise<void> {
  if (document.numPages !== pages.length)
    throw disagree(`one finds ${pages.length} pages, the other ${document.numPages}`);
  for (const page of pages) {
    const where = `page ${page.number}`;
    const other = await document.getPage(page.number).catch((cause: unknown) => {
      throw disagree('one of them cannot read a page', where, cause);
    });
    const ref = other.ref;
    const isSame =
      ref?.num === page.ref.num &&
      ref.gen === page.ref.gen &&
      other.rotate === page.rotate &&
      other.userUnit === page.userUnit &&
      page.box.every((n, index) => Math.abs(n - (other.view[index] ?? NaN)) < 0.01);
    if (!isSame) throw disagree('they see different pages', where);
  }
}

function disagree(what: string, where?: string, cause?: unknown): Error {
  return refusal(
    'PDF_READERS_DISAGREE',
    `Two programs read the PDF differently (${what}), so people could see different documents. ` +
      'Print the document to a new PDF.',
    where,
    cause,
  );
}
