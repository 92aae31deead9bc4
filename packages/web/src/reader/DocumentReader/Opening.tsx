import { Spinner } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';

/** Words in the place of a document that is being fetched. */
export function Opening() {
  const { t } = useTranslation();
  return (
    <div className="segl-document__opening">
      <Spinner aria-hidden="true" data-size="sm" />
      <p>{t('reader.opening')}</p>
    </div>
  );
}
