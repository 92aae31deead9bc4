import { Button } from '@digdir/designsystemet-react';
import { consentText } from '@segl/protocol/json';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/Icon/Icon.tsx';
import { useLanguage } from '../../i18n/use-language.ts';
import './decision-bar.css';

interface DecisionBarProps {
  eid: string;
  /** Documents, and how many of them are read to the end. */
  total: number;
  read: number;
  step: 'still' | 'leaving' | 'failed';
  onSign: () => void;
  onReject: () => void;
}

/** The two answers, always at hand, with the sentence that signing confirms. */
export function DecisionBar({ eid, total, read, step, onSign, onReject }: DecisionBarProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const bar = useRef<HTMLElement>(null);
  useMeasure(bar);
  const leaving = step === 'leaving';
  return (
    <aside ref={bar} className="segl-bar" aria-label={t('deciding.bar')}>
      <div className="segl-bar__row">
        <div className="segl-bar__words">
          <p>{t('deciding.confirms', { consent: consentText(language) })}</p>
          {(read === total || total > 1) && (
            <p className="segl-bar__read" data-all={read === total || undefined}>
              {read === total && <Icon name="check" />}
              {read === total ? t('deciding.readAll') : t('deciding.readCount', { read, total })}
            </p>
          )}
        </div>
        <div className="segl-bar__answers">
          <Button
            loading={leaving}
            aria-disabled={leaving || undefined}
            onClick={leaving ? undefined : onSign}
          >
            {leaving ? t('deciding.leaving', { eid }) : t('deciding.sign')}
          </Button>
          {!leaving && (
            <Button variant="tertiary" data-color="neutral" onClick={onReject}>
              {t('deciding.reject')}
            </Button>
          )}
        </div>
        <p className="segl-bar__trouble" role="alert">
          {step === 'failed' ? t('deciding.signFailed', { eid }) : ''}
        </p>
      </div>
    </aside>
  );
}

/** Tells the page how much of the window the bar covers. */
function useMeasure(bar: React.RefObject<HTMLElement | null>) {
  useEffect(() => {
    if (bar.current === null) return;
    const root = document.documentElement.style;
    const observer = new ResizeObserver(([entry]) => {
      const height = entry?.borderBoxSize[0]?.blockSize ?? 0;
      root.setProperty('--segl-bar', `${Math.ceil(height)}px`);
    });
    observer.observe(bar.current);
    return () => {
      observer.disconnect();
      root.removeProperty('--segl-bar');
    };
  }, [bar]);
}
