import type { CeremonyDocument } from '@segl/protocol/json';
import { useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/Icon/Icon.tsx';
import { useNearViewport } from '../../hooks/use-near-viewport.ts';
import { DocumentTools } from '../DocumentTools/DocumentTools.tsx';
import { useFullScreen } from '../use-full-screen.ts';
import { useZoom } from '../use-zoom.ts';
import { PdfBody } from './PdfBody.tsx';
import { TextBody } from './TextBody.tsx';
import './document-reader.css';

interface DocumentReaderProps {
  document: CeremonyDocument;
  /** How many documents there are. */
  total: number;
  read: boolean;
  /** The end of the document came into sight. */
  onRead: () => void;
}

/** One document, open in place: title, size, tools, pages. Fetched when it comes near what is shown. */
export function DocumentReader({ document, total, read, onRead }: DocumentReaderProps) {
  const { t } = useTranslation();
  const section = useRef<HTMLElement>(null);
  const headingId = useId();
  const near = useNearViewport(section, '800px 0px');
  const zoom = useZoom();
  const fullScreen = useFullScreen(section);
  const Body = document.mime === 'text/plain' ? TextBody : PdfBody;
  return (
    <section ref={section} className="segl-document" aria-labelledby={headingId}>
      <div className="segl-document__head">
        <div className="segl-document__name">
          <h2 id={headingId} className="segl-document__title" tabIndex={-1} data-document={document.number}>
            {document.title}
          </h2>
          <p className="segl-document__facts">
            {total > 1 && <span>{t('reader.document', { number: document.number, total })}</span>}
            <span>
              {document.mime === 'text/plain'
                ? t('reader.plainText')
                : t('reader.pages', { count: document.pages })}
            </span>
            {read && (
              <span className="segl-document__read">
                <Icon name="check" />
                {t('reader.read')}
              </span>
            )}
          </p>
        </div>
        <DocumentTools title={document.title} href={document.href} zoom={zoom} fullScreen={fullScreen} />
      </div>
      <Body document={document} wanted={near} zoom={zoom.level} onEnd={onRead} />
    </section>
  );
}
