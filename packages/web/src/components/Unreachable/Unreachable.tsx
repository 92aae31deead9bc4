import { Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { DeadEnd } from '../DeadEnd/DeadEnd.tsx';

/** The service did not answer; the reader may ask again. */
export function Unreachable({ retry }: { retry: () => void }) {
  const { t } = useTranslation();
  return (
    <DeadEnd
      icon="alert"
      title={t('unreachable.title')}
      lead={t('unreachable.lead')}
      lost={t('unreachable.lost')}
      now={t('unreachable.now')}
    >
      <Button className="segl-end__way" onClick={retry}>
        {t('common.retry')}
      </Button>
    </DeadEnd>
  );
}
