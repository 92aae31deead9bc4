import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNearViewport } from '../../hooks/use-near-viewport.ts';
import { drawPage } from '../draw-page.ts';

interface PdfPageProps {
  pdf: PDFDocumentProxy;
  number: number;
  label: string;
  /** Height divided by width, until the page is known. */
  guess: number;
  /** CSS pixels. */
  width: number;
}

/** One page, drawn while it is near what is shown and forgotten when it is not, so that long documents fit a phone. */
export function PdfPage({ pdf, number, label, guess, width }: PdfPageProps) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const near = useNearViewport(frame, '1200px 0px');
  const [ratio, setRatio] = useState(guess);
  const [outcome, setOutcome] = useState<'drawing' | 'text' | 'image' | 'failed'>('drawing');

  useEffect(() => {
    if (!near || width === 0 || canvas.current === null || text.current === null) return;
    const parts = { canvas: canvas.current, text: text.current };
    let stopped = false;
    const drawing = drawPage(pdf, number, width, parts);
    drawing.ratio.then(setRatio, () => undefined);
    drawing.done.then(
      ({ hasText }) => setOutcome(hasText ? 'text' : 'image'),
      () => {
        if (!stopped) setOutcome('failed');
      },
    );
    return () => {
      stopped = true;
      drawing.stop();
    };
  }, [pdf, number, width, near]);

  return (
    <div
      ref={frame}
      className="segl-page"
      role="group"
      aria-label={label}
      data-page={number}
      data-state={near ? outcome : 'away'}
      tabIndex={-1}
      style={{ width, height: Math.round(width * ratio) }}
    >
      {near && (
        <>
          <canvas ref={canvas} className="segl-page__canvas" aria-hidden="true" />
          <div ref={text} className="segl-page__text" />
          {outcome === 'image' && <p className="ds-sr-only">{t('reader.imageOnlyPage')}</p>}
          {outcome === 'failed' && (
            <p className="segl-page__failed" role="alert">
              {t('reader.failedTitle')}. {t('reader.failed')}
            </p>
          )}
        </>
      )}
    </div>
  );
}
