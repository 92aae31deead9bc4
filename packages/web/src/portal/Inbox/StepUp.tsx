import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/Icon/Icon.tsx';

/** Why some of what waits cannot be opened, for people who logged in at level 3. */
export function StepUp({ eid }: { eid: string }) {
  const { t } = useTranslation();
  return (
    <section className="segl-step-up">
      <h2>
        <Icon name="lock" /> {t('inbox.stepUpTitle')}
      </h2>
      <p>{t('inbox.stepUp', { eid })}</p>
    </section>
  );
}
