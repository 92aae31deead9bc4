import { useTranslation } from 'react-i18next';
import './loading.css';

/** Words while the first answer is on its way. They appear only when it takes a moment. */
export function Loading() {
  const { t } = useTranslation();
  return (
    <p className="segl-loading" role="status">
      {t('common.loading')}
    </p>
  );
}
