import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import type { PDFDocumentProxy, PDFWorker } from 'pdfjs-dist';

let sharedWorker: PDFWorker | undefined;

/**
 * Opens the document at `href`, loading pdf.js when the first one is opened. All documents share one worker.
 * Nothing inside the document is run: no scripts, no forms, no links; no WebAssembly, which the policy forbids.
 */
export async function openPdf(href: string): Promise<PDFDocumentProxy> {
  const { getDocument, GlobalWorkerOptions, PDFWorker, version } = await import('pdfjs-dist');
  GlobalWorkerOptions.workerSrc = workerUrl;
  const parts = `/assets/pdf-${version}`;
  sharedWorker ??= PDFWorker.create({});
  return getDocument({
    url: href,
    worker: sharedWorker,
    useWasm: false,
    wasmUrl: `${parts}/decoders/`,
    cMapUrl: `${parts}/cmaps/`,
    standardFontDataUrl: `${parts}/standard_fonts/`,
    enableXfa: false,
    // Documents are at most 10 MB; one request is quicker than many ranges.
    disableRange: true,
    disableStream: true,
    verbosity: 0,
  }).promise;
}
