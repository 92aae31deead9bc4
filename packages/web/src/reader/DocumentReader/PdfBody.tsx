import { Button } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/Icon/Icon.tsx';
import { PdfPages } from '../PdfPages/PdfPages.tsx';
import { usePdf } from '../use-pdf.ts';
import type { BodyProps } from './body.ts';
import { DocumentFailed } from './DocumentFailed.tsx';
import { EndMark } from './EndMark.tsx';
import { Opening } from './Opening.tsx';

/** Longer documents show their first page, and the others when asked for: one thing at a time. */
const shownWhole = 3;

/** A PDF document. */
export function PdfBody({ document, wanted, zoom, onEnd }: BodyProps) {
  const { t } = useTranslation();
  const [everWanted, setEverWanted] = useState(wanted);
  if (wanted && !everWanted) setEverWanted(true);
  const pdf = usePdf(document.href, everWanted);
  const [opened, setOpened] = useState(false);
  const pages = useRef<HTMLDivElement>(null);

  useEffect(() => {
    // The button is gone, so the focus moves on to the page it made appear.
    if (opened) pages.current?.querySelector<HTMLElement>('[data-page="2"]')?.focus();
  }, [opened]);

  if (pdf.status === 'failed') return <DocumentFailed retry={pdf.retry} />;
  if (pdf.status === 'opening') return <Opening />;

  const total = pdf.pdf.numPages;
  const whole = opened || total <= shownWhole;
  return (
    <div ref={pages}>
      <PdfPages pdf={pdf.pdf} ratio={pdf.ratio} title={document.title} shown={whole ? total : 1} zoom={zoom}>
        {whole ? (
          <EndMark onSeen={onEnd} />
        ) : (
          <div className="segl-document__more">
            <Button variant="secondary" onClick={() => setOpened(true)}>
              {t('reader.showRest', { count: total - 1 })}
              <Icon name="down" />
            </Button>
          </div>
        )}
      </PdfPages>
    </div>
  );
}
