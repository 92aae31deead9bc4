import { useTranslation } from 'react-i18next';
import { Seal } from '../../components/Seal/Seal.tsx';

/** All is done; and what to do for those who expected something else. */
export function NothingWaits() {
  const { t } = useTranslation();
  return (
    <div className="segl-nothing">
      <Seal />
      <div>
        <p>{t('inbox.empty')}</p>
        <p>{t('inbox.emptyElse')}</p>
      </div>
    </div>
  );
}
