import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWidth } from '../../hooks/use-width.ts';
import { PdfPage } from './PdfPage.tsx';
import './pdf-pages.css';

interface PdfPagesProps {
  pdf: PDFDocumentProxy;
  ratio: number;
  title: string;
  /** How many of the pages to show, from the first. */
  shown: number;
  /** 1 fits the page to the column. */
  zoom: number;
  /** What follows the pages, once they have their size. */
  children: ReactNode;
}

/** The pages one under the other. Enlarged pages scroll sideways in their own frame. */
export function PdfPages({ pdf, ratio, title, shown, zoom, children }: PdfPagesProps) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const numbers = Array.from({ length: Math.min(shown, pdf.numPages) }, (_, index) => index + 1);
  return (
    <>
      <div
        ref={frame}
        className="segl-pages"
        role="group"
        aria-label={title}
        // A frame that scrolls must be reachable for those who scroll by keyboard.
        tabIndex={zoom > 1 ? 0 : undefined}
      >
        {numbers.map((number) => (
          <PdfPage
            key={number}
            pdf={pdf}
            number={number}
            label={t('reader.page', { number, total: pdf.numPages })}
            guess={ratio}
            width={Math.round(width * zoom)}
          />
        ))}
      </div>
      {width > 0 && children}
    </>
  );
}
