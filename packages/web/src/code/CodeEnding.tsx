import type { EndedBecause } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { DeadEnd } from '../components/DeadEnd/DeadEnd.tsx';
import type { IconName } from '../components/Icon/Icon.tsx';

const icons: Readonly<Record<'BLOCKED' | EndedBecause, IconName>> = {
  BLOCKED: 'lock',
  CANCELLED: 'cross',
  EXPIRED: 'clock',
  ENDED: 'cross',
};

/** The link leads nowhere any more. Who asked and for what is not told here. */
export function CodeEnding({ because }: { because: keyof typeof icons }) {
  const { t } = useTranslation();
  return (
    <DeadEnd
      icon={icons[because]}
      title={t(`codeEnding.${because}.title`)}
      lead={t(`codeEnding.${because}.lead`)}
      lost={t('codeEnding.lost')}
      now={t(`codeEnding.${because}.now`)}
    />
  );
}
