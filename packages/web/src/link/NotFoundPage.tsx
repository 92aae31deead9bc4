import { useTranslation } from 'react-i18next';
import { DeadEnd } from '../components/DeadEnd/DeadEnd.tsx';
import { Shell } from '../components/Shell/Shell.tsx';

/** Every address we do not have. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Shell>
      <DeadEnd icon="link" title={t('notFound.title')} lead={t('notFound.lead')} now={t('notFound.now')} />
    </Shell>
  );
}
