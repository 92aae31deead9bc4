import { Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { pause, type useLeaving } from '../use-leaving.ts';
import './way-back.css';

interface WayBackProps {
  sender: string;
  exitUrl: string;
  leaving: ReturnType<typeof useLeaving>;
}

/**
 * Back to the sender: by itself after a moment, at once with the button, or not until the reader wants to (WCAG
 * 2.2.1). It is announced once, not every second.
 */
export function WayBack({ sender, exitUrl, leaving }: WayBackProps) {
  const { t } = useTranslation();
  const { left, stopped, stop } = leaving;
  return (
    <div className="segl-way">
      <div className="segl-way__answers">
        <Button asChild>
          <a href={exitUrl}>{t('common.backTo', { sender })}</a>
        </Button>
        {!stopped && (
          <Button variant="tertiary" data-color="neutral" onClick={stop}>
            {t('signed.stay')}
          </Button>
        )}
      </div>
      <p className="segl-way__words" aria-hidden="true">
        {stopped ? t('signed.stayed') : t('signed.leavingIn', { sender, count: left })}
      </p>
      <p className="ds-sr-only" role="status">
        {stopped ? t('signed.stayed') : t('signed.leavingIn', { sender, count: pause })}
      </p>
    </div>
  );
}
