import { Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/Icon/Icon.tsx';
import type { Zoom } from '../use-zoom.ts';
import './document-tools.css';

interface DocumentToolsProps {
  title: string;
  href: string;
  zoom: Zoom;
  fullScreen: { possible: boolean; on: boolean; toggle: () => void };
}

/** Zoom, full screen and download of one document. */
export function DocumentTools({ title, href, zoom, fullScreen }: DocumentToolsProps) {
  const { t } = useTranslation();
  const percent = Math.round(zoom.level * 100);
  const screenLabel = t(fullScreen.on ? 'reader.leaveFullScreen' : 'reader.fullScreen');
  return (
    <div className="segl-tools" role="group" aria-label={t('reader.toolsFor', { title })} data-size="sm">
      <Button
        icon
        variant="tertiary"
        data-color="neutral"
        aria-label={t('reader.zoomOut')}
        title={t('reader.zoomOut')}
        aria-disabled={zoom.smallest || undefined}
        onClick={zoom.smaller}
      >
        <Icon name="zoomOut" />
      </Button>
      <span className="segl-tools__level" aria-hidden="true">
        {percent} %
      </span>
      <span className="ds-sr-only" role="status">
        {zoom.touched ? t('reader.zoomLevel', { percent }) : ''}
      </span>
      <Button
        icon
        variant="tertiary"
        data-color="neutral"
        aria-label={t('reader.zoomIn')}
        title={t('reader.zoomIn')}
        aria-disabled={zoom.largest || undefined}
        onClick={zoom.larger}
      >
        <Icon name="zoomIn" />
      </Button>
      {fullScreen.possible && (
        <Button
          icon
          variant="tertiary"
          data-color="neutral"
          aria-label={screenLabel}
          title={screenLabel}
          onClick={fullScreen.toggle}
        >
          <Icon name={fullScreen.on ? 'shrink' : 'expand'} />
        </Button>
      )}
      <Button asChild icon variant="tertiary" data-color="neutral">
        <a
          href={href}
          download={title}
          aria-label={`${t('reader.download')}: ${title}`}
          title={t('reader.download')}
        >
          <Icon name="download" />
        </a>
      </Button>
    </div>
  );
}
