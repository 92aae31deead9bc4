import { Spinner } from '@digdir/designsystemet-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/Icon/Icon.tsx';
import { PageHeading } from '../../components/PageHeading/PageHeading.tsx';
import './progress.css';

/** Milliseconds after which waiting deserves a word. */
const patience = 8000;

/** What is being done at this moment, and nothing that is not. */
export function Progress({ phase, offline }: { phase: 'SIGNING' | 'SEALING'; offline: boolean }) {
  const { t } = useTranslation();
  const slow = useSlow();
  const sealing = phase === 'SEALING';
  const title = t(sealing ? 'progress.sealingTitle' : 'progress.title');
  const lead = t(sealing ? 'progress.sealingLead' : 'progress.lead');
  const steps = [
    { name: t('progress.identity'), state: 'done' },
    { name: t('progress.signature'), state: sealing ? 'done' : 'now' },
    ...(sealing ? [{ name: t('progress.seal'), state: 'now' } as const] : []),
  ] as const;
  const slowWords = slow ? t(sealing ? 'progress.slow' : 'progress.slowSigning') : '';
  return (
    <div className="segl-progress">
      <PageHeading>{title}</PageHeading>
      <p className="segl-progress__lead">{lead}</p>
      <ol className="segl-progress__steps">
        {steps.map(({ name, state }) => (
          <li key={name} data-state={state}>
            {state === 'done' ? <Icon name="check" /> : <Spinner aria-hidden="true" data-size="xs" />}
            <span>
              {name}
              <span className="ds-sr-only">
                , {t(state === 'done' ? 'progress.stateDone' : 'progress.stateNow')}
              </span>
            </span>
          </li>
        ))}
      </ol>
      <p className="ds-sr-only" role="status">
        {title}. {lead}
      </p>
      <p className="segl-progress__slow" role="status">
        {offline ? t('progress.offline') : slowWords}
      </p>
    </div>
  );
}

function useSlow(): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), patience);
    return () => clearTimeout(timer);
  }, []);
  return slow;
}
