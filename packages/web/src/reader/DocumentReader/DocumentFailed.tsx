import { Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';

/** The document cannot be shown: offers another try; the download is in the tools above. */
export function DocumentFailed({ retry }: { retry: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="segl-document__failed" role="alert">
      <p className="segl-document__failed-title">{t('reader.failedTitle')}</p>
      <p>{t('reader.failed')}</p>
      <Button variant="secondary" data-size="sm" onClick={retry}>
        {t('common.retry')}
      </Button>
    </div>
  );
}
