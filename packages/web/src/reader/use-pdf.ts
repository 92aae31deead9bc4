import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useCallback, useEffect, useState } from 'react';
import { openPdf } from './open-pdf.ts';

export interface OpenedPdf {
  pdf: PDFDocumentProxy;
  /** Height divided by width of the first page, the guess for pages not yet seen. */
  ratio: number;
}

export type PdfState = { status: 'opening' } | ({ status: 'open' } & OpenedPdf) | { status: 'failed' };

async function open(href: string): Promise<OpenedPdf> {
  const pdf = await openPdf(href);
  const { width, height } = (await pdf.getPage(1)).getViewport({ scale: 1 });
  return { pdf, ratio: height / width };
}

/** Opens a PDF when `wanted`, and keeps it open as long as it is on the page. `retry` tries anew after a failure. */
export function usePdf(href: string, wanted: boolean): PdfState & { retry: () => void } {
  const [state, setState] = useState<PdfState>({ status: 'opening' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (!wanted) return;
    let gone = false;
    const opening = open(href);
    opening.then(
      (opened) => {
        if (!gone) setState({ status: 'open', ...opened });
      },
      () => {
        if (!gone) setState({ status: 'failed' });
      },
    );
    return () => {
      gone = true;
      void opening.then(({ pdf }) => pdf.loadingTask.destroy()).catch(() => undefined);
    };
  }, [href, wanted, attempt]);
  const retry = useCallback(() => {
    setState({ status: 'opening' });
    setAttempt((count) => count + 1);
  }, []);
  return { ...state, retry };
}
