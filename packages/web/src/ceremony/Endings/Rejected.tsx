import type { CeremonyState } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { DeadEnd } from '../../components/DeadEnd/DeadEnd.tsx';
import { useLeaving } from '../use-leaving.ts';
import { WayBack } from '../WayBack/WayBack.tsx';
import { WayOn } from '../WayOn/WayOn.tsx';

/** The signer said no. */
export function Rejected({ state }: { state: CeremonyState }) {
  const { t } = useTranslation();
  const leaving = useLeaving(state.exitUrl);
  const names = { title: state.title, sender: state.sender.name };
  return (
    <DeadEnd
      icon="cross"
      title={t('rejected.title')}
      lead={t('rejected.lead', names)}
      lost={t('rejected.lost')}
      now={t('rejected.now', names)}
    >
      {state.exitUrl === undefined ? (
        <WayOn state={state} />
      ) : (
        <WayBack sender={state.sender.name} exitUrl={state.exitUrl} leaving={leaving} />
      )}
    </DeadEnd>
  );
}
