import { useTranslation } from 'react-i18next';
import { PageHeading } from '../../components/PageHeading/PageHeading.tsx';

/** `/sender/{number}/jobs/…`. */
export function JobsPages() {
  const { t } = useTranslation('sender');
  return <PageHeading>{t('shell.waiting')}</PageHeading>;
}
